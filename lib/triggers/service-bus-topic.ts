import type { ServicebusQueue } from "@cdktf/provider-azurerm/lib/servicebus-queue";
import { ServicebusSubscription } from "@cdktf/provider-azurerm/lib/servicebus-subscription";
import { ServicebusSubscriptionRule } from "@cdktf/provider-azurerm/lib/servicebus-subscription-rule";
import { ServicebusTopic } from "@cdktf/provider-azurerm/lib/servicebus-topic";
import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import { MlFunctionApp, type MlFunctionAppOptions } from "../ml-function-app";
import { present, triggerSettings } from "../private/image/runtime-contract";
import { checkFlowAtSynth, type EntityName, foldedName } from "../private/rules/common/queues";
import { APP_OPTIONS } from "../private/rules/ml-function-app";
import {
  judgeTopicTier,
  readServiceBusTopicTrigger,
  SERVICE_BUS_TOPIC_PROPS,
  type ServiceBusTopic,
} from "../private/rules/service-bus-topic";
import { makeOnce } from "../private/stack/shared";
import { Inspector } from "../private/validation/inspector";
import { takesProps } from "../private/validation/options";
import type { ITrigger, TriggerConfig } from "../trigger";
import { attributesOf, type Holder, makeHeld } from "./kit";
import {
  bindNamespace,
  entityId,
  makeServiceBusQueue,
  managedName,
  serviceBusSettings,
  type ServiceBusTriggerProps,
  type TriggerNamespace,
} from "./service-bus";
import type { SubscriptionFilter } from "./subscription-filter";

/**
 * The subscription that the trigger reads, and where predictions are sent. Topics are on Standard and Premium namespaces only.
 */
export interface ServiceBusTopicTriggerProps extends ServiceBusTriggerProps {
  /** Name of the topic whose messages are predicted. */
  readonly inputTopicName: string;

  /**
   * Name of the topic's subscription that the app reads. Apps with subscriptions of their own get each message; apps that read
   * one subscription share the messages.
   */
  readonly subscriptionName: string;

  /**
   * Name of the topic that predictions are sent to, one message a prediction. At most one of `outputTopicName` and
   * `outputQueueName`.
   * @default - predictions go to `outputQueueName`
   */
  readonly outputTopicName?: string;

  /**
   * Name of the queue that predictions are sent to, one message a prediction.
   * @default - predictions go to `outputTopicName`; without either they are made and not sent
   */
  readonly outputQueueName?: string;

  /**
   * Which messages of the topic reach the subscription that is made. It may be changed and left out again, in place.
   * @default - all
   */
  readonly filter?: SubscriptionFilter;

  /**
   * Whether the subscription is made. Switch it off for one that exists already, with its rules.
   * @default true
   */
  readonly createSubscription?: boolean;

  /**
   * Whether the input topic is made. Switch it off for one that exists already.
   * @default - as `createSubscription`, as a subscription that exists has its topic
   */
  readonly createInputTopic?: boolean;

  /**
   * Whether the output topic or queue is made. Switch it off for one that exists already.
   * @default true
   */
  readonly createOutput?: boolean;
}

/**
 * Starts a prediction for each message that reaches a subscription of a Service Bus topic. An instance takes as many messages at
 * a time, or messages of as many sessions, as it makes predictions: `concurrentPredictions` times `workerProcesses` of the app.
 * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus#hostjson-settings
 */
export class ServiceBusTopicTrigger implements ITrigger {
  /**
   * @param props subscription, output and namespace
   */
  public constructor(private readonly props: ServiceBusTopicTriggerProps) {}

  public bind(scope: Construct, context: BindContext): TriggerConfig {
    const inspector = new Inspector(scope);
    const bus = readServiceBusTopicTrigger(inspector, this.props);
    const { input, subscription, output, creates } = bus;
    const namespace = bindNamespace(scope, context, bus.namespace);
    judgeTopicTier(inspector, bus, namespace.sku);
    checkFlowAtSynth(scope, namespace.id, bus);
    const entities = new Entities(scope, context, namespace);
    const topicId = creates.input
      ? entities.makeInputTopic(input, bus.maxMessageSizeInKilobytes).id
      : entities.idOf(input);
    const subscriptionId = creates.subscription
      ? entities.makeSubscription(topicId, bus).id
      : `${topicId}/subscriptions/${subscription.name}`;
    const names = {
      inputTopicName: input.name,
      subscriptionName: subscription.name,
      outputTopicName: output?.kind === "Topic" ? output.name : undefined,
      outputQueueName: output?.kind === "Queue" ? output.name : undefined,
    };
    return {
      moduleName: "service_bus_topic",
      requiresAlwaysOn: true,
      appSettings: {
        ...triggerSettings({
          INPUT_TOPIC_NAME: names.inputTopicName,
          SUBSCRIPTION_NAME: names.subscriptionName,
          OUTPUT_TOPIC_NAME: names.outputTopicName,
          OUTPUT_QUEUE_NAME: names.outputQueueName,
        }),
        ...serviceBusSettings(scope, context, namespace, {
          inputId: subscriptionId,
          outputId: output && (creates.output ? entities.makeOutput(output).id : entities.idOf(output)),
          requiresSession: bus.delivery.requiresSession,
        }),
      },
      attributes: present({ ...names, namespaceName: namespace.name } satisfies TopicAttributes),
    };
  }
}

/**
 * A function app that predicts each message of a topic's subscription.
 */
