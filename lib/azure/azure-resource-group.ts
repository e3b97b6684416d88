import type { DataAzurermResourceGroup } from "@cdktf/provider-azurerm/lib/data-azurerm-resource-group";
import type { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";

/**
 * A resource group, made elsewhere. In TypeScript the provider's `ResourceGroup` and `DataAzurermResourceGroup` are one
 * as they are; in other languages, and for plain names, use `AzureResourceGroup`.
 */
export interface IResourceGroup {
  /** Name of the resource group. */
  readonly name: string;

  /** Region of the resource group, for example `westeurope`. */
  readonly location: string;
}

/**
 * Plain attributes of a resource group.
 */
export interface ResourceGroupAttributes {
  /** Name of the resource group. */
  readonly name: string;

  /** Region of the resource group, for example `westeurope`. */
  readonly location: string;
}

/**
 * A resource group given by the user.
 */
export class AzureResourceGroup implements IResourceGroup {
  /**
   * A resource group that this or another stack of the app makes.
   * @param resourceGroup the provider's resource
   */
  public static fromResource(resourceGroup: ResourceGroup): AzureResourceGroup {
    return new AzureResourceGroup(resourceGroup);
  }

  /**
   * A resource group that Terraform reads.
   * @param resourceGroup the provider's data source
   */
  public static fromDataSource(resourceGroup: DataAzurermResourceGroup): AzureResourceGroup {
    return new AzureResourceGroup(resourceGroup);
  }

  /**
   * A resource group that Terraform need not read.
   * @param attributes of the resource group
   */
  public static fromAttributes(attributes: ResourceGroupAttributes): AzureResourceGroup {
    return new AzureResourceGroup(attributes);
  }

  public readonly name: string;
  public readonly location: string;

  /**
   * What it was made from.
   * @internal
   */
  public readonly _given!: IResourceGroup | undefined;

  private constructor(group: IResourceGroup | undefined) {
    Object.defineProperty(this, "_given", { value: group, enumerable: false });
    // what is missing is told by the construct that is given the group
    this.name = group?.name as string;
    this.location = group?.location as string;
  }
}
