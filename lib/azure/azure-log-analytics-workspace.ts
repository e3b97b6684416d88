import type { DataAzurermLogAnalyticsWorkspace } from "@cdktf/provider-azurerm/lib/data-azurerm-log-analytics-workspace";
import { LogAnalyticsWorkspace } from "@cdktf/provider-azurerm/lib/log-analytics-workspace";
import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import { brand } from "../private/brand";
import { NAME_RULES } from "../private/names";
import { LOG_ANALYTICS_WORKSPACE } from "../private/resource-rules";
import { needUniqueName } from "../private/unique-names";
import { Inspector, type NumberRule } from "../private/validation";

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
      const { name: givenName, retentionInDays: days = 30, dailyQuotaGb } = inspector.struct(PROP, options);
      const name = inspector.optionalText(`${PROP}.name`, givenName, NAME_RULES.workspace);
      const retentionInDays = inspector.integer(`${PROP}.retentionInDays`, days, RETENTION);
      const workspace = new LogAnalyticsWorkspace(scope, "Workspace", {
        name: name ?? context.uniqueName("logs", 63),
        resourceGroupName: context.resourceGroupName,
        location: context.location,
        sku: "PerGB2018",
        retentionInDays,
        dailyQuotaGb: checkQuota(inspector, dailyQuotaGb),
        tags: context.tags,
      });
      needUniqueName(workspace, `${PROP}.name`, givenName);
      return workspace.id;
    });
  }

  /**
   * A workspace that this or another stack of the app makes.
   * @param workspace the provider's resource
   */
  public static fromResource(workspace: LogAnalyticsWorkspace): AzureLogAnalyticsWorkspace {
    return new AzureLogAnalyticsWorkspace((inspector) => given(inspector, workspace));
  }

  /**
   * A workspace that Terraform reads.
   * @param workspace the provider's data source
   */
  public static fromDataSource(workspace: DataAzurermLogAnalyticsWorkspace): AzureLogAnalyticsWorkspace {
    return new AzureLogAnalyticsWorkspace((inspector) => given(inspector, workspace));
  }

  /**
   * A workspace that Terraform need not read.
   * @param workspaceId resource ID of the workspace
   */
  public static fromId(workspaceId: string): AzureLogAnalyticsWorkspace {
    return new AzureLogAnalyticsWorkspace((inspector) => given(inspector, { id: workspaceId }));
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

const PROP = "monitoring.workspace";

const RETENTION: NumberRule = {
  code: "workspace-retention",
  minimum: 30,
  maximum: 730,
  unit: "days",
  link: "https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure",
};

/** The least that Azure takes is 0.023 GB. */
const QUOTA: NumberRule = {
  code: "workspace-daily-quota",
  minimum: 0.023,
  maximum: 1_000_000,
  unit: "GB a day (or -1 for no limit)",
  link: "https://learn.microsoft.com/azure/azure-monitor/logs/daily-cap",
};

function checkQuota(inspector: Inspector, quota: number | undefined): number | undefined {
  if (quota === undefined || quota === -1) return quota;
  return inspector.number(`${PROP}.dailyQuotaGb`, quota, QUOTA);
}

function given(inspector: Inspector, workspace: { readonly id: string }): string {
  return inspector.resource(PROP, workspace, LOG_ANALYTICS_WORKSPACE).id;
}
