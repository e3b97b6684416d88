import { TerraformProvider, TerraformStack, Token } from "cdktf";
import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import type { DataAzurermContainerRegistry } from "@cdktf/provider-azurerm/lib/data-azurerm-container-registry";
import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import { brand } from "../private/brand";
import { NAME_RULES } from "../private/names";
import { CONTAINER_REGISTRY } from "../private/resource-rules";
import { needUniqueName } from "../private/unique-names";
import { Inspector } from "../private/validation";

/**
 * Attributes of an Azure Container Registry.
 */
export interface ContainerRegistryAttributes {
  /** Resource ID of the registry. */
  readonly id: string;

  /** Name of the registry. */
  readonly name: string;

  /** Name of the resource group that the registry lies in. */
  readonly resourceGroupName: string;

  /**
   * Host name of the registry.
   * @default - `<name>.azurecr.io`, in lower case
   */
  readonly loginServer?: string;

  /**
   * Name of the admin user, needed by `Access.sharedKeys` only.
   * @default - the registry's name
   */
  readonly adminUsername?: string;

  /**
   * Password of the admin user, needed by `Access.sharedKeys` only.
   * @default - none
   */
  readonly adminPassword?: string;

  /**
   * The provider of the registry's subscription, for a registry that lies in another one: with it the push token or the
   * build task is made.
   * @default - the stack's provider
   */
  readonly provider?: TerraformProvider;
}

/**
 * How a registry is made.
 */
export interface ContainerRegistryOptions {
  /**
   * Name of the registry, unique in all of Azure.
   * @default - generated from the construct's path
   */
  readonly name?: string;

  /**
   * Tier: `Basic`, `Standard` or `Premium`.
   * @see https://learn.microsoft.com/azure/container-registry/container-registry-skus
   * @default Basic
   */
  readonly sku?: string;
}

/**
 * An Azure Container Registry: made by the library, or given by the user.
 */
export class AzureContainerRegistry {
  /**
   * A registry of the image's own. Its admin user is off unless an app that uses shared keys runs the image.
   * @param options how it is made
   */
  public static create(options: ContainerRegistryOptions = {}): AzureContainerRegistry {
    return new AzureContainerRegistry((inspector, scope, context) => {
      const given = inspector.struct("registry", options);
      const name = inspector.optionalText("registry.name", given.name, NAME_RULES.containerRegistry);
      const sku = inspector.oneOf(
        "registry.sku",
        given.sku === undefined ? "Basic" : given.sku,
        ["Basic", "Standard", "Premium"],
        "registry-sku",
        "https://learn.microsoft.com/azure/container-registry/container-registry-skus",
      );
      const registry = new ContainerRegistry(scope, "Registry", {
        name: name ?? context.uniqueAlphanumericName("", 50),
        resourceGroupName: context.resourceGroupName,
        location: context.location,
        sku,
        adminEnabled: false,
        tags: context.tags,
      });
      needUniqueName(registry, "registry.name", given.name);
      return BoundRegistry._of(registry, () => (registry.adminEnabled = true));
    });
  }

  /**
   * A registry that this or another stack of the app makes.
   * @param registry the provider's resource
   */
  public static fromResource(registry: ContainerRegistry): AzureContainerRegistry {
    return new AzureContainerRegistry((inspector) => {
      const { adminEnabledInput = false } = registry ?? {};
      const checkAdmin = () => {
        if (adminEnabledInput === false) inspector.rejectKeysOff("registry.adminEnabled", adminEnabledInput, true);
      };
      return BoundRegistry._of(inspector.resource("registry", registry, CONTAINER_REGISTRY), checkAdmin);
    });
  }

  /**
   * A registry that Terraform reads.
   * @param registry the provider's data source
   */
  public static fromDataSource(registry: DataAzurermContainerRegistry): AzureContainerRegistry {
    return new AzureContainerRegistry((inspector) => {
      return BoundRegistry._of(inspector.resource("registry", registry, CONTAINER_REGISTRY));
    });
  }

  /**
   * A registry that Terraform need not read.
   * @param attributes of the registry
   */
  public static fromAttributes(attributes: ContainerRegistryAttributes): AzureContainerRegistry {
    return new AzureContainerRegistry((inspector, scope) => {
      const checked = inspector.resource("registry", attributes, CONTAINER_REGISTRY);
      const provider = attributes?.provider;
      if (provider === undefined) return BoundRegistry._of(checked);
      const isProvider = (value: unknown) => {
        if (!TerraformProvider.isTerraformProvider(value) || value.terraformResourceType !== "azurerm") return false;
        return TerraformStack.of(value) === TerraformStack.of(scope);
      };
      const expected = "an AzurermProvider of the same stack, with an alias if there is another one";
      const known = inspector.part("registry.provider", provider, isProvider, expected, undefined);
      return BoundRegistry._of({ ...checked, provider: known });
    });
  }

  private constructor(
    private readonly resolve: (inspector: Inspector, scope: Construct, context: BindContext) => BoundRegistry,
  ) {
    brand(this, "AzureContainerRegistry");
  }

  /**
   * Makes the registry, or names the given one.
   *
   * @param scope the construct that owns what is made
   * @param context what is known of the image or app
   */
  public bind(scope: Construct, context: BindContext): BoundRegistry {
    return this.resolve(new Inspector(scope), scope, context);
  }
}

/**
 * A registry that images are pushed to and pulled from.
 */
export class BoundRegistry {
  /**
   * @param attributes of the registry
   * @param needAdmin called when an app needs the admin user: switches it on in a registry of our own
   * @internal
   */
  public static _of(attributes: ContainerRegistryAttributes, needAdmin?: () => void): BoundRegistry {
    return new BoundRegistry(attributes, needAdmin);
  }

  /** Resource ID of the registry. */
  public readonly id: string;

  /** Name of the registry. */
  public readonly name: string;

  /** Name of the resource group that the registry lies in. */
  public readonly resourceGroupName: string;

  /** Host name of the registry. */
  public readonly loginServer: string;

  /** The provider of the registry's subscription; undefined when it is the stack's. */
  public readonly provider?: TerraformProvider;

  private constructor(
    private readonly attributes: ContainerRegistryAttributes,
    private readonly needAdmin?: () => void,
  ) {
    this.id = attributes.id;
    this.name = attributes.name;
    this.resourceGroupName = attributes.resourceGroupName;
    this.provider = attributes.provider;
    this.loginServer =
      attributes.loginServer ?? `${Token.isUnresolved(this.name) ? this.name : this.name.toLowerCase()}.azurecr.io`;
  }

  /**
   * Name and password of the registry's admin user, for an app that uses shared keys. Switches the user on in a registry
   * that the library makes.
   *
   * @param context of the app, which is told when there is no password
   */
  public adminCredentials(context: BindContext): RegistryCredentials {
    this.needAdmin?.();
    const { adminUsername, adminPassword } = this.attributes;
    if (adminPassword === undefined) {
      context.refuse({
        code: "registry-password-missing",
        prop: "registry.adminPassword",
        value: "(nothing)",
        message: "the password of the registry's admin user, as the app uses shared keys",
        remedy: "Give adminPassword, or use Access.managedIdentity().",
      });
    }
    return { username: adminUsername ?? this.name, password: adminPassword ?? "" };
  }
}

/**
 * User name and password for a registry.
 */
export interface RegistryCredentials {
  /** User name. */
  readonly username: string;

  /** Password: a secret. */
  readonly password: string;
}
