import { RUNTIME_SETTINGS, TRIGGER_CONNECTION } from "../../image/runtime-contract";
import type { BreachCode } from "../../validation/codes";
import { typeOf } from "../../validation/display";
import { type Inspector, isStruct } from "../../validation/inspector";
import { asMap, isMapToken, isScalarToken, isToken, templateProblem, TEMPLATES_PAGE } from "../../validation/tokens";

const SETTINGS_PAGE = "https://learn.microsoft.com/azure/azure-functions/functions-app-settings";

/** Settings that the construct or the provider writes: a second value would be a change at every plan, or break the app. */
const RESERVED: readonly (readonly [pattern: RegExp, remedy: string])[] = [
  [/^DOCKER_REGISTRY_SERVER_(URL|USERNAME|PASSWORD)$/i, "Use image and access."],
  [/^DOCKER_CUSTOM_IMAGE_NAME$/i, "Use image."],
  [/^FUNCTIONS_EXTENSION_VERSION$/i, "Leave it out: the image holds version 4 of the host."],
  [/^FUNCTIONS_WORKER_RUNTIME$/i, "Leave it out: the base image sets it."],
  [/^FUNCTIONS_WORKER_PROCESS_COUNT$/i, "Use workerProcesses."],
  [/^FUNCTIONS_WORKER_DYNAMIC_CONCURRENCY_ENABLED$/i, "Use workerProcesses."],
  [/^PYTHON_THREADPOOL_THREAD_COUNT$/i, "Use concurrentPredictions."],
  [
    /^PYTHONPATH$/i,
    "Leave it out: the worker sets it anew. Put modules in sourceDirectory, or add to sys.path in the script.",
  ],
  [/^AzureWebJobsStorage(__.*)?$/i, "Use hostStorage and access."],
  [/^AzureWebJobsDashboard(__.*)?$/i, "Use monitoring."],
  [/^WEBSITE_VNET_ROUTE_ALL$/i, "Override siteConfig.vnetRouteAllEnabled of the construct's resource."],
  [/^WEBSITE_HTTPLOGGING_RETENTION_DAYS$/i, "Leave it out: the provider drops it when it reads the app."],
  [
    /^(DIAGNOSTICS_AZUREBLOB(CONTAINERSASURL|RETENTIONINDAYS)|WEBSITE_HTTPLOGGING_CONTAINER_URL)$/i,
    "Leave it out: the provider keeps it to itself. Use monitoring.",
  ],
  [/^(WEBSITES_)?PORT$/i, "Leave it out: the image listens on port 80."],
  [/^(PATH|HOME)$/i, "Leave it out: it would replace the image's own. Set it in a Dockerfile of your own."],
  [/^(IDENTITY_(ENDPOINT|HEADER)|MSI_(ENDPOINT|SECRET))$/i, "Leave it out: Azure sets it. Use access."],
  [/^WEBSITE_(INSTANCE_ID|SKU|RESOURCE_GROUP|OWNER_NAME|COMPUTE_MODE)$/i, "Leave it out: Azure sets it."],
  [/^AzureWebJobsScriptRoot$/i, "Leave it out: the image sets it."],
  [/^APPINSIGHTS_/i, "Use monitoring."],
  [/^APPLICATIONINSIGHTS_(CONNECTION_STRING|AUTHENTICATION_STRING)$/i, "Use monitoring."],
  [/^WEBSITE_HEALTHCHECK_MAXPINGFAILURES$/i, "Use healthCheckEvictionMinutes."],
  [/^WEBSITES_ENABLE_APP_SERVICE_STORAGE$/i, "Leave it out: true would mount over the functions in the image."],
  [/^WEBSITES_CONTAINER_START_TIME_LIMIT$/i, "Use containerStartTimeLimitSeconds."],
  [/^WEBSITE_CONTENT(AZUREFILECONNECTIONSTRING|SHARE)$/i, "Leave it out: a container has no content share."],
  [
    /^(WEBSITE_RUN_FROM_(PACKAGE|ZIP)|SCM_DO_BUILD_DURING_DEPLOYMENT|ENABLE_ORYX_BUILD)$/i,
    "Leave it out: the code is in the image.",
  ],
  [/^WEBSITE_SITE_NAME$|^WEBSITE_HOSTNAME$/i, "Leave it out: Azure sets it. Use functionAppName."],
  [/^AzureFunctionsJobHost__functionTimeout$/i, "Use functionTimeoutMinutes."],
  [/^AzureFunctionsJobHost__extensions__serviceBus__maxAutoLockRenewalDuration$/i, "Use functionTimeoutMinutes."],
  [
    /^AzureFunctionsJobHost__(concurrency__.+|extensions__(serviceBus__(maxConcurrent(Calls|Sessions)|(max|min)MessageBatchSize)|blobs__maxDegreeOfParallelism|queues__(batchSize|newBatchThreshold)))$/i,
    "Use concurrentPredictions, and workerProcesses: the host takes as much at a time as they work on.",
  ],
  [
    /^AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCallsPerSession$/i,
    "Leave it out: messages of one session are predicted in their order. Use concurrentPredictions, and workerProcesses.",
  ],
  [
    /^AzureFunctionsJobHost__extensions__serviceBus__prefetchCount$/i,
    "Leave it out: it would lock messages that nobody works on yet. Use concurrentPredictions, and workerProcesses.",
  ],
  [
    /^AzureFunctionsJobHost__extensions__queues__messageEncoding$/i,
    "Use messageEncoding of the Storage queue trigger.",
  ],
  [
    /^AzureFunctionsJobHost__extensions__queues__maxDequeueCount$/i,
    "Use maxDequeueCount of the Storage queue trigger.",
  ],
  [
    /^AzureFunctionsJobHost__extensions__queues__visibilityTimeout$/i,
    "Use visibilityTimeoutSeconds of the Storage queue trigger.",
  ],
  [
    /^AzureFunctionsJobHost__extensions__queues__maxPollingInterval$/i,
    "Use maxPollingIntervalSeconds of the Storage queue trigger.",
  ],
  [/^AzureFunctionsJobHost__extensions__http__routePrefix$/i, "Leave it out: apps answer at /score."],
  [new RegExp(`^${TRIGGER_CONNECTION}(__.*)?$`, "i"), "Use the trigger's storage or namespace, and access."],
  [new RegExp(`^${RUNTIME_SETTINGS.concurrentPredictions}$`, "i"), "Use concurrentPredictions."],
  [new RegExp(`^${RUNTIME_SETTINGS.scoringTimeoutSeconds}$`, "i"), "Use scoringTimeoutSeconds."],
  [new RegExp(`^${RUNTIME_SETTINGS.logPayloads}$`, "i"), "Use logPayloads."],
  [new RegExp(`^${RUNTIME_SETTINGS.trigger}(_.*)?$`, "i"), "Use the props of the trigger."],
  [
    /^(AML_APP_ROOT|AZUREML_MODEL_DIR|AZUREML_ENTRY_SCRIPT|AZUREML_SOURCE_DIRECTORY)$/i,
    "Use inferenceConfig and model.",
  ],
];

