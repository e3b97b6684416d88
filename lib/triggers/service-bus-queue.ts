import { ServicebusNamespaceAuthorizationRule } from "@cdktf/provider-azurerm/lib/servicebus-namespace-authorization-rule";
import { ServicebusQueue } from "@cdktf/provider-azurerm/lib/servicebus-queue";
import { Fn, Op, TerraformStack, Token, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import { AzureServiceBusNamespace, type ServiceBusNamespaceAttributes } from "../azure/azure-service-bus-namespace";
import type { BindContext } from "../bind-context";
import { MlFunctionApp, type MlFunctionAppOptions } from "../ml-function-app";
import type { BreachCode } from "../private/codes";
import { Flows, loopThrough } from "../private/flows";
import { NAME_RULES } from "../private/names";
import { madeOnce, resolvedText } from "../private/references";
import { TIERS_PAGE } from "../private/resource-rules";
import { switched, TRIGGER_CONNECTION, triggerSetting } from "../private/runtime-contract";
import { needUniqueName } from "../private/unique-names";
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
    const props = inspector.struct("trigger", this.props);
    const { serviceBusNamespace = AzureServiceBusNamespace.create() } = props;
    const input = inspector.text("inputQueueName", props.inputQueueName, NAME_RULES.queue);
    const output = inspector.optionalText("outputQueueName", props.outputQueueName, NAME_RULES.queue);
    const passed = input === props.inputQueueName && output === props.outputQueueName;
    const holder = inspector.branded("serviceBusNamespace", serviceBusNamespace, "AzureServiceBusNamespace");
    const namespace = (holder ?? AzureServiceBusNamespace.create()).bind(scope, context);
    const delivery = checkDelivery(inspector, props, namespace.sku);
    if (passed) checkLoops(inspector, namespace.id, input, output);
    const create = inspector.fixedFlag("createQueues", props.createQueues, true);
    const shared = serviceBusNamespace === props.serviceBusNamespace;
    const queue = (
      id: string,
      prop: "inputQueueName" | "outputQueueName",
      name: string,
    ): ServicebusQueue | undefined => {
      if (!create) return undefined;
      const key = ["Queue", namespace.id, folded(name)] as const;
      const made = madeOnce(scope, { key, id, shared }, (owner, ownId) => {
        const fixed = { name, namespaceId: namespace.id, deadLetteringOnMessageExpiration: true };
        const made = new ServicebusQueue(owner, ownId, fixed);
        needUniqueName(made, prop, props[prop]);
        return made;
      });
      context.waitFor(made);
      return made;
    };
    const inputQueue = queue("InputQueue", "inputQueueName", input);
    if (inputQueue !== undefined) deliverAs(inspector, inputQueue, delivery);
    const outputQueue = output === undefined ? undefined : queue("OutputQueue", "outputQueueName", output);
    const atATime = Tokenization.stringifyNumber(context.predictionsPerInstance);
    // Resource Manager has a tilde where a name has a slash
    const idOf = (name: string) => `${namespace.id}/queues/${isToken(name) ? name : name.replace(/\//g, "~")}`;
    const inputId = inputQueue?.id ?? idOf(input);
    const outputId = output === undefined ? undefined : (outputQueue?.id ?? idOf(output));
    return {
      moduleName: "service_bus_queue",
      requiresAlwaysOn: true,
      appSettings: {
        [triggerSetting("INPUT_QUEUE_NAME")]: input,
        ...(output === undefined ? {} : { [triggerSetting("OUTPUT_QUEUE_NAME")]: output }),
        ...(delivery.requiresSession === undefined
          ? {}
          : { [triggerSetting("SESSIONS")]: switched(delivery.requiresSession)! }),
        // these override host.json: the lock is renewed for as long as a function may run
        AzureFunctionsJobHost__extensions__serviceBus__maxAutoLockRenewalDuration: context.functionTimeout,
        AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls: atATime,
        AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentSessions: atATime,
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

/** Azure takes queue names without regard to case. */
function folded(name: string): string {
  return isToken(name) ? name : name.toLowerCase();
}

interface Queue {
  /** Of the namespace, the expression behind its ID. */
  readonly namespace: unknown;
  readonly name: unknown;
}

const sameQueue = (one: Queue, other: Queue) => one.namespace === other.namespace && one.name === other.name;

const FLOWS = new Flows<Queue>(sameQueue);

/** An app that writes to what it reads never ends, nor do several that write to one another. */
function checkLoops(inspector: Inspector, namespaceId: string, input: string, output: string | undefined): void {
  const { scope } = inspector;
  const stack = TerraformStack.of(scope);
  const queue = (name: string): Queue => {
    return {
      namespace: resolvedText(stack, namespaceId),
      name: resolvedText(stack, folded(name)),
    };
  };
  const reads = queue(input);
  const writes = output === undefined ? undefined : queue(output);
  const loop = FLOWS.add(stack, { app: scope.node.path, reads, writes });
  const refuse = (message: string, remedy: string) => {
    inspector.reject({ code: "queue-loop", prop: "outputQueueName", value: output, message, remedy });
  };
  if (writes !== undefined && sameQueue(reads, writes)) {
    const message = "another queue than inputQueueName: each prediction would start another one, without end";
    refuse(message, "Name another queue, or leave it out.");
  } else if (loop !== undefined) {
    const message = `a queue from which no way leads back to inputQueueName: ${loopThrough(loop)}, so that each prediction would start others, without end`;
    refuse(message, "Let one of these apps write to a queue that none of them reads.");
  }
}

interface Delivery {
  readonly lockDuration: string;
  readonly maxDeliveryCount: number;
  readonly requiresSession: boolean | undefined;
  readonly maxMessageSizeInKilobytes: number | undefined;
}

function checkDelivery(
  inspector: Inspector,
  props: Partial<ServiceBusQueueTriggerProps>,
  tier: string | undefined,
): Delivery {
  const { lockDurationSeconds = 300, maxDeliveryCount = 5, maxMessageSizeKilobytes: size } = props;
  const sessions = inspector.flag("requiresSession", props.requiresSession, false);
  const refuse = (code: BreachCode, prop: string, value: unknown, message: string, link: string) => {
    const remedy = "Leave it out, or take a namespace of a higher tier: AzureServiceBusNamespace.create({ sku: … }).";
    inspector.reject({ code, prop, value, message, remedy, link });
  };
  if (sessions === true && tier === "Basic") {
    refuse(
      "queue-sessions",
      "requiresSession",
      sessions,
      "false on a Basic namespace, which has no sessions",
      TIERS_PAGE,
    );
  }
  if (size !== undefined && tier !== undefined && !isToken(tier) && tier !== "Premium") {
    const message = `nothing on a ${tier} namespace, where messages have 256 kilobytes at most`;
    refuse("queue-message-size", "maxMessageSizeKilobytes", size, message, MESSAGE_SIZE.link!);
  }
  return {
    lockDuration: duration(inspector.integer("lockDurationSeconds", lockDurationSeconds, LOCK_DURATION)),
    maxDeliveryCount: inspector.integer("maxDeliveryCount", maxDeliveryCount, DELIVERY_COUNT),
    requiresSession: sessions === false ? undefined : sessions,
    maxMessageSizeInKilobytes:
      size === undefined ? undefined : inspector.integer("maxMessageSizeKilobytes", size, MESSAGE_SIZE),
  };
}

const READ_AS = new WeakMap<ServicebusQueue, Delivery>();

/** How messages are delivered is the reader's matter: who only writes to a queue says nothing of it. */
function deliverAs(inspector: Inspector, queue: ServicebusQueue, delivery: Delivery): void {
  const other = READ_AS.get(queue);
  READ_AS.set(queue, delivery);
  const differ = ([name, value]: [string, unknown]) => {
    const known = other?.[name as keyof Delivery];
    return other !== undefined && !isToken(known) && !isToken(value) && known !== value;
  };
  if (Object.entries(delivery).some(differ)) {
    inspector.reject({
      code: "queue-made-twice",
      prop: "inputQueueName",
      value: queue.nameInput,
      message:
        "the same lockDurationSeconds, maxDeliveryCount, requiresSession and maxMessageSizeKilobytes as with the other app that reads the queue",
      remedy: "Give both apps the same values, or switch off createQueues and make the queue yourself.",
    });
  }
  Object.assign(queue, delivery);
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
