import type { ApplicationInsights } from "@cdktf/provider-azurerm/lib/application-insights";
import type { DataAzurermApplicationInsights } from "@cdktf/provider-azurerm/lib/data-azurerm-application-insights";
import { brand } from "../private/validation/brand";

/**
 * Attributes of an Application Insights component.
 */
export interface ApplicationInsightsAttributes {
  /** Resource ID of the component. */
  readonly id: string;

  /** Connection string of the component: where telemetry goes. */
  readonly connectionString: string;
}

/**
 * An Application Insights component given by the user.
 */
export class AzureApplicationInsights {
  /**
   * A component that this or another stack of the app makes.
   * @param component the provider's resource
   */
  public static fromResource(component: ApplicationInsights): AzureApplicationInsights {
    return new AzureApplicationInsights(component);
  }

  /**
   * A component that Terraform reads.
   * @param component the provider's data source
   */
  public static fromDataSource(component: DataAzurermApplicationInsights): AzureApplicationInsights {
    return new AzureApplicationInsights(component);
  }

  /**
   * A component that Terraform need not read.
   * @param attributes of the component
   */
  public static fromAttributes(attributes: ApplicationInsightsAttributes): AzureApplicationInsights {
    return new AzureApplicationInsights(attributes);
  }

  /** Resource ID of the component. */
  public readonly id: string;

  /** Connection string of the component. */
  public readonly connectionString: string;

  /**
   * What it was made from.
   * @internal
   */
  public readonly _given!: ApplicationInsightsAttributes;

  private constructor(given: ApplicationInsightsAttributes) {
    Object.defineProperty(this, "_given", { value: given, enumerable: false });
    brand(this, "AzureApplicationInsights");
    // what is missing is told by the construct that is given the component
    this.id = given?.id;
    this.connectionString = given?.connectionString;
  }
}
