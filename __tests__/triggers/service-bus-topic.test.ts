import { TerraformOutput, TerraformVariable } from "cdktf";
import {
  Access,
  AzureServiceBusNamespace,
  ServiceBusQueueTrigger,
  ServiceBusTopicMlFunctionApp,
  type ServiceBusTopicMlFunctionAppProps,
  ServiceBusTopicTrigger,
  SubscriptionFilter,
} from "../../lib";
import { ids } from "../support/ids";
import { addresses, all, functionApp, only, roles, synth, type Synthesized } from "../support/synth";
import { addApp, appWith, publicImage, TestStack } from "../support/test-stack";

type Props = Partial<ServiceBusTopicMlFunctionAppProps>;

const INPUT = { inputTopicName: "orders", subscriptionName: "model" };

function addTopicApp(stack: TestStack, props: Props = {}, id = "App"): ServiceBusTopicMlFunctionApp {
  return new ServiceBusTopicMlFunctionApp(stack, id, {
    resourceGroup: stack.group,
    image: publicImage(),
    ...INPUT,
    ...props,
  });
}

function topicApp(props?: Props): Synthesized {
  const stack = new TestStack();
  addTopicApp(stack, props);
  return synth(stack);
}

/** Resources of Service Bus, without the provider's prefix. */
function entities(json: Synthesized): string[] {
  return addresses(json)
    .filter((address) => /^azurerm_servicebus_(?!namespace)/.test(address))
    .map((address) => address.replace("azurerm_servicebus_", ""));
}

const settingsOf = (props?: Props) => functionApp(topicApp(props)).app_settings;
const subscription = (props?: Props) => only(topicApp(props), "azurerm_servicebus_subscription");
const rule = (props?: Props) => only(topicApp(props), "azurerm_servicebus_subscription_rule");
const topics = (props?: Props) => all(topicApp(props), "azurerm_servicebus_topic");

const given = AzureServiceBusNamespace.fromAttributes({ id: ids.serviceBus, name: "given-bus" });
const NAMESPACE = "${azurerm_servicebus_namespace.App_Trigger_Namespace.id}";
const TOPIC = { name: "orders", namespace_id: NAMESPACE, batched_operations_enabled: true };
const SUBSCRIPTION = {
  name: "model",
  topic_id: "${azurerm_servicebus_topic.App_Trigger_InputTopic.id}",
  lock_duration: "PT5M",
  max_delivery_count: 5,
  dead_lettering_on_message_expiration: true,
  dead_lettering_on_filter_evaluation_error: true,
  batched_operations_enabled: true,
};
const RULE = {
  name: "filter",
  subscription_id: "${azurerm_servicebus_subscription.App_Trigger_Subscription.id}",
  filter_type: "SqlFilter",
  sql_filter: "1=1",
};

test("ServiceBusTopicTrigger.bind: an app of any kind can take it", () => {
  const { app_settings: settings } = appWith({ trigger: new ServiceBusTopicTrigger(INPUT) });
  expect(settings).toEqual(settingsOf());
  expect(settings.ML_TRIGGER).toBe("service_bus_topic");
});

test("ServiceBusTopicTriggerProps.inputTopicName: a setting, and a topic", () => {
  expect(settingsOf().ML_TRIGGER_INPUT_TOPIC_NAME).toBe("orders");
  expect(topics()).toEqual({ App_Trigger_InputTopic: TOPIC });
  expect(topics({ inputTopicName: "other" })).toEqual({ App_Trigger_InputTopic: { ...TOPIC, name: "other" } });
});

test("a slash in a name is a tilde to Resource Manager, and stays one to the app", () => {
  const json = topicApp({ inputTopicName: "team/orders", outputQueueName: "team/answers" });
  expect(only(json, "azurerm_servicebus_topic").name).toBe("team~orders");
  expect(only(json, "azurerm_servicebus_queue").name).toBe("team~answers");
  expect(functionApp(json).app_settings).toMatchObject({
    ML_TRIGGER_INPUT_TOPIC_NAME: "team/orders",
    ML_TRIGGER_OUTPUT_QUEUE_NAME: "team/answers",
  });
});

