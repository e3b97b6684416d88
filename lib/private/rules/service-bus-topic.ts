import type { ServiceBusTopicTriggerProps } from "../../triggers/service-bus-topic";
import type { Inspector, TextRule } from "../validation/inspector";
import type { Names } from "../validation/options";
import { NAME_RULES, nameRule } from "./common/names";
import {
  type EntityName,
  foldedName,
  type MadeInput,
  type MessageFlow,
  readEntityName,
  readOptionalEntityName,
} from "./common/queues";
import { TIERS_PAGE } from "./common/resources";
import {
  deliveryByProp,
  judgeMessageSize,
  readServiceBusInput,
  SERVICE_BUS_PROPS,
  type ServiceBusInput,
} from "./common/service-bus";
import { readTriggerProps } from "./common/trigger-props";
import { comparable, readSubscriptionFilter, type SubscriptionRule } from "./subscription-filter";

/** A subscription that an app reads, and what it writes to. */
export interface ServiceBusTopic extends ServiceBusInput, MessageFlow {
  readonly subscription: EntityName;
  /** The one rule of the subscription. */
  readonly rule: SubscriptionRule;
  readonly creates: { readonly input: boolean; readonly subscription: boolean; readonly output: boolean };
}

export const SERVICE_BUS_TOPIC_PROPS: Names<ServiceBusTopicTriggerProps> = {
  ...SERVICE_BUS_PROPS,
  inputTopicName: true,
  subscriptionName: true,
  createInputTopic: true,
  createOutput: true,
  createSubscription: true,
  filter: true,
  outputQueueName: true,
  outputTopicName: true,
};

export function readServiceBusTopicTrigger(inspector: Inspector, given: ServiceBusTopicTriggerProps): ServiceBusTopic {
  const props = readTriggerProps(inspector, given, SERVICE_BUS_TOPIC_PROPS);
  const { inputTopicName, subscriptionName, filter, createSubscription } = props;
  const subscriptionIsMade = inspector.fixedFlag("createSubscription", createSubscription, true);
  const read = {
    ...readServiceBusInput(inspector, props),
    input: readEntityName(inspector, "Topic", "inputTopicName", inputTopicName, TOPIC_NAME),
    subscription: readEntityName(inspector, "Subscription", "subscriptionName", subscriptionName, SUBSCRIPTION_NAME),
    output: readOutput(inspector, props),
    rule: readSubscriptionFilter(inspector, filter),
    creates: {
      subscription: subscriptionIsMade,
      // a subscription that is there has its topic
      input: inspector.fixedFlag("createInputTopic", props.createInputTopic, subscriptionIsMade),
      output: inspector.fixedFlag("createOutput", props.createOutput, true),
    },
  };
  if (filter !== undefined && !subscriptionIsMade) {
    inspector.refuse({
      code: "subscription-filter",
      prop: "filter",
      value: filter,
      message: "nothing where createSubscription is false: a subscription that is there already has its own rules",
      remedy: "Leave it out, or have the subscription made.",
    });
  }
  return { ...read, made: madeOf(read) };
}

/** What other apps that read the topic or the subscription have to say alike. */
function madeOf(topic: Omit<ServiceBusTopic, "made">): MadeInput[] {
  const { input, subscription, creates, delivery, rule, maxMessageSizeInKilobytes: maxMessageSizeKilobytes } = topic;
  const path = foldedName(input.name);
  const made: MadeInput[] = [];
  if (creates.input && maxMessageSizeKilobytes !== undefined) {
    made.push({ entity: input, path, agreed: { maxMessageSizeKilobytes }, madeBy: "createInputTopic" });
  }
  if (creates.subscription && subscription.given !== undefined) {
    const filter = comparable(rule);
    made.push({
      entity: subscription,
      path: `${path}/subscriptions/${foldedName(subscription.name)}`,
      agreed: { ...deliveryByProp(delivery), ...(filter === undefined ? {} : { filter }) },
      madeBy: "createSubscription",
    });
  }
  return made;
}

function readOutput(inspector: Inspector, props: Partial<ServiceBusTopicTriggerProps>): EntityName | undefined {
  const { outputTopicName: topic, outputQueueName: queue } = props;
  if (topic !== undefined && queue !== undefined) {
    inspector.refuse({
      code: "topic-output",
      prop: "outputQueueName",
      value: queue,
      message: "nothing beside outputTopicName, as a prediction is sent once",
      remedy: "Leave out one of the two. A subscription of the output topic may forward to a queue.",
    });
  }
  if (topic === undefined) {
    return readOptionalEntityName(inspector, "Queue", "outputQueueName", queue, NAME_RULES.serviceBusQueue);
  }
  return readOptionalEntityName(inspector, "Topic", "outputTopicName", topic, TOPIC_NAME);
}

/** What the namespace's tier, where it is known, does not have. */
export function judgeTopicTier(inspector: Inspector, topic: ServiceBusTopic, tier: string | undefined): void {
  if (tier !== "Basic") {
    judgeMessageSize(inspector, topic.maxMessageSizeInKilobytes, tier);
    return;
  }
  inspector.refuse({
    code: "service-bus-tier",
    prop: "serviceBusNamespace.sku",
    value: tier,
    message: "Standard or Premium, as a Basic namespace has no topics",
    remedy: "Take a namespace of a higher tier, or a queue: ServiceBusQueueTrigger.",
    link: TIERS_PAGE,
  });
}

const TOPIC_NAME: TextRule = { ...NAME_RULES.serviceBusQueue, code: "topic-name" };

const SUBSCRIPTION_NAME = nameRule(
  "subscription-name",
  /^[A-Za-z0-9](?:[\w.-]{0,48}[A-Za-z0-9])?$/,
  "1 to 50 ASCII letters, digits, periods, hyphens and underscores, beginning and ending with a letter or digit",
  "model",
);
