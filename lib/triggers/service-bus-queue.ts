import { ServicebusQueue } from "@cdktf/provider-azurerm/lib/servicebus-queue";
import { Tokenization } from "cdktf";
import type { Construct } from "constructs";
import { AzureServiceBusNamespace } from "../azure/azure-service-bus-namespace";
import type { BindContext } from "../bind-context";
import { MlFunctionApp, type MlFunctionAppOptions } from "../ml-function-app";
import { flagSetting, present, triggerSettings } from "../private/image/runtime-contract";
import { checkQueuesAtSynth } from "../private/rules/common/queues";
import { byProp, IN_NAMESPACE, readDelivery, readServiceBusQueueTrigger } from "../private/rules/service-bus-queue";
import { Inspector } from "../private/validation/inspector";
import { isToken } from "../private/validation/tokens";
import type { ITrigger, TriggerConfig } from "../trigger";
import { attributesOf, makeQueues, serviceBusConnection } from "./kit";

/**
 * The queues that the trigger reads and writes.
 */
export interface ServiceBusQueueTriggerProps {
  /** Name of the queue whose messages are predicted. */
  readonly inputQueueName: string;

  /**
   * Name of the queue that predictions are sent to, one message a prediction.
   * @default - predictions are made and not sent
   */
  readonly outputQueueName?: string;

  /**
   * The namespace that holds the queues.
   * @default - the app gets a Standard one of its own
   */
  readonly serviceBusNamespace?: AzureServiceBusNamespace;

  /**
   * Whether the queues are made. Switch it off for queues that exist already.
   * @default true
   */
  readonly createQueues?: boolean;

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
    const { input, output } = queues;
    const namespace = (queues.namespace ?? AzureServiceBusNamespace.create()).bind(scope, context);
    const delivery = readDelivery(inspector, queues.delivery, namespace.sku);
    checkQueuesAtSynth(scope, namespace.id, queues, byProp(delivery));
    const holder = { id: namespace.id, shared: queues.namespace !== undefined, names: IN_NAMESPACE };
    const made = makeQueues(scope, context, holder, queues, (owner, id, name) => {
      return new ServicebusQueue(owner, id, {
        name,
        namespaceId: namespace.id,
        deadLetteringOnMessageExpiration: true,
      });
    });
    // how messages are delivered is the reader's matter: who only writes to a queue says nothing of it
    if (made.input !== undefined) Object.assign(made.input, delivery);
    // Resource Manager has a tilde where a name has a slash
    const idOf = (name: string) => `${namespace.id}/queues/${isToken(name) ? name : name.replace(/\//g, "~")}`;
    const atATime = Tokenization.stringifyNumber(context.predictionsPerInstance);
    const attributes: QueueAttributes = {
      namespaceName: namespace.name,
      inputQueueName: input.name,
      outputQueueName: output?.name,
    };
    return {
      moduleName: "service_bus_queue",
      requiresAlwaysOn: true,
      appSettings: {
        ...triggerSettings({
          INPUT_QUEUE_NAME: input.name,
          OUTPUT_QUEUE_NAME: output?.name,
          SESSIONS: flagSetting(delivery.requiresSession),
        }),
        // these override host.json: the lock is renewed for as long as a function may run
        AzureFunctionsJobHost__extensions__serviceBus__maxAutoLockRenewalDuration: context.functionTimeout,
        AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls: atATime,
        AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentSessions: atATime,
        ...serviceBusConnection(scope, context, namespace, {
          inputId: made.input?.id ?? idOf(input.name),
          outputId: output && (made.output?.id ?? idOf(output.name)),
        }),
      },
      attributes: present(attributes),
    };
  }
}

/** Attributes of the trigger. */
type QueueAttributes = {
  readonly namespaceName: string;
  readonly inputQueueName: string;
  readonly outputQueueName: string | undefined;
};

/**
 * A function app that predicts each message of a Service Bus queue.
 */
export interface ServiceBusQueueMlFunctionAppProps extends MlFunctionAppOptions, ServiceBusQueueTriggerProps {}

/**
 * A model behind a Service Bus queue: each message of the input queue is predicted, and the prediction sent to the output
 * queue.
 */
export class ServiceBusQueueMlFunctionApp extends MlFunctionApp {
  /** Name of the Service Bus namespace that holds the queues. */
  public readonly serviceBusNamespaceName: string;

  /** Name of the queue whose messages are predicted. */
  public readonly inputQueueName: string;

  /** Name of the queue that predictions are sent to; undefined without `outputQueueName`. */
  public readonly outputQueueName?: string;

  /**
   * @param scope usually a stack
   * @param id of the app in its scope: generated names come from it
   * @param props model, queues and options
   */
  public constructor(scope: Construct, id: string, props: ServiceBusQueueMlFunctionAppProps) {
    super(scope, id, { ...props, trigger: new ServiceBusQueueTrigger(props) });
    const { namespaceName, inputQueueName, outputQueueName } = attributesOf<QueueAttributes>(this);
    this.serviceBusNamespaceName = namespaceName;
    this.inputQueueName = inputQueueName;
    this.outputQueueName = outputQueueName;
  }
}