export interface ServiceBusTopicMlFunctionAppProps extends MlFunctionAppOptions, ServiceBusTopicTriggerProps {}

/**
 * A model behind a subscription of a Service Bus topic: each message that reaches it is predicted, and the prediction sent to
 * another topic or to a queue.
 */
export class ServiceBusTopicMlFunctionApp extends MlFunctionApp {
  /** Name of the Service Bus namespace that holds the topic. */
  public readonly serviceBusNamespaceName: string;

  /** Name of the topic whose messages are predicted. */
  public readonly inputTopicName: string;

  /** Name of the topic's subscription that the app reads. */
  public readonly subscriptionName: string;

  /** Name of the topic that predictions are sent to; undefined without `outputTopicName`. */
  public readonly outputTopicName?: string;

  /** Name of the queue that predictions are sent to; undefined without `outputQueueName`. */
  public readonly outputQueueName?: string;

  /**
   * @param scope usually a stack
   * @param id of the app in its scope: generated names come from it
   * @param props model, subscription and options
   */
  public constructor(scope: Construct, id: string, props: ServiceBusTopicMlFunctionAppProps) {
    super(scope, id, { ...props, trigger: new ServiceBusTopicTrigger(props) });
    const attributes = attributesOf<TopicAttributes>(this);
    this.serviceBusNamespaceName = attributes.namespaceName;
    this.inputTopicName = attributes.inputTopicName;
    this.subscriptionName = attributes.subscriptionName;
    this.outputTopicName = attributes.outputTopicName;
    this.outputQueueName = attributes.outputQueueName;
  }
}

takesProps<ServiceBusTopicMlFunctionAppProps>(ServiceBusTopicMlFunctionApp, {
  ...APP_OPTIONS,
  ...SERVICE_BUS_TOPIC_PROPS,
});

/** What a trigger has on a namespace. Each is made once, however many apps use it. */
class Entities {
  public constructor(
    private readonly scope: Construct,
    private readonly context: BindContext,
    private readonly namespace: TriggerNamespace,
  ) {}

  public idOf({ kind, name }: EntityName): string {
    return entityId(this.namespace, kind === "Queue" ? "queues" : "topics", name);
  }

  public makeInputTopic(topic: EntityName, maxMessageSizeInKilobytes: number | undefined): ServicebusTopic {
    const made = this.makeTopic("InputTopic", topic, "createInputTopic");
    // an app that says nothing of it leaves it to those that do
    if (maxMessageSizeInKilobytes !== undefined) made.maxMessageSizeInKilobytes = maxMessageSizeInKilobytes;
    return made;
  }

  public makeOutput(output: EntityName): ServicebusTopic | ServicebusQueue {
    if (output.kind === "Topic") return this.makeTopic("OutputTopic", output, "createOutput");
    return this.make("OutputQueue", output, "createOutput", this.namespace, (owner, id) => {
      return makeServiceBusQueue(owner, id, this.namespace, output.name);
    });
  }

  /**
   * With one rule, also where it takes all. Resource Manager puts the first rule in the place of the subscription's own `$Default`,
   * which takes all; and a subscription whose last rule goes gets nothing from then on. So that a filter can come, change and go,
   * there is always the same rule, whose filter changes.
   */
  public makeSubscription(
    topicId: string,
    { input, subscription, delivery, rule }: ServiceBusTopic,
  ): ServicebusSubscription {
    const { name } = subscription;
    // the same for all who read the topic, whoever makes it
    const topic = {
      ...this.namespace,
      id: `${this.namespace.id}/topics/${foldedName(input.name)}`,
      within: "topicIdInput",
    };
    const made = this.make("Subscription", subscription, "createSubscription", topic, (owner, id) => {
      return new ServicebusSubscription(owner, id, {
        name,
        topicId,
        ...delivery,
        deadLetteringOnMessageExpiration: true,
        deadLetteringOnFilterEvaluationError: true,
        ...AS_IN_AZURE,
      });
    });
    const key = ["SubscriptionRule", topic.id, foldedName(name)] as const;
    const once = { key, id: "SubscriptionRule", shared: topic.shared };
    const filter = makeOnce(this.scope, once, (owner, id) => {
      return new ServicebusSubscriptionRule(owner, id, { name: "filter", subscriptionId: made.id, ...rule });
    });
    this.context.waitFor(filter);
    return made;
  }

  private makeTopic(id: string, topic: EntityName, madeBy: string): ServicebusTopic {
    return this.make(id, topic, madeBy, this.namespace, (owner, ownId) => {
      return new ServicebusTopic(owner, ownId, {
        name: managedName(topic.name),
        namespaceId: this.namespace.id,
        ...AS_IN_AZURE,
      });
    });
  }

  private make<T extends TerraformResource>(
    id: string,
    named: EntityName,
    madeBy: string,
    holder: Holder,
    resource: (owner: Construct, id: string) => T,
  ): T {
    const remedy = `Switch off ${madeBy} where it is made already, or give another name.`;
    return makeHeld(this.scope, this.context, holder, { id, ...named, remedy }, resource);
  }
}

/** The provider would switch off what Azure has on, and what it has on itself for queues. */
const AS_IN_AZURE = { batchedOperationsEnabled: true };

/** Attributes of the trigger. */
type TopicAttributes = {
  readonly inputTopicName: string;
  readonly subscriptionName: string;
  readonly outputTopicName: string | undefined;
  readonly outputQueueName: string | undefined;
  readonly namespaceName: string;
};