test("ServiceBusTopicTriggerProps.subscriptionName: a setting, and a subscription of the topic", () => {
  expect(settingsOf().ML_TRIGGER_SUBSCRIPTION_NAME).toBe("model");
  expect(subscription()).toEqual(SUBSCRIPTION);
  expect(subscription({ subscriptionName: "other" })).toEqual({ ...SUBSCRIPTION, name: "other" });
});

test("ServiceBusTopicTriggerProps.outputTopicName: a setting, a topic and its role; none of them without", () => {
  const json = topicApp({ outputTopicName: "answers" });
  expect(functionApp(json).app_settings.ML_TRIGGER_OUTPUT_TOPIC_NAME).toBe("answers");
  expect(all(json, "azurerm_servicebus_topic").App_Trigger_OutputTopic).toEqual({ ...TOPIC, name: "answers" });
  expect(roles(json)).toContain(
    "Azure Service Bus Data Sender on ${azurerm_servicebus_topic.App_Trigger_OutputTopic.id}",
  );
  expect(settingsOf()).not.toHaveProperty("ML_TRIGGER_OUTPUT_TOPIC_NAME");
  expect(roles(topicApp()).join()).not.toContain("Data Sender");
});

test("ServiceBusTopicTriggerProps.outputQueueName: a setting, a queue and its role; none of them without", () => {
  const json = topicApp({ outputQueueName: "answers" });
  expect(functionApp(json).app_settings).toMatchObject({ ML_TRIGGER_OUTPUT_QUEUE_NAME: "answers" });
  expect(functionApp(json).app_settings).not.toHaveProperty("ML_TRIGGER_OUTPUT_TOPIC_NAME");
  expect(only(json, "azurerm_servicebus_queue")).toEqual({
    name: "answers",
    namespace_id: NAMESPACE,
    dead_lettering_on_message_expiration: true,
  });
  expect(roles(json)).toContain(
    "Azure Service Bus Data Sender on ${azurerm_servicebus_queue.App_Trigger_OutputQueue.id}",
  );
  expect(settingsOf()).not.toHaveProperty("ML_TRIGGER_OUTPUT_QUEUE_NAME");
  expect(entities(topicApp())).not.toContain("queue.App_Trigger_OutputQueue");
});

test("the one who receives may receive from the subscription alone", () => {
  expect(roles(topicApp({ outputTopicName: "answers" })).filter((role) => role.includes("Service Bus"))).toEqual([
    "Azure Service Bus Data Receiver on ${azurerm_servicebus_subscription.App_Trigger_Subscription.id}",
    "Azure Service Bus Data Sender on ${azurerm_servicebus_topic.App_Trigger_OutputTopic.id}",
  ]);
});

