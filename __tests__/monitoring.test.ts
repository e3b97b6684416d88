import {
  Access,
  type ApplicationInsightsOptions,
  AzureApplicationInsights,
  AzureLogAnalyticsWorkspace,
  Monitoring,
} from "../lib";
import { ids } from "./support/ids";
import { addresses, functionApp, only, roles, synth } from "./support/synth";
import { addApp, TestStack } from "./support/test-stack";

function monitored(monitoring: Monitoring, access?: Access) {
  const stack = new TestStack();
  addApp(stack, { monitoring, access });
  return synth(stack);
}

const insights = (options?: ApplicationInsightsOptions, access?: Access) =>
  only(monitored(Monitoring.applicationInsights(options), access), "azurerm_application_insights");

const SETTING = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";
const ROLE = "Monitoring Metrics Publisher on";

describe("Monitoring.applicationInsights: a component of the app's own", () => {
  test("takes telemetry from the identity only", () => {
    expect(insights()).toEqual({
      name: "app-${local.App_NameSuffix}-insights",
      resource_group_name: "${azurerm_resource_group.Group.name}",
      location: "${azurerm_resource_group.Group.location}",
      application_type: "web",
      workspace_id: "${azurerm_log_analytics_workspace.App_Workspace.id}",
      sampling_percentage: 100,
      local_authentication_disabled: true,
    });
    const json = monitored(Monitoring.applicationInsights());
    expect(roles(json)).toContain(`${ROLE} \${azurerm_application_insights.App_Insights.id}`);
    expect(functionApp(json).app_settings[SETTING]).toBe(
      "ClientId=${azurerm_user_assigned_identity.App_Identity.client_id};Authorization=AAD",
    );
  });

  test("takes telemetry by connection string with shared keys", () => {
    expect(insights({}, Access.sharedKeys()).local_authentication_disabled).toBe(false);
    const json = monitored(Monitoring.applicationInsights(), Access.sharedKeys());
    expect(functionApp(json).app_settings).not.toHaveProperty(SETTING);
  });

  test("ApplicationInsightsOptions.workspace: one of its own without", () => {
    expect(insights().workspace_id).toBe("${azurerm_log_analytics_workspace.App_Workspace.id}");
    expect(insights({ workspace: AzureLogAnalyticsWorkspace.fromId(ids.workspace) }).workspace_id).toBe(ids.workspace);
  });

  test("ApplicationInsightsOptions.samplingPercentage: 100 without", () => {
    expect(insights().sampling_percentage).toBe(100);
    expect(insights({ samplingPercentage: 12.5 }).sampling_percentage).toBe(12.5);
  });
});

test("Monitoring.existingApplicationInsights: makes nothing but the role", () => {
  const component = AzureApplicationInsights.fromAttributes({
    id: "/given",
    connectionString: "InstrumentationKey=given",
  });
  const json = monitored(Monitoring.existingApplicationInsights(component));
  expect(functionApp(json).site_config.application_insights_connection_string).toBe("InstrumentationKey=given");
  expect(functionApp(json).app_settings[SETTING]).toContain("Authorization=AAD");
  expect(roles(json)).toContain(`${ROLE} /given`);
  expect(addresses(json).filter((address) => /insights|workspace/.test(address))).toEqual([]);
});

test("Monitoring.disabled: nothing is made, and nothing sent", () => {
  const json = monitored(Monitoring.disabled());
  expect(functionApp(json).site_config).not.toHaveProperty("application_insights_connection_string");
  expect(functionApp(json).app_settings).not.toHaveProperty(SETTING);
  expect(addresses(json).filter((address) => /insights|workspace/.test(address))).toEqual([]);
  expect(roles(json).filter((role) => role.startsWith(ROLE))).toEqual([]);
});

test("Monitoring.isMonitoring: by brand", () => {
  expect(
    [Monitoring.disabled(), Monitoring.applicationInsights()].every((value) => Monitoring.isMonitoring(value)),
  ).toBe(true);
  expect([undefined, null, {}, "disabled"].some((value) => Monitoring.isMonitoring(value))).toBe(false);
});
