import type { ServiceBusQueueTriggerProps } from "../../triggers/service-bus-queue";
import type { Inspector } from "../validation/inspector";
import type { Names } from "../validation/options";
import { NAME_RULES } from "./common/names";
import { QUEUE_PROPS, type QueuesToUse, readQueues } from "./common/queues";
import { TIERS_PAGE } from "./common/resources";
import {
  deliveryByProp,
  HIGHER_TIER,
  judgeMessageSize,
  readServiceBusInput,
  SERVICE_BUS_PROPS,
  type ServiceBusInput,
} from "./common/service-bus";
import { readTriggerProps } from "./common/trigger-props";

interface ServiceBusQueues extends QueuesToUse, ServiceBusInput {}

export const SERVICE_BUS_QUEUE_PROPS: Names<ServiceBusQueueTriggerProps> = { ...QUEUE_PROPS, ...SERVICE_BUS_PROPS };

export function readServiceBusQueueTrigger(inspector: Inspector, given: ServiceBusQueueTriggerProps): ServiceBusQueues {
  const props = readTriggerProps(inspector, given, SERVICE_BUS_QUEUE_PROPS);
  const input = readServiceBusInput(inspector, props);
  return {
    ...input,
    ...readQueues(inspector, props, NAME_RULES.serviceBusQueue),
    agreed: { ...deliveryByProp(input.delivery), maxMessageSizeKilobytes: input.maxMessageSizeInKilobytes },
  };
}

/** What the namespace's tier, where it is known, does not have. */
export function judgeQueueTier(inspector: Inspector, queues: ServiceBusQueues, tier: string | undefined): void {
  const { requiresSession } = queues.delivery;
  if (requiresSession === true && tier === "Basic") {
    inspector.refuse({
      code: "queue-sessions",
      prop: "requiresSession",
      value: requiresSession,
      message: "false on a Basic namespace, which has no sessions",
      remedy: HIGHER_TIER,
      link: TIERS_PAGE,
    });
  }
  judgeMessageSize(inspector, queues.maxMessageSizeInKilobytes, tier);
}