describe("ServiceBusTopicTriggerProps.filter: the rule of the subscription", () => {
  test("takes all without, so that a filter that is left out again leaves no subscription without a rule", () => {
    expect(rule()).toEqual(RULE);
  });

  test("SubscriptionFilter.sql: a condition", () => {
    const filter = SubscriptionFilter.sql("sys.Label = 'claim' AND amount > 100");
    expect(rule({ filter })).toEqual({ ...RULE, sql_filter: "sys.Label = 'claim' AND amount > 100" });
  });

  test("SubscriptionFilter.correlation: properties to be equal to", () => {
    const { name, subscription_id } = RULE;
    expect(rule({ filter: SubscriptionFilter.correlation({ label: "claim" }) })).toEqual({
      name,
      subscription_id,
      filter_type: "CorrelationFilter",
      correlation_filter: { label: "claim" },
    });
  });

  test.each([
    ["CorrelationFilterOptions.correlationId", { correlationId: "a" }, { correlation_id: "a" }],
    ["CorrelationFilterOptions.contentType", { contentType: "text/csv" }, { content_type: "text/csv" }],
    ["CorrelationFilterOptions.label", { label: "claim" }, { label: "claim" }],
    ["CorrelationFilterOptions.messageId", { messageId: "a" }, { message_id: "a" }],
    ["CorrelationFilterOptions.replyTo", { replyTo: "a" }, { reply_to: "a" }],
    ["CorrelationFilterOptions.replyToSessionId", { replyToSessionId: "a" }, { reply_to_session_id: "a" }],
    ["CorrelationFilterOptions.sessionId", { sessionId: "a" }, { session_id: "a" }],
    ["CorrelationFilterOptions.to", { to: "a" }, { to: "a" }],
    [
      "CorrelationFilterOptions.properties",
      { properties: { kind: "claim", "my property": "x" } },
      { properties: { kind: "claim", "my property": "x" } },
    ],
  ])("%s", (_prop, options, expected) => {
    expect(rule({ filter: SubscriptionFilter.correlation(options) }).correlation_filter).toEqual(expected);
  });

  test("may be known to Terraform only", () => {
    const stack = new TestStack();
    const { stringValue: kind } = new TerraformVariable(stack, "kind", { type: "string" });
    const { value: properties } = new TerraformVariable(stack, "properties", { type: "map(string)" });
    const filters = [
      SubscriptionFilter.sql(kind),
      SubscriptionFilter.correlation({ label: kind, properties: { [kind]: `a-${kind}` } }),
      SubscriptionFilter.correlation({ properties }),
    ];
    filters.forEach((filter, i) => addTopicApp(stack, { filter }, `App${i}`));
    const made = Object.values(all(synth(stack), "azurerm_servicebus_subscription_rule"));
    expect(made.map(({ sql_filter: sql, correlation_filter: correlation }) => sql ?? correlation)).toEqual([
      "${var.kind}",
      { label: "${var.kind}", properties: { "${var.kind}": "a-${var.kind}" } },
      { properties: "${var.properties}" },
    ]);
  });
});

test("SubscriptionFilter.isSubscriptionFilter: by its brand", () => {
  expect(SubscriptionFilter.isSubscriptionFilter(SubscriptionFilter.sql("1=1"))).toBe(true);
  expect(SubscriptionFilter.isSubscriptionFilter({ _sql: "1=1" })).toBe(false);
});

test("ServiceBusTriggerProps.serviceBusNamespace: a Standard one of its own without", () => {
  expect(only(topicApp(), "azurerm_servicebus_namespace").sku).toBe("Standard");
  const json = topicApp({ serviceBusNamespace: given });
  expect(all(json, "azurerm_servicebus_namespace")).toEqual({});
  expect(only(json, "azurerm_servicebus_topic").namespace_id).toBe(ids.serviceBus);
  expect(functionApp(json).app_settings.TriggerConnectionString__fullyQualifiedNamespace).toBe(
    "given-bus.servicebus.windows.net",
  );
});

const MADE = ["subscription.App_Trigger_Subscription", "subscription_rule.App_Trigger_SubscriptionRule"];

test("ServiceBusTopicTriggerProps.createInputTopic: true without; the subscription is made on the topic that is there", () => {
  expect(entities(topicApp({ createInputTopic: true }))).toEqual([...MADE, "topic.App_Trigger_InputTopic"]);
  const json = topicApp({ createInputTopic: false });
  expect(entities(json)).toEqual(MADE);
  expect(only(json, "azurerm_servicebus_subscription").topic_id).toBe(`${NAMESPACE}/topics/orders`);
});

test("ServiceBusTopicTriggerProps.createSubscription: true without; else neither rule nor topic, and the role all the same", () => {
  expect(entities(topicApp({ createSubscription: true }))).toEqual([...MADE, "topic.App_Trigger_InputTopic"]);
  const props = { serviceBusNamespace: given, createSubscription: false, inputTopicName: "team/orders" };
  const json = topicApp(props);
  expect(entities(json)).toEqual([]);
  expect(roles(json)).toContain(
    `Azure Service Bus Data Receiver on ${ids.serviceBus}/topics/team~orders/subscriptions/model`,
  );
  expect(functionApp(json).app_settings.ML_TRIGGER_INPUT_TOPIC_NAME).toBe("team/orders");
  expect(entities(topicApp({ createSubscription: false, createInputTopic: true }))).toEqual([
    "topic.App_Trigger_InputTopic",
  ]);
});

