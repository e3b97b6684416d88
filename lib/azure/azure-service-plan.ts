import type { DataAzurermServicePlan } from "@cdktf/provider-azurerm/lib/data-azurerm-service-plan";
import type { ServicePlan } from "@cdktf/provider-azurerm/lib/service-plan";
import { brand } from "../private/validation/brand";

/**
 * Attributes of an App Service plan.
 */
export interface ServicePlanAttributes {
  /** Resource ID of the plan. */
  readonly id: string;

  /** SKU of the plan as Terraform spells it, for example `P1v3`. What the app may do follows from it. */
  readonly skuName: string;

  /**
   * Region of the plan: an app runs in the region of its plan.
   * @default - the app's
   */
  readonly location?: string;

  /**
   * Operating system of the plan. Only `Linux` runs containers of the Functions Python image.
   * @default Linux
   */
  readonly osType?: string;
}

/**
 * An App Service plan given by the user.
 */
export class AzureServicePlan {
  /**
   * A plan that this or another stack of the app makes.
   * @param plan the provider's resource
   */
  public static fromResource(plan: ServicePlan): AzureServicePlan {
    return new AzureServicePlan(plan);
  }

  /**
   * A plan that Terraform reads.
   * @param plan the provider's data source
   */
  public static fromDataSource(plan: DataAzurermServicePlan): AzureServicePlan {
    return new AzureServicePlan(plan);
  }

  /**
   * A plan that Terraform need not read.
   * @param attributes of the plan
   */
  public static fromAttributes(attributes: ServicePlanAttributes): AzureServicePlan {
    return new AzureServicePlan(attributes);
  }

  /** Resource ID of the plan. */
  public readonly id: string;

  /** SKU of the plan. */
  public readonly skuName: string;

  /** Region of the plan; undefined when it was not given. */
  public readonly location?: string;

  /** Operating system of the plan. */
  public readonly osType: string;

  /**
   * What it was made from.
   * @internal
   */
  public readonly _given: ServicePlanAttributes;

  private constructor(given: ServicePlanAttributes) {
    brand(this, "AzureServicePlan");
    this._given = given;
    // of a resource the inputs, where they are plain text, tell at synth what a reference tells at apply only
    const { skuNameInput, osTypeInput } = (given ?? {}) as Partial<ServicePlan>;
    // what is missing is told by the construct that is given the plan
    this.id = given?.id;
    this.skuName = skuNameInput ?? given?.skuName;
    this.location = given?.location;
    this.osType = osTypeInput ?? given?.osType ?? "Linux";
  }
}
