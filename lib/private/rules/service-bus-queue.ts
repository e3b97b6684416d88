import { Fn, Op, Token } from "cdktf";
import type { AzureServiceBusNamespace } from "../../azure/azure-service-bus-namespace";
import type { ServiceBusQueueTriggerProps } from "../../triggers/service-bus-queue";
import type { BreachCode } from "../validation/codes";
import type { Inspector, NumberRule } from "../validation/inspector";
import { isToken } from "../validation/tokens";
import { NAME_RULES } from "./common/names";
import { readOptionalPart } from "./common/parts";
import { type QueuesToUse, readQueues } from "./common/queues";
import { TIERS_PAGE } from "./common/resources";

interface ServiceBusQueues extends QueuesToUse {
  /** Undefined where the app gets one of its own. */
  readonly namespace: AzureServiceBusNamespace | undefined;
  readonly delivery: QueueDelivery;
}

/** How the messages of the input queue are delivered: attributes of the queue. */
export interface QueueDelivery {
  readonly lockDuration: string;
  readonly maxDeliveryCount: number;
  readonly requiresSession: boolean | undefined;
  readonly maxMessageSizeInKilobytes: number | undefined;
}

export function readServiceBusQueueTrigger(inspector: Inspector, given: ServiceBusQueueTriggerProps): ServiceBusQueues {
  const props = inspector.struct("trigger", given);
  const { lockDurationSeconds = 300, maxDeliveryCount = 5, maxMessageSizeKilobytes: size } = props;
  const sessions = inspector.flag("requiresSession", props.requiresSession, false);
  const { serviceBusNamespace } = props;
  const queues = readQueues(inspector, props, NAME_RULES.serviceBusQueue);
  const delivery = {
    lockDuration: duration(inspector.integer("lockDurationSeconds", lockDurationSeconds, LOCK_DURATION)),
    maxDeliveryCount: inspector.integer("maxDeliveryCount", maxDeliveryCount, DELIVERY_COUNT),
    requiresSession: sessions === false ? undefined : sessions,
    maxMessageSizeInKilobytes:
      size === undefined
        ? undefined
        : inspector.unlessRefused(() => inspector.integer("maxMessageSizeKilobytes", size, MESSAGE_SIZE)),
  };
  return {
    ...queues,
    namespace: readOptionalPart(inspector, "serviceBusNamespace", serviceBusNamespace, "AzureServiceBusNamespace"),
    delivery,
    agreed: byProp(delivery),
  };
}

/** Refuses what the namespace's tier, where it is known, does not have. */
export function judgeDelivery(inspector: Inspector, delivery: QueueDelivery, tier: string | undefined): void {
  const { requiresSession, maxMessageSizeInKilobytes: size } = delivery;
  const refuse = (code: BreachCode, prop: string, value: unknown, message: string, link: string) => {
    const remedy = "Leave it out, or take a namespace of a higher tier: AzureServiceBusNamespace.create({ sku: … }).";
    inspector.refuse({ code, prop, value, message, remedy, link });
  };
  if (requiresSession === true && tier === "Basic") {
    const message = "false on a Basic namespace, which has no sessions";
    refuse("queue-sessions", "requiresSession", requiresSession, message, TIERS_PAGE);
  }
  if (size !== undefined && tier !== undefined && !isToken(tier) && tier !== "Premium") {
    const message = `nothing on a ${tier} namespace, where messages have 256 kilobytes at most`;
    refuse("queue-message-size", "maxMessageSizeKilobytes", size, message, MESSAGE_SIZE.link!);
  }
}

/** How messages are delivered, by prop rather than by attribute. */
function byProp(delivery: QueueDelivery): { readonly [prop: string]: unknown } {
  const { lockDuration, maxMessageSizeInKilobytes, ...others } = delivery;
  return { lockDurationSeconds: lockDuration, ...others, maxMessageSizeKilobytes: maxMessageSizeInKilobytes };
}

const LOCK_DURATION: NumberRule = {
  code: "queue-lock-duration",
  minimum: 5,
  maximum: 300,
  unit: "seconds",
  link: "https://learn.microsoft.com/azure/service-bus-messaging/message-transfers-locks-settlement#peeklock",
};

const MESSAGE_SIZE: NumberRule = {
  code: "queue-message-size",
  minimum: 1024,
  maximum: 102400,
  unit: "kilobytes",
  link: "https://learn.microsoft.com/azure/service-bus-messaging/service-bus-premium-messaging#large-messages-support",
};

const DELIVERY_COUNT: NumberRule = {
  code: "queue-delivery-count",
  minimum: 1,
  maximum: 2000,
  unit: "deliveries",
  link: "https://learn.microsoft.com/azure/service-bus-messaging/service-bus-dead-letter-queues#maximum-delivery-count",
};

/** Service Bus gives durations back in their shortest form, so that `PT300S` would be a change at every plan. */
function duration(seconds: number): string {
  if (isToken(seconds)) {
    const minutes = Token.asNumber(Fn.floor(Token.asNumber(Op.div(seconds, 60))));
    const rest = Token.asNumber(Op.mod(seconds, 60));
    // at least 1 rather than above 0: cdktf leaves a 0 out
    const part = (count: number, unit: string) =>
      Fn.conditional(Op.gte(count, 1), Fn.format(`%d${unit}`, [count]), "") as string;
    return Fn.join("", ["PT", part(minutes, "M"), part(rest, "S")]);
  }
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return `PT${minutes > 0 ? `${minutes}M` : ""}${rest > 0 ? `${rest}S` : ""}`;
}
