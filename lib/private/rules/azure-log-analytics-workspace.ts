import type { LogAnalyticsWorkspaceOptions } from "../../azure/azure-log-analytics-workspace";
import type { Inspector, NumberRule } from "../validation/inspector";
import { NAME_RULES, readName } from "./common/names";
import { LOG_ANALYTICS_WORKSPACE } from "./common/resources";

const PROP = "monitoring.workspace";

interface WorkspaceToMake {
  /** The name that was given; undefined where one is generated. */
  readonly name: string | undefined;
  readonly retentionInDays: number;
  readonly dailyQuotaGb: number | undefined;
}

export function readWorkspaceOptions(inspector: Inspector, given: LogAnalyticsWorkspaceOptions): WorkspaceToMake {
  const {
    name,
    retentionInDays = 30,
    dailyQuotaGb,
  } = inspector.struct(PROP, given, {
    name: true,
    retentionInDays: true,
    dailyQuotaGb: true,
  });
  return {
    name: readName(inspector, `${PROP}.name`, name, NAME_RULES.workspace),
    retentionInDays: inspector.integer(`${PROP}.retentionInDays`, retentionInDays, RETENTION),
    dailyQuotaGb:
      dailyQuotaGb === undefined || dailyQuotaGb === -1
        ? dailyQuotaGb
        : inspector.number(`${PROP}.dailyQuotaGb`, dailyQuotaGb, QUOTA),
  };
}

/** @returns the resource ID of a workspace that the library does not make */
export function readWorkspaceId(inspector: Inspector, given: { readonly id: string }): string {
  return inspector.resource(PROP, given, LOG_ANALYTICS_WORKSPACE).id;
}

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
