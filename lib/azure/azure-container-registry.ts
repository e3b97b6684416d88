import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import type { DataAzurermContainerRegistry } from "@cdktf/provider-azurerm/lib/data-azurerm-container-registry";
import { type TerraformProvider, Token } from "cdktf";
import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import {
  readAdminCredentials,
  readGivenRegistry,
  readRegistryAttributes,
  readRegistryOptions,
  refuseAdminOff,
} from "../private/rules/azure-container-registry";
import { checkNameAtSynth } from "../private/stack/unique-names";
import { brand } from "../private/validation/brand";
import { Inspector } from "../private/validation/inspector";

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
      const { name, sku } = readRegistryOptions(inspector, options);
      const registry = new ContainerRegistry(scope, "Registry", {
        name: name ?? context.uniqueAlphanumericName("", 50),
        resourceGroupName: context.resourceGroupName,
        location: context.location,
        sku,
        adminEnabled: false,
        tags: context.tags,
      });
      checkNameAtSynth(registry, "registry.name", name);
      return BoundRegistry._of(registry, () => (registry.adminEnabled = true));
    });
  }

  /**
   * A registry that this or another stack of the app makes.
   * @param registry the provider's resource
   */
  public static fromResource(registry: ContainerRegistry): AzureContainerRegistry {
    return new AzureContainerRegistry((inspector) => {
      return BoundRegistry._of(readGivenRegistry(inspector, registry), () => refuseAdminOff(inspector, registry));
    });
  }

  /**
   * A registry that Terraform reads.
   * @param registry the provider's data source
   */
  public static fromDataSource(registry: DataAzurermContainerRegistry): AzureContainerRegistry {
    return new AzureContainerRegistry((inspector) => BoundRegistry._of(readGivenRegistry(inspector, registry)));
  }

  /**
   * A registry that Terraform need not read.
   * @param attributes of the registry
   */
  public static fromAttributes(attributes: ContainerRegistryAttributes): AzureContainerRegistry {
    return new AzureContainerRegistry((inspector, scope) => {
      return BoundRegistry._of(readRegistryAttributes(inspector, scope, attributes));
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
   * @param enableAdmin called when an app needs the admin user: switches it on in a registry of our own
   * @internal
   */
  public static _of(attributes: ContainerRegistryAttributes, enableAdmin?: () => void): BoundRegistry {
    return new BoundRegistry(attributes, enableAdmin);
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
    private readonly enableAdmin?: () => void,
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
    this.enableAdmin?.();
    return readAdminCredentials(context, this.attributes);
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