/**
 * The user's app settings that may pass. The rest is refused: reserved names with the prop to use instead, names that App
 * Service refuses on Linux, values that are no text, and an exact name beside its `__` form. Settings that Terraform alone
 * knows pass as they are.
 */
export function readAppSettings(
  inspector: Inspector,
  settings: { readonly [name: string]: string } | undefined,
  ofTrigger: { readonly [name: string]: string },
): { readonly [name: string]: string } {
  if (isMapToken(settings)) return asMap(settings)!;
  if (settings === undefined) return {};
  if (!isStruct(settings)) return refuseWhole(inspector, settings);
  const passed: { [name: string]: string } = {};
  const names = Object.keys(settings);
  const folded = new Map<string, string>();
  for (const name of names) {
    const value: unknown = settings[name];
    const prop = `appSettings[${JSON.stringify(name)}]`;
    // a setting's value may be a secret: only its type is told
    const refuse = (code: BreachCode, message: string, remedy: string) => {
      inspector.refuse({ code, prop, value: typeOf(value), message, remedy, link: SETTINGS_PAGE });
    };
    const reserved = RESERVED.find(([pattern]) => pattern.test(name));
    const unreadable = templateProblem(name) ?? templateProblem(value);
    const parents = [...name.toLowerCase().matchAll(/__/g)].map(({ index }) => name.slice(0, index).toLowerCase());
    const exact = names.find((other) => parents.includes(other.toLowerCase()));
    const twin = folded.get(name.toLowerCase());
    folded.set(name.toLowerCase(), name);
    if (unreadable !== undefined) {
      inspector.refuse({ code: "template", prop, value: typeOf(value), ...unreadable, link: TEMPLATES_PAGE });
    } else if (isToken(name)) passed[name] = value as string;
    else if (reserved !== undefined)
      refuse("app-setting-reserved", "a setting that the construct does not write itself", reserved[1]);
    else if (Object.hasOwn(ofTrigger, name))
      refuse("app-setting-reserved", "a setting that the trigger does not write", "Leave it out.");
    else if (!/^[\w.]{1,256}$/.test(name)) {
      const allowed = "a name of 1 to 256 ASCII letters, digits, periods and underscores";
      const meant =
        name
          .trim()
          .replace(/:/g, "__")
          .replace(/[^\w.]+/g, "_")
          .slice(0, 256) || "NAME";
      refuse("app-setting-name", allowed, `Write for example ${meant}; nested configuration has two underscores.`);
    } else if (typeof value !== "string" && !isScalarToken(value)) {
      const remedy =
        value === undefined
          ? "Give a text. A variable read from process.env is not set where synth runs."
          : "Give the value as a text, between quotes.";
      refuse("app-setting-value", "a text", remedy);
    } else if (twin !== undefined) {
      const message = `no ${twin} beside it: App Service does not tell upper and lower case apart`;
      refuse("app-setting-twice", message, "Give one of the two.");
    } else if (exact !== undefined) {
      const message = `no ${exact} beside it: the exact name wins, and is read as a connection string`;
      refuse("app-setting-twice", message, "Give one of the two forms.");
    } else passed[name] = value as string;
  }
  return passed;
}

function refuseWhole(inspector: Inspector, settings: unknown): { readonly [name: string]: string } {
  inspector.refuse({
    code: "app-settings",
    prop: "appSettings",
    value: typeOf(settings),
    message: "names and texts",
    remedy: 'Give for example { LOG_LEVEL: "INFO" }, or leave it out.',
    link: SETTINGS_PAGE,
  });
  return {};
}
