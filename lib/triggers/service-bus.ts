import { ServicebusNamespaceAuthorizationRule } from "@cdktf/provider-azurerm/lib/servicebus-namespace-authorization-rule";
import { ServicebusQueue } from "@cdktf/provider-azurerm/lib/servicebus-queue";
import type { Construct } from "constructs";
import { AzureServiceBusNamespace, type ServiceBusNamespaceAttributes } from "../azure/azure-service-bus-namespace";
import type { BindContext } from "../bind-context";
import { flagSetting, TRIGGER_CONNECTION, triggerSettings } from "../private/image/runtime-contract";
import { isToken } from "../private/validation/tokens";
import { type Holder, hostSettings } from "./kit";

/**
 * What triggers of Service Bus have in common: the namespace, and how messages are delivered.
 */
export interface ServiceBusTriggerProps {
  /**
   * The namespace that holds what the trigger reads and writes.
   * @default - the app gets a Standard one of its own
   */
  readonly serviceBusNamespace?: AzureServiceBusNamespace;

  /**
   * How long a message of the input queue or subscription is locked for one receiver, in seconds, from 5 to 300. While a
   * prediction runs the host renews the lock, for as long as the function timeout allows. One that exists keeps its own.
   * @see https://learn.microsoft.com/azure/service-bus-messaging/message-transfers-locks-settlement#renew-locks
   * @default 300
   */
  readonly lockDurationSeconds?: number;

  /**
   * How often a message of the input queue or subscription is tried before it goes to the dead-letter queue, from 1 to 2000.
   * One that exists keeps its own.
   * @see https://learn.microsoft.com/azure/service-bus-messaging/service-bus-dead-letter-queues#maximum-delivery-count
   * @default 5
   */
  readonly maxDeliveryCount?: number;

  /**
   * Whether the messages of the input queue or subscription come in sessions: those of one session are predicted one after
   * another, in their order. Not on Basic namespaces. A queue or subscription that is there already has to be one with sessions.
   * @see https://learn.microsoft.com/azure/service-bus-messaging/message-sessions
   * @default false
   */
  readonly requiresSession?: boolean;

  /**
   * Largest message of the input queue or topic that is made, in kilobytes, from 1024 to 102400. On Premium namespaces only.
   * @see https://learn.microsoft.com/azure/service-bus-messaging/service-bus-premium-messaging#large-messages-support
   * @default - 256 kilobytes, 1024 on Premium
   */
  readonly maxMessageSizeKilobytes?: number;
}

/** The namespace of a trigger. */
export interface TriggerNamespace extends ServiceBusNamespaceAttributes, Holder {}

/** @param given undefined where the app gets a namespace of its own */
export function bindNamespace(
  scope: Construct,
  context: BindContext,
  given: AzureServiceBusNamespace | undefined,
): TriggerNamespace {
  const namespace = (given ?? AzureServiceBusNamespace.create()).bind(scope, context);
  return { ...namespace, shared: given !== undefined, within: "namespaceIdInput" };
}

/**
 * A queue's or topic's name as Resource Manager, and so the provider, has it: with a tilde in the place of each slash.
 * @see https://github.com/Azure/azure-resource-manager-schemas/issues/230
 */
export function managedName(name: string): string {
  return isToken(name) ? name : name.replace(/\//g, "~");
}

/** Resource ID of a queue or topic that is there already. */
export function entityId(namespace: TriggerNamespace, type: "queues" | "topics", name: string): string {
  return `${namespace.id}/${type}/${managedName(name)}`;
}

/** A queue, alike for all who read or write it. How its messages are delivered is its reader's matter. */
export function makeServiceBusQueue(
  owner: Construct,
  id: string,
  namespace: TriggerNamespace,
  name: string,
): ServicebusQueue {
  const fixed = { namespaceId: namespace.id, deadLetteringOnMessageExpiration: true };
  return new ServicebusQueue(owner, id, { name: managedName(name), ...fixed });
}

/** What the host and the bindings of an app are told. */
export interface ServiceBusBindings {
  /** Resource ID of the queue or subscription that the app receives from. */
  readonly inputId: string;
  /** Resource ID of the queue or topic that it sends to. */
  readonly outputId: string | undefined;
  readonly requiresSession: boolean | undefined;
}

/** App settings by which messages are received and sent, with the roles that it takes. */
export function serviceBusSettings(
  scope: Construct,
  context: BindContext,
  namespace: TriggerNamespace,
  bindings: ServiceBusBindings,
): { [name: string]: string } {
  return {
    ...triggerSettings({ SESSIONS: flagSetting(bindings.requiresSession) }),
    ...hostSettings("serviceBus", {
      // the lock is renewed for as long as a function may run
      maxAutoLockRenewalDuration: context.functionTimeout,
      maxConcurrentCalls: context.predictionsPerInstance,
      maxConcurrentSessions: context.predictionsPerInstance,
    }),
    ...connection(scope, context, namespace, bindings),
  };
}

/**
 * With the roles for the entities alone.
 * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus-trigger#identity-based-connections
 */
function connection(
  scope: Construct,
  context: BindContext,
  namespace: TriggerNamespace,
  { inputId, outputId }: ServiceBusBindings,
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
