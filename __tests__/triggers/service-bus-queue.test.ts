import { TerraformOutput, TerraformVariable } from "cdktf";
import {
  Access,
  AzureServiceBusNamespace,
  ServiceBusQueueMlFunctionApp,
  type ServiceBusQueueMlFunctionAppProps,
  ServiceBusQueueTrigger,
} from "../../lib";
import { ids } from "../support/ids";
import { all, functionApp, only, roles, synth, type Synthesized } from "../support/synth";
import { appWith, publicImage, TestStack } from "../support/test-stack";

type Props = Partial<ServiceBusQueueMlFunctionAppProps>;

function addQueueApp(stack: TestStack, props: Props = {}): ServiceBusQueueMlFunctionApp {
  return new ServiceBusQueueMlFunctionApp(stack, "App", {
    resourceGroup: stack.group,
    image: publicImage(),
    inputQueueName: "input",
    ...props,
  });
}

function queueApp(props?: Props) {
  const stack = new TestStack();
  addQueueApp(stack, props);
  return synth(stack);
}

const QUEUES = { inputQueueName: "input", outputQueueName: "output" };
const given = AzureServiceBusNamespace.fromAttributes({ id: ids.serviceBus, name: "given-bus" });
const queues = (props?: Props) => all(queueApp(props), "azurerm_servicebus_queue");
const QUEUE = {
  name: "input",
  namespace_id: "${azurerm_servicebus_namespace.App_Trigger_Namespace.id}",
  lock_duration: "PT5M",
  max_delivery_count: 5,
  dead_lettering_on_message_expiration: true,
};

test("ServiceBusQueueTrigger.bind: an app of any kind can take it", () => {
  const { app_settings: settings } = appWith({ trigger: new ServiceBusQueueTrigger(QUEUES) });
  expect(settings).toEqual(functionApp(queueApp(QUEUES)).app_settings);
  expect(settings.ML_TRIGGER).toBe("service_bus_queue");
});

test("QueueTriggerProps.inputQueueName: a setting, and a queue", () => {
  expect(functionApp(queueApp()).app_settings.ML_TRIGGER_INPUT_QUEUE_NAME).toBe("input");
  expect(queues()).toEqual({ App_Trigger_InputQueue: QUEUE });
  expect(queues({ inputQueueName: "other" })).toEqual({ App_Trigger_InputQueue: { ...QUEUE, name: "other" } });
});

test("QueueTriggerProps.outputQueueName: a setting, and a queue; neither without", () => {
  expect(functionApp(queueApp()).app_settings).not.toHaveProperty("ML_TRIGGER_OUTPUT_QUEUE_NAME");
  expect(functionApp(queueApp(QUEUES)).app_settings.ML_TRIGGER_OUTPUT_QUEUE_NAME).toBe("output");
  expect(queues(QUEUES)).toEqual({
    App_Trigger_InputQueue: QUEUE,
    // how its messages are delivered is its reader's matter
    App_Trigger_OutputQueue: {
      name: "output",
      namespace_id: QUEUE.namespace_id,
      dead_lettering_on_message_expiration: true,
    },
  });
});

test("a slash in a name is a tilde to Resource Manager, and stays one to the app", () => {
  const json = queueApp({ inputQueueName: "team/in/raw", outputQueueName: "team/out" });
  expect(
    Object.values(all(json, "azurerm_servicebus_queue"))
      .map(({ name }) => name)
      .sort(),
  ).toEqual(["team~in~raw", "team~out"]);
  expect(functionApp(json).app_settings).toMatchObject({
    ML_TRIGGER_INPUT_QUEUE_NAME: "team/in/raw",
    ML_TRIGGER_OUTPUT_QUEUE_NAME: "team/out",
  });
});

test("ServiceBusTriggerProps.serviceBusNamespace: a Standard one of its own without", () => {
  expect(only(queueApp(), "azurerm_servicebus_namespace").sku).toBe("Standard");
  const json = queueApp({ serviceBusNamespace: given });
  expect(all(json, "azurerm_servicebus_namespace")).toEqual({});
  expect(only(json, "azurerm_servicebus_queue").namespace_id).toBe(ids.serviceBus);
  expect(functionApp(json).app_settings.TriggerConnectionString__fullyQualifiedNamespace).toBe(
    "given-bus.servicebus.windows.net",
  );
});

test("QueueTriggerProps.createQueues: true without; the roles are on the queues all the same", () => {
  expect(Object.keys(queues({ ...QUEUES, createQueues: true }))).toHaveLength(2);
  const json = queueApp({ ...QUEUES, serviceBusNamespace: given, createQueues: false });
  expect(all(json, "azurerm_servicebus_queue")).toEqual({});
  expect(roles(json)).toEqual(
    expect.arrayContaining([
      `Azure Service Bus Data Receiver on ${ids.serviceBus}/queues/input`,
      `Azure Service Bus Data Sender on ${ids.serviceBus}/queues/output`,
    ]),
  );
});

