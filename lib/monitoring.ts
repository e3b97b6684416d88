import { ApplicationInsights } from "@cdktf/provider-azurerm/lib/application-insights";
import type { Construct } from "constructs";
import type { AzureApplicationInsights } from "./azure/azure-application-insights";
import { AzureLogAnalyticsWorkspace } from "./azure/azure-log-analytics-workspace";
import type { BindContext } from "./bind-context";
import { readExistingApplicationInsights, readOwnApplicationInsights } from "./private/rules/monitoring";
import { brand, hasBrand } from "./private/validation/brand";
import { Inspector } from "./private/validation/inspector";

/**
 * An Application Insights component of the app's own.
 */
export interface ApplicationInsightsOptions {
  /**
   * The Log Analytics workspace that keeps the data.
   * @default - the app gets one of its own
   */
  readonly workspace?: AzureLogAnalyticsWorkspace;

  /**
   * Share of telemetry kept by ingestion, in percent, above 0 and at most 100.
   * @default 100
   */
  readonly samplingPercentage?: number;
}

/**
 * Where logs and metrics go, as the function app needs to know it.
 */
export interface MonitoringConfig {
  /**
   * Where telemetry goes.
   * @default - nowhere
   */
  readonly connectionString?: string;

  /** App settings. */
  readonly appSettings: { readonly [name: string]: string };
}

/**
 * Where logs and metrics of the app go.
 */
export abstract class Monitoring {
  /**
   * Application Insights of the app's own, on a Log Analytics workspace.
   * @param options workspace and sampling
   */
  public static applicationInsights(options: ApplicationInsightsOptions = {}): Monitoring {
    return new OwnApplicationInsights(options);
  }

  /**
   * An Application Insights component that is there already.
   * @param component of the app's subscription or another one
   */
  public static existingApplicationInsights(component: AzureApplicationInsights): Monitoring {
    return new ExistingApplicationInsights(component);
  }

  /** No telemetry: what the app logs is seen in its log stream only. */
  public static disabled(): Monitoring {
    return new NoMonitoring();
  }

  /**
   * Whether a value is a `Monitoring`.
   * @param value anything
   */
  public static isMonitoring(value: unknown): boolean {
    return hasBrand(value, "Monitoring");
  }

  protected constructor() {
    brand(this, "Monitoring");
  }

  /**
   * Makes or names the component.
   *
   * @param scope the construct that owns what is made
   * @param context what is known of the app
   */
  public abstract bind(scope: Construct, context: BindContext): MonitoringConfig;
}

class OwnApplicationInsights extends Monitoring {
  public constructor(private readonly options: ApplicationInsightsOptions) {
    super();
  }

  public bind(scope: Construct, context: BindContext): MonitoringConfig {
    const { workspace, samplingPercentage } = readOwnApplicationInsights(new Inspector(scope), this.options);
    const insights = new ApplicationInsights(scope, "Insights", {
      name: context.uniqueName("insights", 255),
      resourceGroupName: context.resourceGroupName,
      location: context.location,
      applicationType: "web",
      workspaceId: (workspace ?? AzureLogAnalyticsWorkspace.create()).bind(scope, context),
      samplingPercentage,
      // the connection string alone lets nobody send: only who holds the role below
      localAuthenticationDisabled: context.identity !== undefined,
      tags: context.tags,
    });
    return telemetry(scope, context, insights.id, insights.connectionString);
  }
}

class ExistingApplicationInsights extends Monitoring {
  public constructor(private readonly component: AzureApplicationInsights) {
    super();
  }

  public bind(scope: Construct, context: BindContext): MonitoringConfig {
    const sharedKeys = context.identity === undefined;
    const component = readExistingApplicationInsights(new Inspector(scope), this.component, sharedKeys);
    if (component === undefined) return { appSettings: {} };
    return telemetry(scope, context, component.id, component.connectionString);
  }
}

class NoMonitoring extends Monitoring {
  public constructor() {
    super();
  }

  public bind(_scope: Construct, _context: BindContext): MonitoringConfig {
    return { appSettings: {} };
  }
}

/** @see https://learn.microsoft.com/azure/azure-functions/configure-monitoring#require-microsoft-entra-authentication */
function telemetry(scope: Construct, context: BindContext, id: string, connectionString: string): MonitoringConfig {
  if (context.identity === undefined) return { connectionString, appSettings: {} };
  context.grantRole(scope, "MetricsPublisher", id, "Monitoring Metrics Publisher");
  const authentication = `ClientId=${context.identity.clientId};Authorization=AAD`;
  return { connectionString, appSettings: { APPLICATIONINSIGHTS_AUTHENTICATION_STRING: authentication } };
}
