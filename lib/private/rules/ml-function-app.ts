import { Op, Token } from "cdktf";
import type { Construct } from "constructs";
import type { AccessConfig } from "../../access";
import type { AzureStorageAccount } from "../../azure/azure-storage-account";
import type { BindContextProps } from "../../bind-context";
import type { ContainerImageConfig } from "../../container-image";
import type { HostingConfig } from "../../hosting/hosting";
import type { MlFunctionAppOptions, MlFunctionAppProps } from "../../ml-function-app";
import type { MonitoringConfig } from "../../monitoring";
import type { TriggerConfig } from "../../trigger";
import { checkAzurermAtSynth } from "../stack/providers";
import { Inspector, type NumberRule } from "../validation/inspector";
import type { Names } from "../validation/options";
import { isToken } from "../validation/tokens";
import { LOCATION, readResourceGroup, readTags } from "./common/common-props";
import { NAME_RULES, readName } from "./common/names";
import { type PartRule, readOptionalPart } from "./common/parts";
import { REFUSED_IMAGE } from "./container-image";
import type { GivenTriggerModule } from "./model-image";

/** What an app is given, its parts excepted. */
export interface AppToMake {
  /** What its parts may know, its identity excepted. */
  readonly surroundings: BindContextProps;
  /** The name that was given; undefined where one is generated. */
  readonly name: string | undefined;
  /** Undefined where the app gets an account of its own. */
  readonly hostStorage: AzureStorageAccount | undefined;
  readonly healthEvictionMinutes: number;
  readonly startTimeLimitSeconds: number;
  readonly scoringTimeoutSeconds: number | undefined;
  readonly concurrentPredictions: number | undefined;
  readonly workerProcesses: number | undefined;
  readonly logPayloads: boolean;
  /** Undefined where nothing was given, or what was given was refused. */
  readonly alwaysOn: boolean | undefined;
}

export const APP_OPTIONS: Names<MlFunctionAppOptions> = {
  image: true,
  resourceGroup: true,
  access: true,
  alwaysOn: true,
  appSettings: true,
  concurrentPredictions: true,
  containerStartTimeLimitSeconds: true,
  functionAppName: true,
  functionTimeoutMinutes: true,
  healthCheckEvictionMinutes: true,
  hosting: true,
  hostStorage: true,
  location: true,
  logPayloads: true,
  monitoring: true,
  scoringTimeoutSeconds: true,
  tags: true,
  workerProcesses: true,
};

export function readMlFunctionApp(inspector: Inspector, given: Partial<MlFunctionAppProps>): AppToMake {
  checkAzurermAtSynth(inspector.scope);
  const { resourceGroup, location, functionTimeoutMinutes: timeout = 30, tags } = given;
  const { healthCheckEvictionMinutes: eviction = 10, containerStartTimeLimitSeconds: startLimit = 1800 } = given;
  const optional = (prop: "concurrentPredictions" | "workerProcesses" | "scoringTimeoutSeconds", rule: NumberRule) => {
    return given[prop] === undefined ? undefined : inspector.integer(prop, given[prop], rule);
  };
  const concurrentPredictions = optional("concurrentPredictions", CONCURRENT_PREDICTIONS);
  const workerProcesses = optional("workerProcesses", WORKER_PROCESSES);
  const surroundings = {
    resourceGroup: readResourceGroup(inspector, resourceGroup),
    location: inspector.optionalText("location", location, LOCATION),
    functionTimeoutMinutes: inspector.integer("functionTimeoutMinutes", timeout, FUNCTION_TIMEOUT),
    predictionsPerInstance: product(concurrentPredictions ?? 1, workerProcesses ?? 1),
    tags: readTags(inspector, tags),
  };
  return {
    surroundings,
    concurrentPredictions,
    workerProcesses,
    hostStorage: readOptionalPart(inspector, "hostStorage", given.hostStorage, "AzureStorageAccount"),
    name: readName(inspector, "functionAppName", given.functionAppName, NAME_RULES.functionApp),
    healthEvictionMinutes: inspector.integer("healthCheckEvictionMinutes", eviction, EVICTION),
    startTimeLimitSeconds: inspector.integer("containerStartTimeLimitSeconds", startLimit, START_TIME_LIMIT),
    scoringTimeoutSeconds: optional("scoringTimeoutSeconds", scoringTimeout(surroundings.functionTimeoutMinutes)),
    logPayloads: inspector.flag("logPayloads", given.logPayloads, false),
    alwaysOn: inspector.unlessRefused(() => inspector.optionalFlag("alwaysOn", given.alwaysOn)),
  };
}

function product(one: number, other: number): number {
  if (one === 1) return other;
  if (other === 1) return one;
  return isToken(one) || isToken(other) ? Token.asNumber(Op.mul(one, other)) : one * other;
}