test("ServiceBusTopicTriggerProps.createOutput: true without; the role is on it all the same", () => {
  const sender = (props: Props) => {
    const json = topicApp({ serviceBusNamespace: given, createOutput: false, ...props });
    expect(entities(json)).toHaveLength(3);
    return roles(json).find((role) => role.includes("Sender"));
  };
  const role = "Azure Service Bus Data Sender on";
  expect(sender({ outputTopicName: "answers" })).toBe(`${role} ${ids.serviceBus}/topics/answers`);
  expect(sender({ outputQueueName: "a/b" })).toBe(`${role} ${ids.serviceBus}/queues/a~b`);
  expect(entities(topicApp({ outputQueueName: "answers", createOutput: true }))).toContain(
    "queue.App_Trigger_OutputQueue",
  );
});

test("no roles where the platform team assigns them", () => {
  const json = topicApp({ outputTopicName: "answers", access: Access.managedIdentity({ assignRoles: false }) });
  expect(roles(json)).toEqual([]);
});

test("delivery is the subscription's: lock, count and sessions", () => {
  expect(subscription({ lockDurationSeconds: 90, maxDeliveryCount: 9, requiresSession: true })).toEqual({
    ...SUBSCRIPTION,
    lock_duration: "PT1M30S",
    max_delivery_count: 9,
    requires_session: true,
  });
  expect(settingsOf({ requiresSession: true }).ML_TRIGGER_SESSIONS).toBe("true");
  expect(settingsOf()).not.toHaveProperty("ML_TRIGGER_SESSIONS");
  expect(subscription({ requiresSession: false })).toEqual(SUBSCRIPTION);
});

test("the message size is the input topic's", () => {
  const serviceBusNamespace = AzureServiceBusNamespace.create({ sku: "Premium" });
  const made = topics({ serviceBusNamespace, outputTopicName: "answers", maxMessageSizeKilobytes: 2048 });
  const sizes = Object.values(made).map(({ name, max_message_size_in_kilobytes: size }) => [name, size]);
  expect(Object.fromEntries(sizes)).toEqual({ orders: 2048, answers: undefined });
});

test("as many messages and sessions are taken at a time as predictions are made, and locks are renewed as long as one may run", () => {
  expect(settingsOf({ concurrentPredictions: 4, workerProcesses: 2, functionTimeoutMinutes: 61 })).toMatchObject({
    AzureFunctionsJobHost__extensions__serviceBus__maxAutoLockRenewalDuration: "01:01:00",
    AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls: "8",
    AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentSessions: "8",
  });
});

test("ServiceBusTopicMlFunctionApp.serviceBusNamespaceName, ServiceBusTopicMlFunctionApp.inputTopicName, ServiceBusTopicMlFunctionApp.subscriptionName, ServiceBusTopicMlFunctionApp.outputTopicName, ServiceBusTopicMlFunctionApp.outputQueueName: for outputs", () => {
  const stack = new TestStack();
  const app = addTopicApp(stack, { outputTopicName: "answers" });
  new TerraformOutput(stack, "namespace", { value: app.serviceBusNamespaceName });
  expect(synth(stack).output.namespace.value).toBe("${azurerm_servicebus_namespace.App_Trigger_Namespace.name}");
  expect([app.inputTopicName, app.subscriptionName, app.outputTopicName]).toEqual(["orders", "model", "answers"]);
  expect(app.outputQueueName).toBeUndefined();

  const other = addTopicApp(new TestStack(), { serviceBusNamespace: given, outputQueueName: "answers" });
  expect([other.serviceBusNamespaceName, other.outputQueueName]).toEqual(["given-bus", "answers"]);
  expect(other.outputTopicName).toBeUndefined();
});

