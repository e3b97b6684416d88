import type { Construct } from "constructs";
import type { BindContext } from "./bind-context";

/**
 * What a trigger tells the function app.
 */
export interface TriggerConfig {
  /**
   * Name of the Python module that registers the function: one of the runtime's own, such as `blob`, or that of
   * `modulePath`.
   */
  readonly moduleName: string;

  /**
   * Path of the module's Python file, for a module that is not one of the runtime's own. The file has a function
   * `register(app, scoring, settings)`, and goes into the image that the app makes; a relative path counts from the directory
   * of `cdktf.json`.
   * @default - the module is in the image already
   */
  readonly modulePath?: string;

  /** App settings that the module and the Functions host read. */
  readonly appSettings: { readonly [name: string]: string };

  /**
   * Whether the app must never be idle: true for a trigger that an idle app on a Dedicated plan would not notice, that is
   * all but HTTP.
   */
  readonly requiresAlwaysOn: boolean;

  /**
   * Roles that the trigger needs on the host's storage account besides Storage Blob Data Owner.
   * @default - none
   */
  readonly hostStorageRoles?: string[];

  /**
   * Names of what the trigger listens to and writes to, for outputs.
   * @default - none
   */
  readonly attributes?: { readonly [name: string]: string };
}

/**
 * What starts a prediction. Write a class that implements this to add a trigger.
 */
export interface ITrigger {
  /**
   * Makes what the trigger needs, assigns the roles, and tells the app's settings. Called once an app.
   *
   * @param scope a construct of the trigger's own, which owns what is made
   * @param context what is known of the app
   */
  bind(scope: Construct, context: BindContext): TriggerConfig;
}
