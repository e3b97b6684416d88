import type { DataAzurermLogAnalyticsWorkspace } from "@cdktf/provider-azurerm/lib/data-azurerm-log-analytics-workspace";
import { LogAnalyticsWorkspace } from "@cdktf/provider-azurerm/lib/log-analytics-workspace";
import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import { readWorkspaceId, readWorkspaceOptions } from "../private/rules/azure-log-analytics-workspace";
import { checkNameAtSynth, IN_RESOURCE_GROUP } from "../private/stack/unique-names";
import { brand } from "../private/validation/brand";
import { Inspector } from "../private/validation/inspector";

/**
 * How a Log Analytics workspace is made.
 */
export interface LogAnalyticsWorkspaceOptions {
  /**
   * Name of the workspace.
   * @default - generated from the construct's path
   */
  readonly name?: string;

  /**
   * How long data is kept, in days: 30 to 730.
   * @see https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure
   * @default 30
   */
  readonly retentionInDays?: number;

  /**
   * Most data taken in a day, in GB; -1 for no limit.
   * @default - no limit
   */
  readonly dailyQuotaGb?: number;
}

/**
 * A Log Analytics workspace: made by the library, or given by the user.
 */
export class AzureLogAnalyticsWorkspace {
  /**
   * A workspace of the app's own.
   * @param options how it is made
   */
  public static create(options: LogAnalyticsWorkspaceOptions = {}): AzureLogAnalyticsWorkspace {
    return new AzureLogAnalyticsWorkspace((inspector, scope, context) => {
      const { name, retentionInDays, dailyQuotaGb } = readWorkspaceOptions(inspector, options);
      const workspace = new LogAnalyticsWorkspace(scope, "Workspace", {
        name: name ?? context.uniqueName("logs", 63),
        resourceGroupName: context.resourceGroupName,
        location: context.location,
        sku: "PerGB2018",
        retentionInDays,
        dailyQuotaGb,
        // its keys let whoever has them send logs, and are in Terraform's state
        localAuthenticationEnabled: context.identity === undefined,
        tags: context.tags,
      });
      checkNameAtSynth(workspace, "monitoring.workspace.name", name, IN_RESOURCE_GROUP);
      return workspace.id;
    });
  }

  /**
   * A workspace that this or another stack of the app makes.
   * @param workspace the provider's resource
   */
  public static fromResource(workspace: LogAnalyticsWorkspace): AzureLogAnalyticsWorkspace {
    return new AzureLogAnalyticsWorkspace((inspector) => readWorkspaceId(inspector, workspace));
  }

  /**
   * A workspace that Terraform reads.
   * @param workspace the provider's data source
   */
  public static fromDataSource(workspace: DataAzurermLogAnalyticsWorkspace): AzureLogAnalyticsWorkspace {
    return new AzureLogAnalyticsWorkspace((inspector) => readWorkspaceId(inspector, workspace));
  }

  /**
   * A workspace that Terraform need not read.
   * @param workspaceId resource ID of the workspace
   */
  public static fromId(workspaceId: string): AzureLogAnalyticsWorkspace {
    return new AzureLogAnalyticsWorkspace((inspector) => readWorkspaceId(inspector, { id: workspaceId }));
  }

  private constructor(
    private readonly resolve: (inspector: Inspector, scope: Construct, context: BindContext) => string,
  ) {
    brand(this, "AzureLogAnalyticsWorkspace");
  }

  /**
   * Makes the workspace, or names the given one.
   *
   * @param scope the construct that owns what is made
   * @param context what is known of the app
   * @returns the resource ID of the workspace
   */
  public bind(scope: Construct, context: BindContext): string {
    return this.resolve(new Inspector(scope), scope, context);
  }
}
