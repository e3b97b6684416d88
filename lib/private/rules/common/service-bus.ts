import { Fn, Op, Token } from "cdktf";
import type { AzureServiceBusNamespace } from "../../../azure/azure-service-bus-namespace";
import type { ServiceBusTriggerProps } from "../../../triggers/service-bus";
import type { Inspector, NumberRule } from "../../validation/inspector";
import type { Names } from "../../validation/options";
import { isToken } from "../../validation/tokens";
import { readOptionalPart } from "./parts";

/** How messages are delivered to their reader: attributes of the provider's queue or subscription. */
export interface Delivery {
  readonly lockDuration: string;
  readonly maxDeliveryCount: number;
  readonly requiresSession: boolean | undefined;
}

/** What triggers of Service Bus read alike. */
export interface ServiceBusInput {
  /** Undefined where the app gets one of its own. */
  readonly namespace: AzureServiceBusNamespace | undefined;
  readonly delivery: Delivery;
  /** The largest message of the input; undefined where nothing is said of it, or what is said was refused. */
  readonly maxMessageSizeInKilobytes: number | undefined;
}

export const SERVICE_BUS_PROPS: Names<ServiceBusTriggerProps> = {
  lockDurationSeconds: true,
  maxDeliveryCount: true,
  maxMessageSizeKilobytes: true,
  requiresSession: true,
  serviceBusNamespace: true,
};

export function readServiceBusInput(inspector: Inspector, props: Partial<ServiceBusTriggerProps>): ServiceBusInput {
  const { lockDurationSeconds = 300, maxDeliveryCount = 5, maxMessageSizeKilobytes: size } = props;
  const { requiresSession, serviceBusNamespace } = props;
  const sessions = inspector.flag("requiresSession", requiresSession, false);
  return {
    namespace: readOptionalPart(inspector, "serviceBusNamespace", serviceBusNamespace, "AzureServiceBusNamespace"),
    delivery: {
      lockDuration: duration(inspector.integer("lockDurationSeconds", lockDurationSeconds, LOCK_DURATION)),
      maxDeliveryCount: inspector.integer("maxDeliveryCount", maxDeliveryCount, DELIVERY_COUNT),
      requiresSession: sessions === false ? undefined : sessions,
    },
    maxMessageSizeInKilobytes:
      size === undefined
        ? undefined
        : inspector.unlessRefused(() => inspector.integer("maxMessageSizeKilobytes", size, MESSAGE_SIZE)),
  };
}

/** By the props that say it: apps that read one queue or subscription have to agree on it. */
export function deliveryByProp({ lockDuration, ...others }: Delivery): { readonly [prop: string]: unknown } {
  return { lockDurationSeconds: lockDuration, ...others };
}

export const HIGHER_TIER =
  "Leave it out, or take a namespace of a higher tier: AzureServiceBusNamespace.create({ sku: … }).";

/** Refuses a message size that the namespace's tier, where it is known, does not have. */
export function judgeMessageSize(inspector: Inspector, size: number | undefined, tier: string | undefined): void {
  if (size === undefined || tier === undefined || isToken(tier) || tier === "Premium") return;
  inspector.refuse({
    code: "queue-message-size",
    prop: "maxMessageSizeKilobytes",
    value: size,
    message: `nothing on a ${tier} namespace, where messages have 256 kilobytes at most`,
    remedy: HIGHER_TIER,
    link: MESSAGE_SIZE.link,
  });
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
