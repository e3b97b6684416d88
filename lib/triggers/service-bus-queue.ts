import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import type { MlFunctionAppOptions } from "../ml-function-app";
import { APP_OPTIONS } from "../private/rules/ml-function-app";
import {
  judgeQueueTier,
  readServiceBusQueueTrigger,
  SERVICE_BUS_QUEUE_PROPS,
} from "../private/rules/service-bus-queue";
import { Inspector } from "../private/validation/inspector";
import { takesProps } from "../private/validation/options";
import type { ITrigger, TriggerConfig } from "../trigger";
import { attributesOf, useQueues } from "./kit";
import { QueueMlFunctionApp, type QueueTriggerProps } from "./queue";
import {
  bindNamespace,
  entityId,
  makeServiceBusQueue,
  serviceBusSettings,
  type ServiceBusTriggerProps,
} from "./service-bus";

/**
 * The queues that the trigger reads and writes, and how their messages are delivered.
 */
export interface ServiceBusQueueTriggerProps extends QueueTriggerProps, ServiceBusTriggerProps {}

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
    const { input, output, delivery, maxMessageSizeInKilobytes } = queues;
    const namespace = bindNamespace(scope, context, queues.namespace);
    judgeQueueTier(inspector, queues, namespace.sku);
    const used = useQueues(scope, context, namespace, queues, (owner, id, name) => {
      return makeServiceBusQueue(owner, id, namespace, name);
    });
    if (used.input !== undefined) Object.assign(used.input, { ...delivery, maxMessageSizeInKilobytes });
    return {
      moduleName: "service_bus_queue",
      requiresAlwaysOn: true,
      appSettings: {
        ...used.appSettings,
        ...serviceBusSettings(scope, context, namespace, {
          inputId: used.input?.id ?? entityId(namespace, "queues", input.name),
          outputId: output && (used.output?.id ?? entityId(namespace, "queues", output.name)),
          requiresSession: delivery.requiresSession,
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

takesProps<ServiceBusQueueMlFunctionAppProps>(ServiceBusQueueMlFunctionApp, {
  ...APP_OPTIONS,
  ...SERVICE_BUS_QUEUE_PROPS,
});

/** Attributes of the trigger besides those of its queues. */
type NamespaceAttributes = { readonly namespaceName: string };
