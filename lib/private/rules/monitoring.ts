import type { ApplicationInsights } from "@cdktf/provider-azurerm/lib/application-insights";
import type { ApplicationInsightsAttributes, AzureApplicationInsights } from "../../azure/azure-application-insights";
import type { AzureLogAnalyticsWorkspace } from "../../azure/azure-log-analytics-workspace";
import type { ApplicationInsightsOptions } from "../../monitoring";
import type { Inspector, NumberRule } from "../validation/inspector";
import { readOptionalPart, readPart, refuseKeysOff } from "./common/parts";
import { APPLICATION_INSIGHTS } from "./common/resources";

interface OwnApplicationInsights {
  readonly workspace: AzureLogAnalyticsWorkspace | undefined;
  readonly samplingPercentage: number;
}

export function readOwnApplicationInsights(
  inspector: Inspector,
  given: ApplicationInsightsOptions,
): OwnApplicationInsights {
  const { workspace, samplingPercentage = 100 } = inspector.struct("monitoring", given, {
    workspace: true,
    samplingPercentage: true,
  });
  return {
    workspace: readOptionalPart(inspector, "monitoring.workspace", workspace, "AzureLogAnalyticsWorkspace"),
    samplingPercentage: inspector.number("monitoring.samplingPercentage", samplingPercentage, SAMPLING),
  };
}

/** @param sharedKeys whether the app sends its telemetry with the connection string alone */
export function readExistingApplicationInsights(
  inspector: Inspector,
  given: AzureApplicationInsights,
  sharedKeys: boolean,
): ApplicationInsightsAttributes | undefined {
  const component = readPart(inspector, "monitoring.component", given, "AzureApplicationInsights");
  if (component === undefined) return undefined;
  const attributes = inspector.resource("monitoring.component", component._given, APPLICATION_INSIGHTS);
  const { localAuthenticationDisabledInput } = (component._given ?? {}) as Partial<ApplicationInsights>;
  if (sharedKeys && localAuthenticationDisabledInput === true) {
    refuseKeysOff(inspector, "monitoring.component.localAuthenticationDisabled", true, false);
  }
  return attributes;
}

const SAMPLING: NumberRule = {
  code: "monitoring-sampling",
  // Azure takes any share above nothing
  minimum: 0.001,
  maximum: 100,
  unit: "percent (Monitoring.disabled() switches telemetry off)",
  link: "https://learn.microsoft.com/azure/azure-monitor/app/sampling",
};