const FUNCTION_TIMEOUT: NumberRule = {
  code: "function-timeout",
  minimum: 1,
  maximum: 1439,
  unit: "minutes",
  link: "https://learn.microsoft.com/azure/azure-functions/functions-scale#timeout",
};

const EVICTION: NumberRule = {
  code: "health-check-eviction",
  minimum: 2,
  maximum: 10,
  unit: "minutes",
  link: "https://learn.microsoft.com/azure/app-service/monitor-instances-health-check",
};

const START_TIME_LIMIT: NumberRule = {
  code: "container-start-time-limit",
  minimum: 1,
  maximum: 1800,
  unit: "seconds",
};

const CONCURRENT_PREDICTIONS: NumberRule = {
  code: "concurrent-predictions",
  minimum: 1,
  maximum: 100,
  unit: "predictions",
};

const WORKER_PROCESSES: NumberRule = { code: "worker-processes", minimum: 1, maximum: 10, unit: "processes" };

/** Less than a function call may take. */
function scoringTimeout(functionTimeoutMinutes: number): NumberRule {
  const minutes = isToken(functionTimeoutMinutes) ? FUNCTION_TIMEOUT.maximum : functionTimeoutMinutes;
  return { code: "scoring-timeout", minimum: 1, maximum: minutes * 60 - 1, unit: "seconds" };
}

export const ACCESS: PartRule<AccessConfig> = {
  prop: "access",
  brand: "Access",
  members: { assignRoles: "flag", identity: "other?" },
  standIn: { assignRoles: false },
  read(inspector, config) {
    if (config.identity === undefined) return config;
    const members = { id: "text", clientId: "text", principalId: "text" } as const;
    const standIn = { id: "", clientId: "", principalId: "" };
    return { ...config, identity: inspector.bound("access", config.identity, members, standIn) };
  },
};

export const IMAGE: PartRule<ContainerImageConfig> = {
  prop: "image",
  brand: "ContainerImage",
  members: {
    registryHost: "text",
    imageName: "text",
    imageTag: "text",
    pullsAsIdentity: "flag",
    credentials: "other?",
    modelImage: "other?",
  },
  standIn: REFUSED_IMAGE,
  read(inspector, config) {
    const modelImage = readOptionalPart(inspector, "image.bind().modelImage", config.modelImage, "ModelImage");
    return { ...config, modelImage };
  },
};

export const HOSTING: PartRule<HostingConfig> = {
  prop: "hosting",
  brand: "Hosting",
  members: { servicePlanId: "text", skuName: "text", location: "text?", elasticScale: "other?" },
  standIn: { servicePlanId: "", skuName: "B1" },
};

export const MONITORING: PartRule<MonitoringConfig> = {
  prop: "monitoring",
  brand: "Monitoring",
  members: { appSettings: "texts", connectionString: "text?" },
  standIn: { appSettings: {} },
};

export const TRIGGER: PartRule<TriggerConfig> = {
  prop: "trigger",
  refusal: {
    code: "trigger",
    remedy:
      "Give new HttpTrigger(), new BlobTrigger(…), new ServiceBusQueueTrigger(…), new StorageQueueTrigger(…), or a trigger of " +
      "your own.",
  },
  members: {
    moduleName: "text",
    modulePath: "text?",
    appSettings: "texts",
    requiresAlwaysOn: "flag",
    hostStorageRoles: "list?",
    attributes: "texts?",
  },
  standIn: { moduleName: "http", requiresAlwaysOn: false, appSettings: {} },
  read(inspector, config) {
    const { moduleName, modulePath } = config;
    if (isToken(modulePath)) inspector.refuseToken("trigger.bind().modulePath", modulePath);
    if (/^[a-z]\w{0,99}$/.test(moduleName)) return config;
    inspector.refuse({
      code: "trigger",
      prop: "trigger.bind().moduleName",
      value: moduleName,
      message: "the name of a Python module",
      remedy: "Return the name of one of the runtime's modules, or that of your own with its file as modulePath.",
    });
    return TRIGGER.standIn;
  },
};

/** The file of a trigger's own module, where it goes into an image that is made in the same app. */
export function readTriggerModule(
  scope: Construct,
  { moduleName: name, modulePath: path }: TriggerConfig,
  image: ContainerImageConfig,
): GivenTriggerModule | undefined {
  if (path === undefined || isToken(path) || image === REFUSED_IMAGE) return undefined;
  if (image.modelImage !== undefined) return { scope, name, path };
  new Inspector(scope).warn(
    `The image is made elsewhere: it has to hold the trigger's module, as ml_runtime/triggers/${name}.py beside function_app.py.`,
    "trigger-module-elsewhere",
  );
  return undefined;
}