describe("two apps of one stack", () => {
  const two = (first: Props, second: Props) => {
    const stack = new TestStack();
    addTopicApp(stack, first, "One");
    addTopicApp(stack, second, "Two");
    return synth(stack);
  };

  test("have all of their own on namespaces of their own", () => {
    const json = two({ outputTopicName: "answers" }, { outputTopicName: "answers" });
    expect(entities(json)).toHaveLength(8);
    expect(Object.keys(all(json, "azurerm_servicebus_namespace"))).toHaveLength(2);
  });

  test("with a subscription each share the topic of a given namespace", () => {
    const json = two({ serviceBusNamespace: given }, { serviceBusNamespace: given, subscriptionName: "other" });
    expect(Object.keys(all(json, "azurerm_servicebus_topic"))).toHaveLength(1);
    const made = Object.values(all(json, "azurerm_servicebus_subscription"));
    expect(made.map(({ name }) => name).sort()).toEqual(["model", "other"]);
    expect(new Set(made.map(({ topic_id: id }) => id)).size).toBe(1);
    expect(Object.keys(all(json, "azurerm_servicebus_subscription_rule"))).toHaveLength(2);
  });

  test("with one subscription, in whatever case, share its messages: it is made once, with one rule", () => {
    const first = { serviceBusNamespace: given, outputTopicName: "answers" };
    const json = two(first, { ...first, subscriptionName: "Model", inputTopicName: "Orders" });
    expect(entities(json)).toHaveLength(4);
    expect(roles(json).filter((role) => role.includes("Receiver"))).toHaveLength(2);
    const apps = Object.values(all(json, "azurerm_linux_function_app"));
    const made = Object.keys(all(json, "azurerm_servicebus_subscription_rule"))[0]!;
    for (const { depends_on: waits } of apps) expect(waits).toContain(`azurerm_servicebus_subscription_rule.${made}`);
  });

  test("share a subscription also where one of them does not make the topic", () => {
    const json = two({ serviceBusNamespace: given }, { serviceBusNamespace: given, createInputTopic: false });
    expect(entities(json)).toHaveLength(3);
  });

  test("of which one reads what the other writes share that: as topic, or as queue", () => {
    const serviceBusNamespace = given;
    const topicToTopic = two(
      { serviceBusNamespace, outputTopicName: "answers" },
      { serviceBusNamespace, inputTopicName: "answers" },
    );
    const names = Object.values(all(topicToTopic, "azurerm_servicebus_topic")).map(({ name }) => name);
    expect(names.sort()).toEqual(["answers", "orders"]);

    const stack = new TestStack();
    addTopicApp(stack, { serviceBusNamespace, outputQueueName: "answers" });
    addApp(
      stack,
      { trigger: new ServiceBusQueueTrigger({ inputQueueName: "answers", maxDeliveryCount: 9, serviceBusNamespace }) },
      "Queue",
    );
    expect(only(synth(stack), "azurerm_servicebus_queue")).toMatchObject({ name: "answers", max_delivery_count: 9 });
  });

  test("of which one says how large messages may be: the topic takes them", () => {
    const serviceBusNamespace = AzureServiceBusNamespace.fromAttributes({
      id: ids.serviceBus,
      name: "given-bus",
      sku: "Premium",
    });
    const json = two(
      { serviceBusNamespace, maxMessageSizeKilobytes: 2048 },
      { serviceBusNamespace, subscriptionName: "other" },
    );
    expect(only(json, "azurerm_servicebus_topic").max_message_size_in_kilobytes).toBe(2048);
  });
});

describe("with shared keys", () => {
  const withKeys = (props?: Props) => topicApp({ ...props, access: Access.sharedKeys() });

  test("the connection is a connection string, and nothing else", () => {
    const { app_settings: settings } = functionApp(withKeys());
    const names = Object.keys(settings).filter((name) => name.startsWith("TriggerConnectionString"));
    expect(names).toEqual(["TriggerConnectionString"]);
    expect(settings.TriggerConnectionString).toBe(
      "${azurerm_servicebus_namespace_authorization_rule.App_Trigger_Key.primary_connection_string}",
    );
    expect(roles(withKeys())).toEqual([]);
  });

  test("the key may send only when there is an output", () => {
    const sends = (props?: Props) => only(withKeys(props), "azurerm_servicebus_namespace_authorization_rule").send;
    expect([sends(), sends({ outputTopicName: "a" }), sends({ outputQueueName: "a" })]).toEqual([false, true, true]);
  });
});
