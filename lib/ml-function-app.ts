import { Fn, Op, Token, Tokenization, type IResolvable } from "cdktf";
import {
  LinuxFunctionApp,
  type LinuxFunctionAppConfig,
  type LinuxFunctionAppSiteConfig,
} from "@cdktf/provider-azurerm/lib/linux-function-app";
import { Construct, type IConstruct } from "constructs";
import { Access, type AccessConfig } from "./access";
import type { IdentityAttributes } from "./azure/identity-attributes";
import type { IResourceGroup } from "./azure/azure-resource-group";
import { AzureStorageAccount, type StorageAccountAttributes } from "./azure/azure-storage-account";
import { BindContext, type BindContextProps } from "./bind-context";
import { ContainerImage, type ContainerImageConfig } from "./container-image";
import { Hosting, type HostingConfig } from "./hosting";
import { Monitoring, type MonitoringConfig } from "./monitoring";
import { checkAppSettings } from "./private/app-settings";
import type { BreachCode } from "./private/codes";
import { checkResourceGroup, checkTags, LOCATION } from "./private/common-props";
import { NAME_RULES } from "./private/names";
import { needAzurerm, needTerraformName } from "./private/provider-checks";
import { HEALTH_PATH, RUNTIME_SETTINGS, switched } from "./private/runtime-contract";
import { skuNamed } from "./private/skus";
import { needUniqueName } from "./private/unique-names";
import { Inspector, isMapToken, isToken, type NumberRule } from "./private/validation";
import type { ITrigger, TriggerConfig } from "./trigger";

/**
 * A function app that runs a model.
 */
export interface IMlFunctionApp extends IConstruct {
  /** Name of the function app. */
  readonly functionAppName: string;

  /** Host name of the function app, for example `diabetes-1a2b3c4d.azurewebsites.net`. */
  readonly defaultHostname: string;
}

/**
 * What all function apps that run a model have in common, whatever triggers them.
 */
export interface MlFunctionAppOptions {
  /** The resource group in which all is made. */
  readonly resourceGroup: IResourceGroup;

  /** The image that the app runs. */
  readonly image: ContainerImage;

  /**
   * Region of what is made.
   * @default - the resource group's; of the app itself, that of an existing plan
   */
  readonly location?: string;

  /**
   * Name of the function app, unique in all of Azure: 2 to 32 letters, digits and hyphens.
   * @see https://learn.microsoft.com/azure/azure-functions/storage-considerations#host-id-considerations
   * @default - generated from the construct's path
   */
  readonly functionAppName?: string;

  /**
   * Where the app runs.
   * @default - a Dedicated plan of its own, B1
   */
  readonly hosting?: Hosting;

  /**
   * How the app authenticates to registry, storage and trigger.
   * @default - as a user-assigned managed identity of its own
   */
  readonly access?: Access;

  /**
   * What is seen of the app.
   * @default - Application Insights on a Log Analytics workspace, both of its own
   */
  readonly monitoring?: Monitoring;

  /**
   * The storage account that the Functions host keeps keys, locks and queues in.
   * @default - the app gets one of its own
   */
  readonly hostStorage?: AzureStorageAccount;

  /**
   * Whether the app stays loaded when nothing calls it. Elastic Premium has no such setting; all triggers but HTTP need it
   * elsewhere.
   * @default - true on a Dedicated plan, as loading a model takes too long for a first call
   */
  readonly alwaysOn?: boolean;

  /**
   * How long one function call may take, in minutes, from 1 to 1439. HTTP callers are answered within 230 seconds whatever
   * this says: Azure's load balancer cuts the connection.
   * @see https://learn.microsoft.com/azure/azure-functions/functions-scale#timeout
   * @default 30
   */
  readonly functionTimeoutMinutes?: number;

  /**
   * How long one call of the script may take, in seconds; less than the function timeout.
   * @default - as long as the function timeout allows
   */
  readonly scoringTimeoutSeconds?: number;

  /**
   * How many calls of `run()` one worker process makes side by side, each on a thread of its own, from 1 to 100. With 1,
   * `init()` and every `run()` share one thread and calls take turns, as on an Azure ML endpoint, whose
   * `max_concurrent_requests_per_instance` is 1. With more, the script must be thread-safe: `init()` runs once, on the first
   * thread, and what it binds to that thread (`threading.local`, an SQLite connection, `sklearn.set_config`) is missing on
   * the others. Use `workerProcesses` for scripts that are not thread-safe or that spend their time in Python code, of which
   * one process runs one thread at a time (the global interpreter lock).
   * @see https://learn.microsoft.com/azure/machine-learning/reference-yaml-deployment-managed-online
   * @default 1
   */
  readonly concurrentPredictions?: number;

