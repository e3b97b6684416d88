import type { IdentityOptions } from "../../azure/azure-identity";
import type { IdentityAttributes } from "../../azure/identity-attributes";
import type { Inspector } from "../validation/inspector";
import { NAME_RULES, readName } from "./common/names";
import { USER_ASSIGNED_IDENTITY } from "./common/resources";

const PROP = "access.identity";

/** @returns the name that was given; undefined where one is generated */
export function readIdentityName(inspector: Inspector, given: IdentityOptions): string | undefined {
  return readName(inspector, `${PROP}.name`, inspector.struct(PROP, given, { name: true }).name, NAME_RULES.identity);
}

/** An identity that the library does not make. */
export function readGivenIdentity(inspector: Inspector, given: IdentityAttributes): IdentityAttributes {
  return inspector.resource(PROP, given, USER_ASSIGNED_IDENTITY);
}
