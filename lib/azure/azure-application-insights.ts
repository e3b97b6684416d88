import type { ApplicationInsights } from "@cdktf/provider-azurerm/lib/application-insights";
import type { DataAzurermApplicationInsights } from "@cdktf/provider-azurerm/lib/data-azurerm-application-insights";

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
   * @param component the provider's resource
   */
  public static fromResource(component: ApplicationInsights): AzureApplicationInsights {
    return new AzureApplicationInsights(component);
  }

  /**
   * @param component the provider's data source
   */
  public static fromDataSource(component: DataAzurermApplicationInsights): AzureApplicationInsights {
    return new AzureApplicationInsights(component);
  }

  /**
   * @param attributes of a component that Terraform need not read
   */
  public static fromAttributes(attributes: ApplicationInsightsAttributes): AzureApplicationInsights {
    return new AzureApplicationInsights(attributes);
  }

  /** Resource ID of the component. */
  public readonly id: string;

  /** Connection string of the component. */
  public readonly connectionString: string;

  private constructor(attributes: ApplicationInsightsAttributes) {
    this.id = attributes.id;
    this.connectionString = attributes.connectionString;
  }
}
