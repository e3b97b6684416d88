import { ServicebusNamespaceAuthorizationRule } from "@cdktf/provider-azurerm/lib/servicebus-namespace-authorization-rule";
import { ServicebusQueue } from "@cdktf/provider-azurerm/lib/servicebus-queue";
import { Fn, Op, Token } from "cdktf";
import type { Construct } from "constructs";
import { AzureServiceBusNamespace, type ServiceBusNamespaceAttributes } from "../azure/azure-service-bus-namespace";
import type { BindContext } from "../bind-context";
import { MlFunctionApp, type MlFunctionAppOptions } from "../ml-function-app";
import { NAME_RULES } from "../private/names";
import { madeOnce } from "../private/references";
import { TRIGGER_CONNECTION, triggerSetting } from "../private/runtime-contract";
import { Inspector, isToken, type NumberRule } from "../private/validation";
import type { ITrigger, TriggerConfig } from "../trigger";

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
}

/**
 * Starts a prediction for each message of a Service Bus queue.
 */
export class ServiceBusQueueTrigger implements ITrigger {
  /**
   * @param props queues and namespace
   */
  public constructor(private readonly props: ServiceBusQueueTriggerProps) {}

  public bind(scope: Construct, context: BindContext): TriggerConfig {
    const inspector = new Inspector(scope);
    const props = inspector.struct("trigger", this.props);
    const { lockDurationSeconds = 300, maxDeliveryCount = 5 } = props;
    const { serviceBusNamespace = AzureServiceBusNamespace.create() } = props;
    const input = inspector.text("inputQueueName", props.inputQueueName, NAME_RULES.queue);
    const output = inspector.optionalText("outputQueueName", props.outputQueueName, NAME_RULES.queue);
    // Azure takes queue names without regard to case
    const passed = input === props.inputQueueName && output === props.outputQueueName;
    if (passed && output?.toLowerCase() === input.toLowerCase()) {
      inspector.reject({
        code: "queue-loop",
        prop: "outputQueueName",
        value: output,
        message: "another queue than inputQueueName: each prediction would start another one, without end",
        remedy: "Name another queue, or leave it out.",
      });
    }
    const delivery = {
      lockDuration: duration(inspector.integer("lockDurationSeconds", lockDurationSeconds, LOCK_DURATION)),
      maxDeliveryCount: inspector.integer("maxDeliveryCount", maxDeliveryCount, DELIVERY_COUNT),
    };

    const holder = inspector.branded("serviceBusNamespace", serviceBusNamespace, "AzureServiceBusNamespace");
    const namespace = (holder ?? AzureServiceBusNamespace.create()).bind(scope, context);
    const create = inspector.fixedFlag("createQueues", props.createQueues, true);
    const shared = serviceBusNamespace === props.serviceBusNamespace;
    const queue = (id: string, name: string): ServicebusQueue | undefined => {
      if (!create) return undefined;
      const key = ["Queue", namespace.id, name.toLowerCase()] as const;
      const made = madeOnce(scope, { key, id, shared }, (owner, ownId) => {
        const fixed = { name, namespaceId: namespace.id, deadLetteringOnMessageExpiration: true };
        return new ServicebusQueue(owner, ownId, fixed);
      });
      context.waitFor(made);
      return made;
    };
    const inputQueue = queue("InputQueue", input);
    if (inputQueue !== undefined) deliverAs(inspector, inputQueue, delivery);
    const outputQueue = output === undefined ? undefined : queue("OutputQueue", output);
    const idOf = (name: string) => `${namespace.id}/queues/${name}`;
    const inputId = inputQueue?.id ?? idOf(input);
    const outputId = output === undefined ? undefined : (outputQueue?.id ?? idOf(output));
    return {
      moduleName: "service_bus_queue",
      requiresAlwaysOn: true,
      appSettings: {
        [triggerSetting("INPUT_QUEUE_NAME")]: input,
        ...(output === undefined ? {} : { [triggerSetting("OUTPUT_QUEUE_NAME")]: output }),
        // overrides host.json: the lock is renewed for as long as a function may run
        AzureFunctionsJobHost__extensions__serviceBus__maxAutoLockRenewalDuration: context.functionTimeout,
        ...connectionSettings(scope, context, namespace, inputId, outputId),
      },
      attributes: {
        namespaceName: namespace.name,
        inputQueueName: input,
        ...(output === undefined ? {} : { outputQueueName: output }),
      },
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
    this.serviceBusNamespaceName = this.triggerAttributes.namespaceName ?? "";
    this.inputQueueName = this.triggerAttributes.inputQueueName ?? "";
    this.outputQueueName = this.triggerAttributes.outputQueueName;
  }
}

interface Delivery {
  readonly lockDuration: string;
  readonly maxDeliveryCount: number;
}

/** How messages are delivered is the reader's matter: who only writes to a queue says nothing of it. */
function deliverAs(inspector: Inspector, queue: ServicebusQueue, delivery: Delivery): void {
  const differ = (one: unknown, other: unknown) => {
    return one !== undefined && !isToken(one) && !isToken(other) && one !== other;
  };
  if (
    differ(queue.lockDurationInput, delivery.lockDuration) ||
    differ(queue.maxDeliveryCountInput, delivery.maxDeliveryCount)
  ) {
    inspector.reject({
      code: "queue-made-twice",
      prop: "inputQueueName",
      value: queue.nameInput,
      message: "the same lockDurationSeconds and maxDeliveryCount as with the other app that reads the queue",
      remedy: "Give both apps the same two values, or switch off createQueues and make the queue yourself.",
    });
  }
  queue.lockDuration = delivery.lockDuration;
  queue.maxDeliveryCount = delivery.maxDeliveryCount;
}

const LOCK_DURATION: NumberRule = {
  code: "queue-lock-duration",
  minimum: 5,
  maximum: 300,
  unit: "seconds",
  link: "https://learn.microsoft.com/azure/service-bus-messaging/message-transfers-locks-settlement#peeklock",
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
    const part = (count: number, unit: string) => Fn.conditional(Op.gte(count, 1), Fn.format(`%d${unit}`, [count]), "");
    return Fn.join("", ["PT", part(minutes, "M"), part(rest, "S")]);
  }
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return `PT${minutes > 0 ? `${minutes}M` : ""}${rest > 0 ? `${rest}S` : ""}`;
}

/** @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus-trigger#identity-based-connections */
function connectionSettings(
  scope: Construct,
  context: BindContext,
  namespace: ServiceBusNamespaceAttributes,
  inputId: string,
  outputId: string | undefined,
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
