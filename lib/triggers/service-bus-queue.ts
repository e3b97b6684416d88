import { ServicebusQueue } from "@cdktf/provider-azurerm/lib/servicebus-queue";
import type { Construct } from "constructs";
import { AzureServiceBusNamespace } from "../azure/azure-service-bus-namespace";
import type { BindContext } from "../bind-context";
import type { MlFunctionAppOptions } from "../ml-function-app";
import { flagSetting, triggerSettings } from "../private/image/runtime-contract";
import { judgeDelivery, readServiceBusQueueTrigger } from "../private/rules/service-bus-queue";
import { Inspector } from "../private/validation/inspector";
import { isToken } from "../private/validation/tokens";
import type { ITrigger, TriggerConfig } from "../trigger";
import { attributesOf, hostSettings, serviceBusConnection, useQueues } from "./kit";
import { QueueMlFunctionApp, type QueueTriggerProps } from "./queue";

/**
 * The queues that the trigger reads and writes, and how their messages are delivered.
 */
export interface ServiceBusQueueTriggerProps extends QueueTriggerProps {
  /**
   * The namespace that holds the queues.
   * @default - the app gets a Standard one of its own
   */
  readonly serviceBusNamespace?: AzureServiceBusNamespace;

  /**
   * How long a message of the input queue is locked for one receiver, in seconds, from 5 to 300. While a prediction runs the host renews the
   * lock, for as long as the function timeout allows.
   * @see https://learn.microsoft.com/azure/service-bus-messaging/message-transfers-locks-settlement#renew-locks
   * @default 300
   */
  readonly lockDurationSeconds?: number;

  /**
   * How often a message of the input queue is tried before it goes to the dead-letter queue, from 1 to 2000.
   * @see https://learn.microsoft.com/azure/service-bus-messaging/service-bus-dead-letter-queues#maximum-delivery-count
   * @default 5
   */
  readonly maxDeliveryCount?: number;

  /**
   * Whether the messages of the input queue come in sessions: those of one session are predicted one after another, in their
   * order. Not on Basic namespaces. A queue that is there already has to be one with sessions.
   * @see https://learn.microsoft.com/azure/service-bus-messaging/message-sessions
   * @default false
   */
  readonly requiresSession?: boolean;

  /**
   * Largest message of the input queue that is made, in kilobytes, from 1024 to 102400. On Premium namespaces only.
   * @see https://learn.microsoft.com/azure/service-bus-messaging/service-bus-premium-messaging#large-messages-support
   * @default - 256 kilobytes, 1024 on Premium
   */
  readonly maxMessageSizeKilobytes?: number;
}

/**
 * Starts a prediction for each message of a Service Bus queue. An instance takes as many messages at a time, or messages of as
 * many sessions, as it makes predictions: `concurrentPredictions` times `workerProcesses` of the app.
 * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus#hostjson-settings
 */
export class ServiceBusQueueTrigger implements ITrigger {
  /**
   * @param props queues and namespace
   */
  public constructor(private readonly props: ServiceBusQueueTriggerProps) {}

  public bind(scope: Construct, context: BindContext): TriggerConfig {
    const inspector = new Inspector(scope);
    const queues = readServiceBusQueueTrigger(inspector, this.props);
    const namespace = (queues.namespace ?? AzureServiceBusNamespace.create()).bind(scope, context);
    judgeDelivery(inspector, queues.delivery, namespace.sku);
    const holder = { id: namespace.id, shared: queues.namespace !== undefined, within: "namespaceIdInput" };
    const used = useQueues(scope, context, holder, queues, (owner, id, name) => {
      const fixed = { namespaceId: namespace.id, deadLetteringOnMessageExpiration: true };
      return new ServicebusQueue(owner, id, { name, ...fixed });
    });
    // only the app that reads a queue decides how its messages are delivered
    if (used.input !== undefined) Object.assign(used.input, queues.delivery);
    // Resource Manager has a tilde where a name has a slash
    const idOf = (name: string) => `${namespace.id}/queues/${isToken(name) ? name : name.replace(/\//g, "~")}`;
    const { input, output } = queues;
    return {
      moduleName: "service_bus_queue",
      requiresAlwaysOn: true,
      appSettings: {
        ...used.appSettings,
        ...triggerSettings({ SESSIONS: flagSetting(queues.delivery.requiresSession) }),
        ...hostSettings("serviceBus", {
          // the lock is renewed for as long as a function may run
          maxAutoLockRenewalDuration: context.functionTimeout,
          maxConcurrentCalls: context.predictionsPerInstance,
          maxConcurrentSessions: context.predictionsPerInstance,
        }),
        ...serviceBusConnection(scope, context, namespace, {
          inputId: used.input?.id ?? idOf(input.name),
          outputId: output && (used.output?.id ?? idOf(output.name)),
        }),
      },
      attributes: { namespaceName: namespace.name, ...used.attributes },
    };
  }
}

/**
 * A function app that predicts each message of a Service Bus queue.
 */
export interface ServiceBusQueueMlFunctionAppProps extends MlFunctionAppOptions, ServiceBusQueueTriggerProps {}

/**
 * A model behind a Service Bus queue: each message of the input queue is predicted, and the prediction sent to the output
 * queue.
 */
export class ServiceBusQueueMlFunctionApp extends QueueMlFunctionApp {
  /** Name of the Service Bus namespace that holds the queues. */
  public readonly serviceBusNamespaceName: string;

  /**
   * @param scope usually a stack
   * @param id of the app in its scope: generated names come from it
   * @param props model, queues and options
   */
  public constructor(scope: Construct, id: string, props: ServiceBusQueueMlFunctionAppProps) {
    super(scope, id, { ...props, trigger: new ServiceBusQueueTrigger(props) });
    this.serviceBusNamespaceName = attributesOf<NamespaceAttributes>(this).namespaceName;
  }
}

/** Attributes of the trigger besides those of its queues. */
type NamespaceAttributes = { readonly namespaceName: string };