  /**
   * Worker processes of one instance, from 1 to 10. Each loads the model, and makes as many calls of `run()` side by side as
   * `concurrentPredictions` says.
   * @see https://learn.microsoft.com/azure/azure-functions/functions-app-settings#functions_worker_process_count
   * @default 1
   */
  readonly workerProcesses?: number;

  /**
   * How long the container may take to start, in seconds, from 1 to 1800.
   * @see https://learn.microsoft.com/azure/app-service/reference-app-settings
   * @default 1800
   */
  readonly containerStartTimeLimitSeconds?: number;

  /**
   * After how many minutes of failing its health check an instance gets no more requests, from 2 to 10. An instance that is
   * still loading its model fails it: give a slow model the full time.
   * @see https://learn.microsoft.com/azure/app-service/monitor-instances-health-check
   * @default 10
   */
  readonly healthCheckEvictionMinutes?: number;

  /**
   * Whether payloads of predictions go to the log. They may hold personal data.
   * @default false
   */
  readonly logPayloads?: boolean;

  /**
   * App settings for the script. What the construct writes itself is refused by name. Give secrets as Key Vault references,
   * which the app's identity resolves.
   * @see https://learn.microsoft.com/azure/app-service/app-service-key-vault-references
   * @default - none
   */
  readonly appSettings?: { readonly [name: string]: string };

  /**
   * Tags of all that is made.
   * @default - none
   */
  readonly tags?: { readonly [name: string]: string };
}

/**
 * A function app that runs a model behind any trigger.
 */
export interface MlFunctionAppProps extends MlFunctionAppOptions {
  /** What starts a prediction. */
  readonly trigger: ITrigger;
}

/**
 * A containerised Linux function app that runs a model: image, plan, identity and roles, storage, monitoring and trigger.
 */
export class MlFunctionApp extends Construct implements IMlFunctionApp {
  /** The function app, for all that the props do not offer. */
  public readonly resource: LinuxFunctionApp;

  /** Name of the function app. */
  public readonly functionAppName: string;

  /** Host name of the function app. */
  public readonly defaultHostname: string;

  /** The identity of the app; undefined when it uses shared keys. */
  public readonly identity?: IdentityAttributes;

  /** Reference of the image that the app runs, by digest where it is pinned. */
  public readonly imageReference: string;

  /** Name of the storage account of the Functions host. */
  public readonly hostStorageAccountName: string;

  /** Names of what the trigger listens to and writes to, as the trigger tells them. */
  public readonly triggerAttributes: { readonly [name: string]: string };

