import type { ManagedIdentityAccessOptions } from "../../access";
import type { AzureIdentity } from "../../azure/azure-identity";
import type { Inspector } from "../validation/inspector";
import { readOptionalPart } from "./common/parts";

interface ManagedIdentity {
  readonly identity: AzureIdentity | undefined;
  readonly assignRoles: boolean;
}

export function readManagedIdentityAccess(inspector: Inspector, given: ManagedIdentityAccessOptions): ManagedIdentity {
  const { identity, assignRoles } = inspector.struct("access", given, { identity: true, assignRoles: true });
  return {
    identity: readOptionalPart(inspector, "access.identity", identity, "AzureIdentity"),
    assignRoles: inspector.fixedFlag("access.assignRoles", assignRoles, true),
  };
}
