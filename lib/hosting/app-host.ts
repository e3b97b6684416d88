import type { LinuxFunctionApp } from "@cdktf/provider-azurerm/lib/linux-function-app";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { StorageAccountAttributes } from "../azure/azure-storage-account";
import type { IdentityAttributes } from "../azure/identity-attributes";
import type { ContainerImageConfig } from "../container-image";
import type { HostingConfig } from "./hosting";

/** App settings by where they come from: what stands further down wins. */
export interface SettingsByOrigin {
  /** The user's; a map that Terraform alone may know. */
  readonly user: { readonly [name: string]: string };
  /** Of trigger and monitoring. */
  readonly parts: { readonly [name: string]: string };
  /** Of the Functions host, the worker and the runtime in the image. */
  readonly runtime: { readonly [name: string]: string };
}

/** A finished description of a function app, before anything knows what runs it. */
export interface AppDescription {
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly tags: { readonly [name: string]: string } | undefined;
  readonly image: ContainerImageConfig;
  readonly hosting: HostingConfig;
  /** Undefined where the app uses shared keys. */
  readonly identity: IdentityAttributes | undefined;
  /** The storage account of the Functions host. */
  readonly hostStorage: StorageAccountAttributes;
  /** Connection string of what takes the telemetry; undefined for nothing. */
  readonly telemetry: string | undefined;
  readonly settings: SettingsByOrigin;
  /** How long the container may take to start, in seconds. */
  readonly startTimeLimitSeconds: number;
  /** Path that tells whether an instance is healthy. */
  readonly healthPath: string;
  /** After how many minutes of failing it an instance gets no more requests. */
  readonly healthEvictionMinutes: number;
  /** Whether the app stays loaded when nothing calls it; undefined where the user has not said. */
  readonly alwaysOn: boolean | undefined;
  /** Whether its trigger would not notice an idle app. */
  readonly requiresAlwaysOn: boolean;
  /** What has to be there before the app. */
  readonly dependencies: ITerraformDependable[];
}

/** A function app that a host runs. */
export interface HostedApp {
  readonly resource: LinuxFunctionApp;
  readonly name: string;
  readonly hostname: string;
}

/** What runs function apps. */
export interface AppHost {
  /**
   * Makes the function app, with the id `Resource`.
   *
   * @param scope the construct of the app
   * @param app the app
   */
  make(scope: Construct, app: AppDescription): HostedApp;
}
