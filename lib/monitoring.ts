import { ApplicationInsights } from "@cdktf/provider-azurerm/lib/application-insights";
import type { Construct } from "constructs";
import type { AzureApplicationInsights } from "./azure/azure-application-insights";
import { AzureLogAnalyticsWorkspace } from "./azure/azure-log-analytics-workspace";
import type { BindContext } from "./bind-context";
import { brand, hasBrand } from "./private/brand";
import { Inspector, type NumberRule } from "./private/validation";

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
 * What is seen of the app, as the function app needs to know it.
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
 * What is seen of the app.
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
    const inspector = new Inspector(scope);
    const given = inspector.struct("monitoring", this.options);
    const { workspace = AzureLogAnalyticsWorkspace.create(), samplingPercentage = 100 } = given;
    const keeper = inspector.branded("monitoring.workspace", workspace, "AzureLogAnalyticsWorkspace");
    const insights = new ApplicationInsights(scope, "Insights", {
      name: context.uniqueName("insights", 255),
      resourceGroupName: context.resourceGroupName,
      location: context.location,
      applicationType: "web",
      workspaceId: (keeper ?? AzureLogAnalyticsWorkspace.create()).bind(scope, context),
      samplingPercentage: inspector.number("monitoring.samplingPercentage", samplingPercentage, SAMPLING),
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
    const inspector = new Inspector(scope);
    const component = inspector.branded("monitoring.component", this.component, "AzureApplicationInsights");
    if (component === undefined) return { appSettings: {} };
    const { id, connectionString } = component._check(inspector, "monitoring.component");
    if (context.identity === undefined && component._refusesKeys) {
      inspector.rejectKeysOff("monitoring.component.localAuthenticationDisabled", true, false);
    }
    return telemetry(scope, context, id, connectionString);
  }
}

const SAMPLING: NumberRule = {
  code: "monitoring-sampling",
  // Azure takes any share above nothing
  minimum: 0.001,
  maximum: 100,
  unit: "percent (Monitoring.disabled() switches telemetry off)",
  link: "https://learn.microsoft.com/azure/azure-monitor/app/sampling",
};

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
