import type { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type {
  ContainerRegistryAttributes,
  ContainerRegistryOptions,
  RegistryCredentials,
} from "../../azure/azure-container-registry";
import type { BindContext } from "../../bind-context";
import type { Inspector } from "../validation/inspector";
import { NAME_RULES, readName } from "./common/names";
import { refuseKeysOff } from "./common/parts";
import { CONTAINER_REGISTRY } from "./common/resources";

interface RegistryToMake {
  /** The name that was given; undefined where one is generated. */
  readonly name: string | undefined;
  readonly sku: string;
}

export function readRegistryOptions(inspector: Inspector, given: ContainerRegistryOptions): RegistryToMake {
  const { name, sku } = inspector.struct("registry", given, { name: true, sku: true });
  return {
    name: readName(inspector, "registry.name", name, NAME_RULES.containerRegistry),
    sku: inspector.oneOf(
      "registry.sku",
      sku === undefined ? "Basic" : sku,
      ["Basic", "Standard", "Premium"],
      "registry-sku",
      "https://learn.microsoft.com/azure/container-registry/container-registry-skus",
    ),
  };
}

/** A registry that the library does not make. */
export function readGivenRegistry(
  inspector: Inspector,
  given: ContainerRegistryAttributes,
): ContainerRegistryAttributes {
  return inspector.resource("registry", given, CONTAINER_REGISTRY);
}

/** A registry given by its attributes, which may name a provider. */
export function readRegistryAttributes(
  inspector: Inspector,
  scope: Construct,
  given: ContainerRegistryAttributes,
): ContainerRegistryAttributes {
  const registry = readGivenRegistry(inspector, given);
  const provider = given?.provider;
  if (provider === undefined) return registry;
  const isProvider = (value: unknown) => {
    if (!TerraformProvider.isTerraformProvider(value) || value.terraformResourceType !== "azurerm") return false;
    return TerraformStack.of(value) === TerraformStack.of(scope);
  };
  const expected = "an AzurermProvider of the same stack, with an alias if there is another one";
  return { ...registry, provider: inspector.part("registry.provider", provider, isProvider, expected, undefined) };
}

/** Refuses a registry of the user's whose admin user is off, for an app that signs in as that user. */
export function refuseAdminOff(inspector: Inspector, registry: ContainerRegistry): void {
  const { adminEnabledInput = false } = registry ?? {};
  if (adminEnabledInput === false) refuseKeysOff(inspector, "registry.adminEnabled", adminEnabledInput, true);
}

/** @param context of the app, which is told when there is no password */
export function readAdminCredentials(
  context: BindContext,
  { name, adminUsername = name, adminPassword }: ContainerRegistryAttributes,
): RegistryCredentials {
  if (adminPassword === undefined) {
    context.refuse({
      code: "registry-password-missing",
      prop: "registry.adminPassword",
      value: "(nothing)",
      message: "the password of the registry's admin user, as the app uses shared keys",
      remedy: "Give adminPassword, or use Access.managedIdentity().",
    });
  }
  return { username: adminUsername, password: adminPassword ?? "" };
}
