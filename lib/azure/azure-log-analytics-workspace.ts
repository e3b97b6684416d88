import type { DataAzurermLogAnalyticsWorkspace } from "@cdktf/provider-azurerm/lib/data-azurerm-log-analytics-workspace";
import { LogAnalyticsWorkspace } from "@cdktf/provider-azurerm/lib/log-analytics-workspace";
import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import { NAME_RULES } from "../private/names";
import { Inspector } from "../private/validation";

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
    return new AzureLogAnalyticsWorkspace((scope, context) => {
      const inspector = new Inspector(scope);
      const name = inspector.optionalText("workspace.name", options.name, NAME_RULES.workspace);
      const retentionInDays = inspector.integer("workspace.retentionInDays", options.retentionInDays ?? 30, {
        code: "workspace-retention",
        minimum: 30,
        maximum: 730,
        unit: "days",
        link: "https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure",
      });
      return new LogAnalyticsWorkspace(scope, "Workspace", {
        name: name ?? context.uniqueName("logs", 63),
        resourceGroupName: context.resourceGroupName,
        location: context.location,
        sku: "PerGB2018",
        retentionInDays,
        dailyQuotaGb: options.dailyQuotaGb,
        tags: context.tags,
      }).id;
    });
  }

  /**
   * @param workspace the provider's resource
   */
  public static fromResource(workspace: LogAnalyticsWorkspace): AzureLogAnalyticsWorkspace {
    return new AzureLogAnalyticsWorkspace(() => workspace.id);
  }

  /**
   * @param workspace the provider's data source
   */
  public static fromDataSource(workspace: DataAzurermLogAnalyticsWorkspace): AzureLogAnalyticsWorkspace {
    return new AzureLogAnalyticsWorkspace(() => workspace.id);
  }

  /**
   * @param workspaceId resource ID of a workspace that Terraform need not read
   */
  public static fromId(workspaceId: string): AzureLogAnalyticsWorkspace {
    return new AzureLogAnalyticsWorkspace(() => workspaceId);
  }

  private constructor(private readonly resolve: (scope: Construct, context: BindContext) => string) {}

  /**
   * Makes the workspace, or names the given one.
   *
   * @param scope the construct that owns what is made
   * @param context what is known of the app
   * @returns the resource ID of the workspace
   */
  public bind(scope: Construct, context: BindContext): string {
    return this.resolve(scope, context);
  }
}
