import type { Construct } from "constructs";
import type { BindContext } from "../../../bind-context";
import { withOneCreationStack } from "../../stack/creation-stack";
import { hasBrand } from "../../validation/brand";
import type { BreachCode } from "../../validation/codes";
import type { BoundMembers, Inspector } from "../../validation/inspector";

/** How each of the library's parts is made, for a remedy. */
const PARTS = {
  Access: "Access.managedIdentity() or Access.sharedKeys()",
  AzureApplicationInsights: "AzureApplicationInsights.fromResource(…), fromDataSource(…) or fromAttributes(…)",
  AzureContainerRegistry: "AzureContainerRegistry.create(), fromResource(…), fromDataSource(…) or fromAttributes(…)",
  AzureEventGridSystemTopic:
    "AzureEventGridSystemTopic.create(), fromResource(…), fromDataSource(…) or fromAttributes(…)",
  AzureIdentity: "AzureIdentity.create(), fromResource(…), fromDataSource(…) or fromAttributes(…)",
  AzureLogAnalyticsWorkspace: "AzureLogAnalyticsWorkspace.create(), fromResource(…), fromDataSource(…) or fromId(…)",
  AzureServiceBusNamespace:
    "AzureServiceBusNamespace.create(), fromResource(…), fromDataSource(…) or fromAttributes(…)",
  AzureServicePlan: "AzureServicePlan.fromResource(…), fromDataSource(…) or fromAttributes(…)",
  AzureStorageAccount: "AzureStorageAccount.create(), fromResource(…), fromDataSource(…) or fromAttributes(…)",
  BlobSource: "BlobSource.polling() or eventGrid()",
  ContainerImage: "ContainerImage.fromModel(…), fromModelImage(…), fromRegistry(…) or fromPublicRegistry(…)",
  Environment: "Environment.fromRequirements(…), fromPackages(…) or fromConda(…)",
  Hosting: "Hosting.dedicated(), elasticPremium() or existingPlan(…)",
  ImageBuilder: "one of the static methods of ImageBuilder",
  Model: "Model.fromFile(…) or fromDirectory(…)",
  ModelImage: "new ModelImage(…)",
  Monitoring: "Monitoring.applicationInsights(), existingApplicationInsights(…) or disabled()",
  SubscriptionFilter: "SubscriptionFilter.sql(…) or correlation(…)",
} as const;

export type PartName = keyof typeof PARTS;

/** One of the library's parts, recognised by its brand; undefined where it is not one. */
export function readPart<T>(inspector: Inspector, prop: string, value: T | undefined, name: PartName): T | undefined {
  if (hasBrand(value, name)) return value;
  const article = /^[AEIOU]/.test(name) ? "an" : "a";
  inspector.refuse({ code: "part", prop, value, message: `${article} ${name}`, remedy: `Give ${PARTS[name]}.` });
  return undefined;
}

/** One of the library's parts, or undefined where it was left out. */
export function readOptionalPart<T>(
  inspector: Inspector,
  prop: string,
  value: T | undefined,
  name: PartName,
): T | undefined {
  return value === undefined ? undefined : readPart(inspector, prop, value, name);
}

/** Refuses a resource of the user's that takes no keys, for an app that has nothing else. */
export function refuseKeysOff(inspector: Inspector, prop: string, value: boolean | undefined, needed: boolean): void {
  inspector.refuse({
    code: "shared-keys-off",
    prop,
    value,
    message: `${needed}, as the app uses shared keys`,
    remedy: `Set it to ${needed}, or take Access.managedIdentity().`,
  });
}

/** What is known of the parts given in one prop. */
export interface PartRule<T extends object> {
  readonly prop: string;
  /** The library's class that a part derives from; undefined where anything with `bind` is one. */
  readonly brand?: PartName;
  /** Code and remedy for what is no part, where the class does not tell them. */
  readonly refusal?: { readonly code: BreachCode; readonly remedy: string };
  /** Kinds of the members of what `bind` returns. */
  readonly members: BoundMembers<T>;
  /** In the place of what was refused. */
  readonly standIn: T;
  /** Reads what the kinds of the members do not tell. */
  readonly read?: (inspector: Inspector, config: T) => T;
}

interface Part<T> {
  bind(scope: Construct, context: BindContext): T;
}

/** Binds a part, which may be the user's own. Refuses what is no part, and a wrong result of its `bind`. */
export function bindPart<T extends object>(
  inspector: Inspector,
  rule: PartRule<T>,
  given: Part<T> | undefined,
  scope: Construct,
  context: BindContext,
): T {
  const { prop, brand, members, standIn, read = (_inspector, config) => config } = rule;
  const part = brand === undefined ? readBindable(inspector, rule, given) : readPart(inspector, prop, given, brand);
  if (part === undefined) return standIn;
  const bound = withOneCreationStack(() => part.bind(scope, context));
  const config = inspector.bound(prop, bound, members, standIn);
  return config === standIn ? standIn : read(inspector, config);
}

function readBindable<T extends object>(
  inspector: Inspector,
  { prop, refusal }: PartRule<T>,
  given: Part<T> | undefined,
): Part<T> | undefined {
  if (typeof given === "object" && given !== null && typeof given.bind === "function") return given;
  const remedy = "Give an object with a method bind.";
  const refused = { prop, value: given, message: "an object with a method bind" };
  inspector.refuse({ code: "part", remedy, ...refusal, ...refused });
  return undefined;
}
