import type { LinuxFunctionApp } from "@cdktf/provider-azurerm/lib/linux-function-app";
import { Tokenization } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { Access } from "./access";
import type { IResourceGroup } from "./azure/azure-resource-group";
import { AzureStorageAccount, type StorageAccountAttributes } from "./azure/azure-storage-account";
import type { IdentityAttributes } from "./azure/identity-attributes";
import { BindContext } from "./bind-context";
import type { ContainerImage } from "./container-image";
import type { AppDescription } from "./hosting/app-host";
import { APP_SERVICE } from "./hosting/app-service";
import { Hosting } from "./hosting/hosting";
import { Monitoring } from "./monitoring";
import { flagSetting, HEALTH_PATH, present, RUNTIME_SETTINGS } from "./private/image/runtime-contract";
import { readAppSettings } from "./private/rules/common/app-settings";
import { bindPart } from "./private/rules/common/parts";
import {
  ACCESS,
  APP_OPTIONS,
  type AppToMake,
  HOSTING,
  IMAGE,
  MONITORING,
  readMlFunctionApp,
  readTriggerModule,
  TRIGGER,
} from "./private/rules/ml-function-app";
import { withOneCreationStack } from "./private/stack/creation-stack";
import { checkNameAtSynth } from "./private/stack/unique-names";
import { Inspector } from "./private/validation/inspector";
import { propsTakenBy, takesProps } from "./private/validation/options";
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
   * Where the app's logs and metrics go.
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
    const given = inspector.struct("props", props, propsTakenBy(this));
    const app = readMlFunctionApp(inspector, given);
    const { access: givenAccess = Access.managedIdentity(), hosting: givenHosting = Hosting.dedicated() } = given;
    const { monitoring: givenMonitoring = Monitoring.applicationInsights() } = given;
    const withoutIdentity = new BindContext(this, app.surroundings);
    const access = bindPart(inspector, ACCESS, givenAccess, this, withoutIdentity);
    const context = new BindContext(this, { ...app.surroundings, ...access });
    for (const awaited of withoutIdentity.dependencies) context.waitFor(awaited);

    const image = bindPart(inspector, IMAGE, given.image, this, context);
    const hosting = bindPart(inspector, HOSTING, givenHosting, this, context);
    const monitoring = bindPart(inspector, MONITORING, givenMonitoring, this, context);
    const triggerScope = new Construct(this, "Trigger");
    const trigger = bindPart(inspector, TRIGGER, given.trigger, triggerScope, context);
    const triggerModule = readTriggerModule(triggerScope, trigger, image);
    if (triggerModule !== undefined) image.modelImage?._addTriggerModule(triggerModule);
    const hostStorage = withOneCreationStack(() => bindHostStorage(this, context, app.hostStorage, trigger));

    const description: AppDescription = {
      name: app.name ?? context.uniqueName("", 32),
      resourceGroupName: context.resourceGroupName,
      location: context.location,
      tags: context.tags,
      image,
      hosting,
      identity: context.identity,
      hostStorage,
      telemetry: monitoring.connectionString,
      settings: {
        user: readAppSettings(inspector, given.appSettings, trigger.appSettings),
        parts: { ...trigger.appSettings, ...monitoring.appSettings },
        runtime: { ...runtimeSettings(app, context), [RUNTIME_SETTINGS.trigger]: trigger.moduleName },
      },
      startTimeLimitSeconds: app.startTimeLimitSeconds,
      healthPath: HEALTH_PATH,
      healthEvictionMinutes: app.healthEvictionMinutes,
      alwaysOn: app.alwaysOn,
      requiresAlwaysOn: trigger.requiresAlwaysOn,
      dependencies: context.dependencies,
    };
    const made = withOneCreationStack(() => (givenHosting?._host ?? APP_SERVICE).make(this, description));
    checkNameAtSynth(made.resource, "functionAppName", app.name);
    this.resource = made.resource;
    this.functionAppName = made.name;
    this.defaultHostname = made.hostname;
    this.identity = context.identity;
    this.imageReference = `${image.registryHost}/${image.imageName}:${image.imageTag}`;
    this.hostStorageAccountName = hostStorage.name;
    this.triggerAttributes = { ...trigger.attributes };
  }
}

takesProps<MlFunctionAppProps>(MlFunctionApp, { ...APP_OPTIONS, trigger: true });

/** The account of the Functions host, with the roles it needs. */
function bindHostStorage(
  scope: Construct,
  context: BindContext,
  account = AzureStorageAccount.create(),
  trigger: TriggerConfig,
): StorageAccountAttributes {
  const storage = account.bind(scope, "HostStorage", context, "host");
  for (const role of ["Storage Blob Data Owner", ...(trigger.hostStorageRoles ?? [])]) {
    context.grantRole(scope, `Host${role.replace(/ /g, "")}`, storage.id, role);
  }
  return storage;
}

/** Settings of the Functions host, the worker and the runtime, whatever runs the app. */
function runtimeSettings(app: AppToMake, context: BindContext): { [name: string]: string } {
  const text = (value: number | undefined) => (value === undefined ? undefined : Tokenization.stringifyNumber(value));
  return present({
    AzureFunctionsJobHost__functionTimeout: context.functionTimeout,
    ...hostStorageIdentity(context),
    FUNCTIONS_WORKER_PROCESS_COUNT: text(app.workerProcesses),
    [RUNTIME_SETTINGS.concurrentPredictions]: text(app.concurrentPredictions),
    [RUNTIME_SETTINGS.scoringTimeoutSeconds]: text(app.scoringTimeoutSeconds),
    [RUNTIME_SETTINGS.logPayloads]: flagSetting(app.logPayloads),
  });
}

/**
 * With a user-assigned identity the provider writes the account's name only, and the host does not start.
 * @see https://github.com/hashicorp/terraform-provider-azurerm/issues/24730
 */
function hostStorageIdentity({ identity }: BindContext): { [name: string]: string } {
  if (identity === undefined) return {};
  return { AzureWebJobsStorage__credential: "managedidentity", AzureWebJobsStorage__clientId: identity.clientId };
}