test("ServiceBusTriggerProps.lockDurationSeconds: of the input queue, 300 without, in the shortest form, which Azure hands back", () => {
  const durations = (lockDurationSeconds?: number) =>
    Object.values(queues({ ...QUEUES, lockDurationSeconds })).map((queue) => queue.lock_duration);
  expect(durations()).toEqual(["PT5M", undefined]);
  expect(durations(5)).toEqual(["PT5S", undefined]);
  expect(durations(60)).toEqual(["PT1M", undefined]);
  expect(durations(90)).toEqual(["PT1M30S", undefined]);
});

test("ServiceBusTriggerProps.maxDeliveryCount: 5 without", () => {
  const counts = (maxDeliveryCount?: number) =>
    Object.values(queues({ ...QUEUES, maxDeliveryCount })).map((queue) => queue.max_delivery_count);
  expect(counts()).toEqual([5, undefined]);
  expect(counts(1)).toEqual([1, undefined]);
});

test("ServiceBusTriggerProps.requiresSession: of the input queue, and a setting; neither without", () => {
  const json = queueApp({ ...QUEUES, requiresSession: true });
  expect(Object.values(all(json, "azurerm_servicebus_queue")).map((queue) => queue.requires_session)).toEqual([
    true,
    undefined,
  ]);
  expect(functionApp(json).app_settings.ML_TRIGGER_SESSIONS).toBe("true");
  const without = queueApp({ requiresSession: false });
  expect(only(without, "azurerm_servicebus_queue")).toEqual(QUEUE);
  expect(functionApp(without).app_settings).not.toHaveProperty("ML_TRIGGER_SESSIONS");
});

test("ServiceBusTriggerProps.maxMessageSizeKilobytes: of the input queue", () => {
  const serviceBusNamespace = AzureServiceBusNamespace.create({ sku: "Premium" });
  const made = Object.values(queues({ ...QUEUES, serviceBusNamespace, maxMessageSizeKilobytes: 2048 }));
  expect(made.map((queue) => queue.max_message_size_in_kilobytes)).toEqual([2048, undefined]);
});

test("locks are renewed for as long as a function may run", () => {
  const setting = "AzureFunctionsJobHost__extensions__serviceBus__maxAutoLockRenewalDuration";
  expect(functionApp(queueApp()).app_settings[setting]).toBe("00:30:00");
  expect(functionApp(queueApp({ functionTimeoutMinutes: 61 })).app_settings[setting]).toBe("01:01:00");
});

test("as many messages and sessions are taken at a time as predictions are made", () => {
  const taken = (json: Synthesized) => {
    const settings = functionApp(json).app_settings;
    return ["maxConcurrentCalls", "maxConcurrentSessions"].map(
      (name) => settings[`AzureFunctionsJobHost__extensions__serviceBus__${name}`],
    );
  };
  expect(taken(queueApp())).toEqual(["1", "1"]);
  expect(taken(queueApp({ concurrentPredictions: 4, workerProcesses: 2 }))).toEqual(["8", "8"]);

  const stack = new TestStack();
  const variable = (name: string) => new TerraformVariable(stack, name, { type: "number" }).numberValue;
  addQueueApp(stack, { concurrentPredictions: variable("lanes"), workerProcesses: variable("processes") });
  const product = "${(var.lanes * var.processes)}";
  expect(taken(synth(stack))).toEqual([product, product]);
});

test("ServiceBusQueueMlFunctionApp.serviceBusNamespaceName, QueueMlFunctionApp.inputQueueName, QueueMlFunctionApp.outputQueueName: for outputs", () => {
  const stack = new TestStack();
  const app = addQueueApp(stack, QUEUES);
  new TerraformOutput(stack, "namespace", { value: app.serviceBusNamespaceName });
  expect(synth(stack).output.namespace.value).toBe("${azurerm_servicebus_namespace.App_Trigger_Namespace.name}");
  expect([app.inputQueueName, app.outputQueueName]).toEqual(["input", "output"]);

  const other = addQueueApp(new TestStack(), { serviceBusNamespace: given });
  expect(other.serviceBusNamespaceName).toBe("given-bus");
  expect(other.outputQueueName).toBeUndefined();
});

describe("with shared keys", () => {
  const withKeys = (props?: Props) => queueApp({ ...props, access: Access.sharedKeys() });

  test("the connection is a connection string, and nothing else", () => {
    const { app_settings: settings } = functionApp(withKeys());
    const names = Object.keys(settings).filter((name) => name.startsWith("TriggerConnectionString"));
    expect(names).toEqual(["TriggerConnectionString"]);
    expect(settings.TriggerConnectionString).toBe(
      "${azurerm_servicebus_namespace_authorization_rule.App_Trigger_Key.primary_connection_string}",
    );
  });

  test("the key may send only when there is an output queue", () => {
    const rule = (props?: Props) => only(withKeys(props), "azurerm_servicebus_namespace_authorization_rule");
    expect(rule()).toEqual({
      name: "app-${local.App_NameSuffix}-app",
      namespace_id: "${azurerm_servicebus_namespace.App_Trigger_Namespace.id}",
      listen: true,
      send: false,
      manage: false,
    });
    expect(rule(QUEUES).send).toBe(true);
  });
});
