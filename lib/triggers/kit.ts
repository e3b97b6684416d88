import { ServicebusNamespaceAuthorizationRule } from "@cdktf/provider-azurerm/lib/servicebus-namespace-authorization-rule";
import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { ServiceBusNamespaceAttributes } from "../azure/azure-service-bus-namespace";
import type { BindContext } from "../bind-context";
import type { MlFunctionApp } from "../ml-function-app";
import { TRIGGER_CONNECTION } from "../private/image/runtime-contract";
import { foldedName, type QueueName, type QueuesToUse } from "../private/rules/common/queues";
import { makeOnce } from "../private/stack/shared";
import { checkNameAtSynth, type NamePlace } from "../private/stack/unique-names";

/** What a trigger's `bind` returned as attributes, of the type that its file declares. */
export function attributesOf<T extends { readonly [name: string]: string | undefined }>(app: MlFunctionApp): T {
  return app.triggerAttributes as T;
}

/** A resource that holds containers or queues. */
export interface Holder {
  readonly id: string;
  /** Whether the user gave it, so that other apps may use what lies on it. */
  readonly shared: boolean;
  readonly names: NamePlace;
}

/** A container or a queue on a holder. */
export interface Held {
  /** Begins the id of a shared one, for example `Queue`. */
  readonly kind: string;
  /** Id in the trigger's scope. */
  readonly id: string;
  /** The prop that names it. */
  readonly prop: string;
  readonly name: string;
  /** The name, where it is no stand-in for a refused one. */
  readonly given: string | undefined;
}

/** Makes a container or a queue, once however many apps use it, and before the app. */
export function makeHeld<T extends TerraformResource>(
  scope: Construct,
  context: BindContext,
  holder: Holder,
  held: Held,
  make: (owner: Construct, id: string) => T,
): T {
  const { kind, id, prop, name, given } = held;
  const key = [kind, holder.id, foldedName(name)] as const;
  const made = makeOnce(scope, { key, id, shared: holder.shared }, (owner, ownId) => {
    const resource = make(owner, ownId);
    checkNameAtSynth(resource, prop, given, holder.names);
    return resource;
  });
  context.waitFor(made);
  return made;
}

/** Queues that a trigger reads and writes; undefined where they are not made. */
export interface MadeQueues<T> {
  readonly input?: T;
  readonly output?: T;
}

/** Makes the queues of a trigger, unless they are there. */
export function makeQueues<T extends TerraformResource>(
  scope: Construct,
  context: BindContext,
  holder: Holder,
  { input, output, create }: QueuesToUse,
  make: (owner: Construct, id: string, name: string) => T,
): MadeQueues<T> {
  if (!create) return {};
  const queue = (id: string, named: QueueName) => {
    return makeHeld(scope, context, holder, { kind: "Queue", id, ...named }, (owner, ownId) => {
      return make(owner, ownId, named.name);
    });
  };
  return { input: queue("InputQueue", input), output: output && queue("OutputQueue", output) };
}

/** Resource IDs of what an app receives from and sends to. */
export interface ServiceBusEntities {
  readonly inputId: string;
  readonly outputId: string | undefined;
}

/**
 * The app settings by which bindings reach a Service Bus namespace, with the roles for the entities alone.
 * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus-trigger#identity-based-connections
 */
export function serviceBusConnection(
  scope: Construct,
  context: BindContext,
  namespace: ServiceBusNamespaceAttributes,
  { inputId, outputId }: ServiceBusEntities,
): { [name: string]: string } {
  if (context.identity === undefined) {
    const rule = new ServicebusNamespaceAuthorizationRule(scope, "Key", {
      name: context.uniqueName("app", 50),
      namespaceId: namespace.id,
      listen: true,
      send: outputId !== undefined,
      manage: false,
    });
    return { [TRIGGER_CONNECTION]: rule.primaryConnectionString };
  }
  context.grantRole(scope, "Receiver", inputId, "Azure Service Bus Data Receiver");
  if (outputId !== undefined) context.grantRole(scope, "Sender", outputId, "Azure Service Bus Data Sender");
  return {
    [`${TRIGGER_CONNECTION}__fullyQualifiedNamespace`]: `${namespace.name}.servicebus.windows.net`,
    [`${TRIGGER_CONNECTION}__credential`]: "managedidentity",
    [`${TRIGGER_CONNECTION}__clientId`]: context.identity.clientId,
  };
}
