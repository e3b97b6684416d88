import type { ContainerRegistryTaskConfig } from "@cdktf/provider-azurerm/lib/container-registry-task";
import { Op, Token } from "cdktf";
import type { AzureIdentity } from "../../azure/azure-identity";
import type { AzureStorageAccount } from "../../azure/azure-storage-account";
import type { AcrTaskBuilderOptions } from "../../builders/acr-task";
import type { ImageBuildOptions } from "../../builders/image-build";
import { SECRET_NAME } from "../validation/display";
import type { Inspector, NumberRule, TextRule } from "../validation/inspector";
import { isToken } from "../validation/tokens";
import { readOptionalPart } from "./common/parts";
import { BUILD_OPTIONS, readBuildOptions, readTimeout } from "./image-build";

export interface AcrTaskBuild {
  readonly build: ImageBuildOptions;
  readonly timeoutSeconds: number;
  /** How long Terraform waits for the run, in minutes: waiting for a machine counts as well. */
  readonly runTimeoutMinutes: string;
  readonly assignRoles: boolean;
  readonly assignUploadRole: boolean;
  /** Undefined where the image gets one of its own. */
  readonly identity: AzureIdentity | undefined;
  /** Undefined where the image gets one of its own. */
  readonly contextStorage: AzureStorageAccount | undefined;
  readonly machine: Pick<ContainerRegistryTaskConfig, "agentPoolName" | "agentSetting">;
  readonly logTemplate: string | undefined;
}

export function readAcrTaskBuilder(inspector: Inspector, given: AcrTaskBuilderOptions): AcrTaskBuild {
  const options = inspector.struct("builder", given, {
    ...BUILD_OPTIONS,
    agentPoolName: true,
    assignRoles: true,
    assignUploadRole: true,
    contextStorage: true,
    cpu: true,
    identity: true,
    logTemplate: true,
    timeoutMinutes: true,
  });
  const build = readBuildOptions(inspector, options);
  refuseUnsafeArguments(inspector, build);
  const minutes = readTimeout(inspector, options.timeoutMinutes, TIMEOUT);
  const assignRoles = inspector.fixedFlag("builder.assignRoles", options.assignRoles, true);
  const { identity, contextStorage } = options;
  return {
    build,
    timeoutSeconds: isToken(minutes) ? Token.asNumber(Op.mul(minutes, 60)) : minutes * 60,
    runTimeoutMinutes: isToken(minutes) ? Token.asString(Op.add(minutes, 15)) : String(minutes + 15),
    assignRoles,
    assignUploadRole: inspector.fixedFlag("builder.assignUploadRole", options.assignUploadRole, assignRoles),
    identity: readOptionalPart(inspector, "builder.identity", identity ?? undefined, "AzureIdentity"),
    contextStorage: readOptionalPart(
      inspector,
      "builder.contextStorage",
      contextStorage ?? undefined,
      "AzureStorageAccount",
    ),
    machine: readMachine(inspector, options),
    logTemplate: inspector.optionalText("builder.logTemplate", options.logTemplate, LOG_TEMPLATE),
  };
}

function readMachine(
  inspector: Inspector,
  { agentPoolName, cpu }: AcrTaskBuilderOptions,
): Pick<ContainerRegistryTaskConfig, "agentPoolName" | "agentSetting"> {
  if (cpu === undefined) {
    return { agentPoolName: inspector.optionalText("builder.agentPoolName", agentPoolName, AGENT_POOL) };
  }
  if (agentPoolName !== undefined) {
    inspector.refuse({
      code: "task-cpu",
      prop: "builder.cpu",
      value: cpu,
      message: "nothing beside agentPoolName",
      remedy: "Leave out cpu: the pool's tier says how many cores there are.",
      link: "https://learn.microsoft.com/azure/container-registry/tasks-agent-pools",
    });
  }
  return { agentSetting: { cpu: inspector.integer("builder.cpu", cpu, CPU) } };
}

/** A task's step is one line, which a shell takes apart, after `$` and `{{}}` in it were replaced. */
function refuseUnsafeArguments(inspector: Inspector, { buildArgs = {} }: ImageBuildOptions): void {
  for (const [name, value] of Object.entries(buildArgs)) {
    inspector.text(`builder.buildArgs.${name}`, value, { ...TASK_ARGUMENT, secret: SECRET_NAME.test(name) });
  }
}

const TIMEOUT: NumberRule = {
  code: "builder-timeout",
  minimum: 5,
  maximum: 480,
  unit: "minutes",
  link: "https://learn.microsoft.com/azure/container-registry/container-registry-tasks-overview",
};

const CPU: NumberRule = { code: "task-cpu", minimum: 2, maximum: 2, unit: "cores" };

const AGENT_POOL: TextRule = {
  code: "task-agent-pool",
  allowed: "3 to 20 ASCII letters, digits and hyphens",
  remedy: "Give the pool's name alone, of a pool of the same registry.",
  example: "pool",
  link: "https://learn.microsoft.com/azure/container-registry/tasks-agent-pools",
  test: (name) => /^[A-Za-z0-9-]{3,20}$/.test(name),
};

const LOG_TEMPLATE: TextRule = {
  code: "task-log-template",
  allowed: "repository and tag, which may hold run variables, for example logs:{{.Run.ID}}",
  remedy: "Give a repository of the same registry.",
  example: "logs:{{.Run.ID}}",
  link: "https://learn.microsoft.com/azure/container-registry/container-registry-tasks-logs#alternative-log-storage",
  test: (template) => {
    const filled = template.replace(/\{\{\s*\.[\w.]+\s*\}\}/g, "x");
    return /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*:\w[\w.-]{0,127}$/.test(filled);
  },
};

const TASK_ARGUMENT: TextRule = {
  code: "task-build-argument",
  allowed: "ASCII letters, digits and any of _ . , : / @ % + = -, as the value stands in a line of the task",
  remedy: "Set the value in a Dockerfile of your own: dockerfile.",
  example: "value",
  link: "https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml#build",
  test: (value) => /^[\w.,:/@%+=-]*$/.test(value),
};
