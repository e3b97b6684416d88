import { Token } from "cdktf";
import { isToken } from "../validation/tokens";

/**
 * App settings by which the constructs speak to the runtime in `image/`. `image/ml_runtime/settings.py` holds the same
 * names; a test holds one against the other.
 */
export const RUNTIME_SETTINGS = {
  /** Name of the trigger's module in `image/ml_runtime/triggers/`. */
  trigger: "ML_TRIGGER",
  /** How many calls of the script one worker process makes side by side. */
  concurrentPredictions: "ML_CONCURRENT_PREDICTIONS",
  /** How long one call of the script may take, in whole seconds. */
  scoringTimeoutSeconds: "ML_SCORING_TIMEOUT_SECONDS",
  /** Whether payloads are logged: `true` or `false`. */
  logPayloads: "ML_LOG_PAYLOADS",
} as const;

/** Name of a setting that one trigger's module reads, for example `ML_TRIGGER_INPUT_PATH` of `INPUT_PATH`. */
export function triggerSetting(name: string): string {
  return `${RUNTIME_SETTINGS.trigger}_${name}`;
}

/** Name of the connection that the bindings of triggers use, input and output alike. */
export const TRIGGER_CONNECTION = "TriggerConnectionString";

/** Where the host's health check looks. */
export const HEALTH_PATH = "/health";

/** Where HTTP apps answer, as an Azure ML endpoint does. */
export const SCORING_PATH = "/score";

/** The setting of a switch, which is left out where it is off. */
export function flagSetting(on: boolean | undefined): string | undefined {
  if (isToken(on)) return Token.asString(on);
  return on === true ? "true" : undefined;
}

/** Settings that a trigger's module reads, named without their prefix; those that have no value are left out. */
export function triggerSettings(settings: { readonly [name: string]: string | undefined }): { [name: string]: string } {
  return present(Object.fromEntries(Object.entries(settings).map(([name, value]) => [triggerSetting(name), value])));
}

/** What has a value. */
export function present(texts: { readonly [name: string]: string | undefined }): { [name: string]: string } {
  const given = Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given);
}