  /**
   * @param scope usually a stack
   * @param id of the app in its scope: generated names come from it
   * @param props model, trigger and options
   */
  public constructor(scope: Construct, id: string, props: MlFunctionAppProps) {
    super(scope, id);
    const inspector = new Inspector(this);
    needAzurerm(this);
    const given = inspector.struct("props", props);
    const concurrency = checkConcurrency(inspector, given);
    const surroundings = checkSurroundings(inspector, given, concurrency);
    const withoutIdentity = new BindContext(this, surroundings);
    const access = bindAccess(inspector, given.access, this, withoutIdentity);
    const context = new BindContext(this, { ...surroundings, ...access });
    for (const awaited of withoutIdentity.dependencies) context.waitFor(awaited);

    const image = bindImage(inspector, given.image, this, context);
    const hosting = bindHosting(inspector, given.hosting, this, context);
    const monitoring = bindMonitoring(inspector, given.monitoring, this, context);
    const trigger = bindTrigger(inspector, given.trigger, new Construct(this, "Trigger"), context);
    const storage = bindHostStorage(inspector, this, context, given.hostStorage, trigger);

    this.resource = new LinuxFunctionApp(this, "Resource", {
      name:
        inspector.optionalText("functionAppName", given.functionAppName, NAME_RULES.functionApp) ??
        context.uniqueName("", 32),
      resourceGroupName: context.resourceGroupName,
      location: hosting.location ?? context.location,
      servicePlanId: hosting.servicePlanId,
      ...storageAccess(context, storage),
      httpsOnly: true,
      functionsExtensionVersion: "~4",
      // contentShareForceDisabled is left out: the provider (4.55.0) does not read it back, so each plan would change it
      // true would write the storage key into a setting of version 1 of the host
      builtinLoggingEnabled: false,
      ftpPublishBasicAuthenticationEnabled: false,
      webdeployPublishBasicAuthenticationEnabled: false,
      ...(context.identity === undefined ? {} : identityOf(context.identity)),
      siteConfig: {
        alwaysOn: alwaysOn(inspector, given.alwaysOn, hosting.skuName, trigger),
        minimumTlsVersion: "1.2",
        scmMinimumTlsVersion: "1.2",
        ftpsState: "Disabled",
        http2Enabled: true,
        healthCheckPath: HEALTH_PATH,
        healthCheckEvictionTimeInMin: checkEviction(inspector, given.healthCheckEvictionMinutes),
        applicationInsightsConnectionString: monitoring.connectionString,
        ...hosting.elasticScale,
        ...pullAccess(context, image),
      },
      appSettings: withOurs(checkAppSettings(inspector, given.appSettings, trigger.appSettings), {
        ...trigger.appSettings,
        ...monitoring.appSettings,
        ...runtimeSettings(inspector, given, context, concurrency),
        [RUNTIME_SETTINGS.trigger]: trigger.moduleName,
      }),
      tags: context.tags,
      dependsOn: context.dependencies,
    });
    needTerraformName(this.resource);
    needUniqueName(this.resource, "functionAppName", given.functionAppName);
    this.functionAppName = this.resource.name;
    this.defaultHostname = this.resource.defaultHostname;
    this.identity = context.identity;
    this.imageReference = `${image.registryHost}/${image.imageName}:${image.imageTag}`;
    this.hostStorageAccountName = storage.name;
    this.triggerAttributes = { ...trigger.attributes };
  }
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

function checkEviction(inspector: Inspector, minutes = 10): number {
  return inspector.integer("healthCheckEvictionMinutes", minutes, EVICTION);
}

/** What of one instance's work goes on side by side; undefined where nothing was given. */
interface Concurrency {
  readonly concurrentPredictions: number | undefined;
  readonly workerProcesses: number | undefined;
}

const CONCURRENT_PREDICTIONS: NumberRule = {
  code: "concurrent-predictions",
  minimum: 1,
  maximum: 100,
  unit: "predictions",
};

const WORKER_PROCESSES: NumberRule = { code: "worker-processes", minimum: 1, maximum: 10, unit: "processes" };

function checkConcurrency(inspector: Inspector, props: Partial<MlFunctionAppProps>): Concurrency {
  const count = (prop: keyof Concurrency, rule: NumberRule) => {
    return props[prop] === undefined ? undefined : inspector.integer(prop, props[prop], rule);
  };
  return {
    concurrentPredictions: count("concurrentPredictions", CONCURRENT_PREDICTIONS),
    workerProcesses: count("workerProcesses", WORKER_PROCESSES),
  };
}

function predictionsPerInstance({ concurrentPredictions = 1, workerProcesses = 1 }: Concurrency): number {
  if (concurrentPredictions === 1) return workerProcesses;
  if (workerProcesses === 1) return concurrentPredictions;
  return isToken(concurrentPredictions) || isToken(workerProcesses)
    ? Token.asNumber(Op.mul(concurrentPredictions, workerProcesses))
    : concurrentPredictions * workerProcesses;
}

function checkSurroundings(
  inspector: Inspector,
  props: Partial<MlFunctionAppProps>,
  concurrency: Concurrency,
): BindContextProps {
  const { resourceGroup, location, functionTimeoutMinutes = 30, tags } = props;
  return {
    resourceGroup: checkResourceGroup(inspector, resourceGroup),
    location: inspector.optionalText("location", location, LOCATION),
    functionTimeoutMinutes: inspector.integer("functionTimeoutMinutes", functionTimeoutMinutes, FUNCTION_TIMEOUT),
    predictionsPerInstance: predictionsPerInstance(concurrency),
    tags: checkTags(inspector, tags),
  };
}

function bindAccess(
  inspector: Inspector,
  given = Access.managedIdentity(),
  scope: Construct,
  context: BindContext,
): AccessConfig {
  const access = inspector.branded("access", given, "Access") ?? Access.sharedKeys();
  const standIn: AccessConfig = { assignRoles: false };
  const config = inspector.bound("access", access.bind(scope, context), { assignRoles: "flag" }, standIn);
  if (config.identity === undefined) return config;
  const attributes = { id: "text", clientId: "text", principalId: "text" } as const;
  const example = { id: "", clientId: "", principalId: "" };
  return { ...config, identity: inspector.bound("access", config.identity, attributes, example) };
}

function bindImage(
  inspector: Inspector,
  given: ContainerImage | undefined,
  scope: Construct,
  context: BindContext,
): ContainerImageConfig {
  const standIn = { registryHost: "index.docker.io", imageName: "model", imageTag: "v1", pullsAsIdentity: false };
  const image = inspector.branded("image", given, "ContainerImage");
  if (image === undefined) return standIn;
  const members = { registryHost: "text", imageName: "text", imageTag: "text", pullsAsIdentity: "flag" } as const;
  return inspector.bound("image", image.bind(scope, context), members, standIn);
}

function bindHosting(
  inspector: Inspector,
  given = Hosting.dedicated(),
  scope: Construct,
  context: BindContext,
): HostingConfig {
  const hosting = inspector.branded("hosting", given, "Hosting") ?? Hosting.dedicated();
  const members = { servicePlanId: "text", skuName: "text", location: "text?" } as const;
  return inspector.bound("hosting", hosting.bind(scope, context), members, { servicePlanId: "", skuName: "B1" });
}

function bindMonitoring(
  inspector: Inspector,
  given = Monitoring.applicationInsights(),
  scope: Construct,
  context: BindContext,
): MonitoringConfig {
  const monitoring = inspector.branded("monitoring", given, "Monitoring") ?? Monitoring.disabled();
  const members = { appSettings: "texts", connectionString: "text?" } as const;
  return inspector.bound("monitoring", monitoring.bind(scope, context), members, { appSettings: {} });
}

function bindTrigger(
  inspector: Inspector,
  trigger: ITrigger | undefined,
  scope: Construct,
  context: BindContext,
): TriggerConfig {
  const standIn: TriggerConfig = { moduleName: "http", requiresAlwaysOn: false, appSettings: {} };
  const reject = (prop: string, value: unknown, message: string, remedy: string) => {
    inspector.reject({ code: "trigger", prop, value, message, remedy });
    return standIn;
  };
  if (typeof trigger !== "object" || trigger === null || typeof trigger.bind !== "function") {
    const remedy =
      "Give new HttpTrigger(), new BlobTrigger(…), new ServiceBusQueueTrigger(…), or a trigger of your own.";
    return reject("trigger", trigger, "an object with a method bind", remedy);
  }
  const members = {
    moduleName: "text",
    appSettings: "texts",
    requiresAlwaysOn: "flag",
    hostStorageRoles: "list?",
    attributes: "texts?",
  } as const;
  const config = inspector.bound("trigger", trigger.bind(scope, context), members, standIn);
  if (/^[a-z]\w*$/.test(config.moduleName)) return config;
  const remedy = "Return the name of a module in image/ml_runtime/triggers/.";
  return reject("trigger.bind().moduleName", config.moduleName, "the name of a Python module", remedy);
}

/** The app's settings, the construct's own before the user's where Terraform alone knows the latter. */
function withOurs(
  given: { readonly [name: string]: string },
  ours: { readonly [name: string]: string },
): { [name: string]: string } {
  return isMapToken(given) ? Token.asStringMap(Fn.merge([given, ours])) : { ...given, ...ours };
}

/** The account of the Functions host, with the roles it needs. */
function bindHostStorage(
  inspector: Inspector,
  scope: Construct,
  context: BindContext,
  given = AzureStorageAccount.create(),
  trigger: TriggerConfig,
): StorageAccountAttributes {
  const account = inspector.branded("hostStorage", given, "AzureStorageAccount") ?? AzureStorageAccount.create();
  const storage = account.bind(scope, "HostStorage", context, "host");
  for (const role of ["Storage Blob Data Owner", ...(trigger.hostStorageRoles ?? [])]) {
    context.grantRole(scope, `Host${role.replace(/ /g, "")}`, storage.id, role);
  }
  return storage;
}

function storageAccess(context: BindContext, storage: StorageAccountAttributes): Partial<LinuxFunctionAppConfig> {
  return context.identity === undefined
    ? { storageAccountName: storage.name, storageAccountAccessKey: storage.primaryAccessKey }
    : { storageAccountName: storage.name, storageUsesManagedIdentity: true };
}

function identityOf({ id }: IdentityAttributes): Partial<LinuxFunctionAppConfig> {
  return { identity: { type: "UserAssigned", identityIds: [id] }, keyVaultReferenceIdentityId: id };
}

function pullAccess({ identity }: BindContext, image: ContainerImageConfig): Partial<LinuxFunctionAppSiteConfig> {
  const docker = {
    // with its scheme: without, Azure may hand it back empty, which is a change at every plan
    registryUrl: `https://${image.registryHost}`,
    imageName: image.imageName,
    imageTag: image.imageTag,
    registryUsername: image.credentials?.username,
    registryPassword: image.credentials?.password,
  };
  return {
    applicationStack: { docker: [docker] },
    ...(image.pullsAsIdentity && identity !== undefined
      ? { containerRegistryUseManagedIdentity: true, containerRegistryManagedIdentityClientId: identity.clientId }
      : {}),
  };
}

/** An idle app on a Dedicated plan hears nothing but HTTP; Elastic Premium wakes its apps, and refuses the setting. */
function alwaysOn(
  inspector: Inspector,
  given: boolean | undefined,
  skuName: string,
  trigger: TriggerConfig,
): boolean | IResolvable {
  const sku = skuNamed(skuName);
  const link = "https://learn.microsoft.com/azure/azure-functions/dedicated-plan#always-on";
  const wanted = inspector.flag("alwaysOn", given, true);
  const refuse = (message: string, remedy: string) => {
    inspector.reject({ code: "always-on", prop: "alwaysOn", value: given, message, remedy, link });
  };
  if (given === true && sku?.elastic)
    refuse(`false on ${skuName}`, "Leave it out: Elastic Premium keeps instances warm.");
  if (given === false && trigger.requiresAlwaysOn && !sku?.elastic) {
    refuse("true with this trigger: an idle app would not notice it", "Leave it out.");
  }
  if (sku === undefined) {
    const dedicated = Op.not(Fn.startswith(skuName, "EP"));
    return isToken(wanted) ? Op.and(wanted, dedicated) : wanted && dedicated;
  }
  return sku.elastic ? false : wanted;
}

/** Settings of the host, the worker and the runtime. */
function runtimeSettings(
  inspector: Inspector,
  props: Partial<MlFunctionAppProps>,
  context: BindContext,
  { concurrentPredictions, workerProcesses }: Concurrency,
): { [name: string]: string } {
  const text = (value: number | undefined) => (value === undefined ? undefined : Tokenization.stringifyNumber(value));
  const seconds = (code: BreachCode, prop: string, value: number | undefined, maximum: number) => {
    if (value === undefined) return undefined;
    return text(inspector.integer(prop, value, { code, minimum: 1, maximum, unit: "seconds" }));
  };
  const { functionTimeoutMinutes } = context;
  const longest = (isToken(functionTimeoutMinutes) ? FUNCTION_TIMEOUT.maximum : functionTimeoutMinutes) * 60 - 1;
  const { containerStartTimeLimitSeconds: startLimit = 1800, scoringTimeoutSeconds } = props;
  const settings = {
    // true or missing mounts a share over /home, where the functions are
    WEBSITES_ENABLE_APP_SERVICE_STORAGE: "false",
    WEBSITES_CONTAINER_START_TIME_LIMIT: seconds(
      "container-start-time-limit",
      "containerStartTimeLimitSeconds",
      startLimit,
      1800,
    ),
    AzureFunctionsJobHost__functionTimeout: context.functionTimeout,
    ...hostStorageIdentity(context),
    FUNCTIONS_WORKER_PROCESS_COUNT: text(workerProcesses),
    [RUNTIME_SETTINGS.concurrentPredictions]: text(concurrentPredictions),
    [RUNTIME_SETTINGS.scoringTimeoutSeconds]: seconds(
      "scoring-timeout",
      "scoringTimeoutSeconds",
      scoringTimeoutSeconds,
      longest,
    ),
    [RUNTIME_SETTINGS.logPayloads]: switched(inspector.flag("logPayloads", props.logPayloads, false)),
  };
  const given = Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given);
}

/**
 * With a user-assigned identity the provider writes the account's name only, and the host does not start.
 * @see https://github.com/hashicorp/terraform-provider-azurerm/issues/24730
 */
function hostStorageIdentity({ identity }: BindContext): { [name: string]: string } {
  if (identity === undefined) return {};
  return { AzureWebJobsStorage__credential: "managedidentity", AzureWebJobsStorage__clientId: identity.clientId };
}
