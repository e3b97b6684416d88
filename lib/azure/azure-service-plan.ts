import type { DataAzurermServicePlan } from "@cdktf/provider-azurerm/lib/data-azurerm-service-plan";
import type { ServicePlan } from "@cdktf/provider-azurerm/lib/service-plan";

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
   * @param plan the provider's resource
   */
  public static fromResource(plan: ServicePlan): AzureServicePlan {
    // the inputs, where they are plain text, tell at synth what a reference tells at apply only
    return new AzureServicePlan({
      id: plan.id,
      skuName: plan.skuNameInput ?? plan.skuName,
      location: plan.location,
      osType: plan.osTypeInput ?? plan.osType,
    });
  }

  /**
   * @param plan the provider's data source
   */
  public static fromDataSource(plan: DataAzurermServicePlan): AzureServicePlan {
    return new AzureServicePlan({ id: plan.id, skuName: plan.skuName, location: plan.location, osType: plan.osType });
  }

  /**
   * @param attributes of a plan that Terraform need not read
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

  private constructor(attributes: ServicePlanAttributes) {
    this.id = attributes.id;
    this.skuName = attributes.skuName;
    this.location = attributes.location;
    this.osType = attributes.osType ?? "Linux";
  }
}
