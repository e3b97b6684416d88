import { DataAzurermLogAnalyticsWorkspace } from "@cdktf/provider-azurerm/lib/data-azurerm-log-analytics-workspace";
import { LogAnalyticsWorkspace } from "@cdktf/provider-azurerm/lib/log-analytics-workspace";
import {
  Access,
  AzureLogAnalyticsWorkspace,
  BindContext,
  type LogAnalyticsWorkspaceOptions,
  Monitoring,
} from "../../lib";
import { ids } from "../support/ids";
import { all, only, synth } from "../support/synth";
import { addApp, expressions, TestStack } from "../support/test-stack";

function appWith(workspace: (stack: TestStack) => AzureLogAnalyticsWorkspace) {
  const stack = new TestStack();
  addApp(stack, { monitoring: Monitoring.applicationInsights({ workspace: workspace(stack) }) });
  return synth(stack);
}

describe("AzureLogAnalyticsWorkspace.create: a workspace of the app's own", () => {
  const workspace = (options?: LogAnalyticsWorkspaceOptions) =>
    only(
      appWith(() => AzureLogAnalyticsWorkspace.create(options)),
      "azurerm_log_analytics_workspace",
    );

  test("is paid by use", () => {
    expect(workspace()).toEqual({
      name: "app-${local.App_NameSuffix}-logs",
      resource_group_name: "${azurerm_resource_group.Group.name}",
      location: "${azurerm_resource_group.Group.location}",
      sku: "PerGB2018",
      retention_in_days: 30,
      local_authentication_enabled: false,
    });
  });

  test("LogAnalyticsWorkspaceOptions.name: generated without", () => {
    expect(workspace().name).toBe("app-${local.App_NameSuffix}-logs");
    expect(workspace({ name: "chosen" }).name).toBe("chosen");
  });

  test("LogAnalyticsWorkspaceOptions.retentionInDays: 30 without", () => {
    expect(workspace().retention_in_days).toBe(30);
    expect(workspace({ retentionInDays: 730 }).retention_in_days).toBe(730);
  });

  test("LogAnalyticsWorkspaceOptions.dailyQuotaGb: no limit without", () => {
    expect(workspace()).not.toHaveProperty("daily_quota_gb");
    expect(workspace({ dailyQuotaGb: 0.5 }).daily_quota_gb).toBe(0.5);
    expect(workspace({ dailyQuotaGb: -1 }).daily_quota_gb).toBe(-1);
  });
});

test("a workspace of an app with shared keys has keys as well", () => {
  const stack = new TestStack();
  addApp(stack, { access: Access.sharedKeys() });
  expect(only(synth(stack), "azurerm_log_analytics_workspace").local_authentication_enabled).toBe(true);
});

describe("a given workspace", () => {
  const kinds: [string, string, (stack: TestStack) => AzureLogAnalyticsWorkspace][] = [
    [
      "AzureLogAnalyticsWorkspace.fromResource",
      "${azurerm_log_analytics_workspace.Given.id}",
      (stack) =>
        AzureLogAnalyticsWorkspace.fromResource(
          new LogAnalyticsWorkspace(stack, "Given", {
            name: "given",
            resourceGroupName: "shared",
            location: "westeurope",
          }),
        ),
    ],
    [
      "AzureLogAnalyticsWorkspace.fromDataSource",
      "${data.azurerm_log_analytics_workspace.Given.id}",
      (stack) =>
        AzureLogAnalyticsWorkspace.fromDataSource(
          new DataAzurermLogAnalyticsWorkspace(stack, "Given", { name: "given", resourceGroupName: "shared" }),
        ),
    ],
    ["AzureLogAnalyticsWorkspace.fromId", ids.workspace, () => AzureLogAnalyticsWorkspace.fromId(ids.workspace)],
  ];

  test.each(kinds)("%s: keeps the data of the component", (_, id, workspace) => {
    const json = appWith(workspace);
    expect(only(json, "azurerm_application_insights").workspace_id).toBe(id);
    expect(Object.keys(all(json, "azurerm_log_analytics_workspace"))).not.toContain("App_Workspace");
  });
});

test("AzureLogAnalyticsWorkspace.bind: makes the workspace and tells its ID", () => {
  const stack = new TestStack();
  const context = new BindContext(stack, { resourceGroup: stack.group });
  const id = AzureLogAnalyticsWorkspace.create().bind(stack, context);
  expect(expressions(stack, { id })).toEqual({ id: "${azurerm_log_analytics_workspace.Workspace.id}" });
});
