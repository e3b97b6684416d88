import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { TerraformOutput, TerraformVariable } from "cdktf";
import {
  Access,
  AzureStorageAccount,
  StorageQueueMlFunctionApp,
  type StorageQueueMlFunctionAppProps,
  StorageQueueTrigger,
} from "../../lib";
import { ids } from "../support/ids";
import { KNOWN_TO_TERRAFORM } from "../support/numbers";
import { all, functionApp, roles, synth } from "../support/synth";
import { appWith, publicImage, TestStack } from "../support/test-stack";

type Props = Partial<StorageQueueMlFunctionAppProps>;

function addQueueApp(stack: TestStack, props: Props = {}, id = "App"): StorageQueueMlFunctionApp {
  return new StorageQueueMlFunctionApp(stack, id, {
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

const HOST = "AzureFunctionsJobHost__extensions__queues__";

/** Host settings of queues, by their names in host.json. */
function hostSettings(stack: TestStack): { [name: string]: string } {
  const settings: { [name: string]: string } = functionApp(synth(stack)).app_settings;
  const ours = Object.entries(settings).filter(([name]) => name.startsWith(HOST));
  return Object.fromEntries(ours.map(([name, value]) => [name.slice(HOST.length), value]));
}

function hostSettingsOf(props: Props = {}) {
  const stack = new TestStack();
  addQueueApp(stack, props);
  return hostSettings(stack);
}

function variable(stack: TestStack, name: string): TerraformVariable {
  return new TerraformVariable(stack, name, { type: "number" });
}

const QUEUES = { inputQueueName: "input", outputQueueName: "output" };
const given = AzureStorageAccount.fromAttributes({ id: ids.storage, name: "given" });
const queues = (props?: Props) => all(queueApp(props), "azurerm_storage_queue");
const ACCOUNT = "${azurerm_storage_account.App_Trigger_Storage.id}";
const queue = (name: string, account = ACCOUNT) => ({ name, storage_account_id: account });

test("StorageQueueTrigger.bind: an app of any kind can take it", () => {
  const { app_settings: settings } = appWith({ trigger: new StorageQueueTrigger(QUEUES) });
  expect(settings).toEqual(functionApp(queueApp(QUEUES)).app_settings);
  expect(settings.ML_TRIGGER).toBe("storage_queue");
});

test("QueueTriggerProps.inputQueueName: a setting, a queue, and its poison queue", () => {
  expect(functionApp(queueApp()).app_settings.ML_TRIGGER_INPUT_QUEUE_NAME).toBe("input");
  expect(queues()).toEqual({
    App_Trigger_InputQueue: queue("input"),
    App_Trigger_PoisonQueue: queue("input-poison"),
  });
  expect(queues({ inputQueueName: "other" })).toEqual({
    App_Trigger_InputQueue: queue("other"),
    App_Trigger_PoisonQueue: queue("other-poison"),
  });
});

test("a name that Terraform knows reaches the app, and the poison queue", () => {
  const stack = new TestStack();
  const name = new TerraformVariable(stack, "queue", { type: "string" }).stringValue;
  addQueueApp(stack, { inputQueueName: name });
  const json = synth(stack);
  expect(functionApp(json).app_settings.ML_TRIGGER_INPUT_QUEUE_NAME).toBe("${var.queue}");
  expect(all(json, "azurerm_storage_queue")).toEqual({
    App_Trigger_InputQueue: queue("${var.queue}"),
    App_Trigger_PoisonQueue: queue("${var.queue}-poison"),
  });
});

test("QueueTriggerProps.outputQueueName: a setting, and a queue; neither without", () => {
  expect(functionApp(queueApp()).app_settings).not.toHaveProperty("ML_TRIGGER_OUTPUT_QUEUE_NAME");
  expect(functionApp(queueApp(QUEUES)).app_settings.ML_TRIGGER_OUTPUT_QUEUE_NAME).toBe("output");
  expect(queues(QUEUES)).toEqual({
    App_Trigger_InputQueue: queue("input"),
    App_Trigger_OutputQueue: queue("output"),
    App_Trigger_PoisonQueue: queue("input-poison"),
  });
});

test("QueueTriggerProps.createQueues: true without; without it the host makes the poison queue when it needs one", () => {
  expect(Object.keys(queues({ ...QUEUES, createQueues: true }))).toHaveLength(3);
  expect(queues({ ...QUEUES, createQueues: false })).toEqual({});
  const settings = functionApp(queueApp({ ...QUEUES, createQueues: false })).app_settings;
  expect(settings).toEqual(functionApp(queueApp(QUEUES)).app_settings);
});

test("the app waits for all its queues", () => {
  expect(functionApp(queueApp(QUEUES)).depends_on).toEqual(
    expect.arrayContaining([
      "azurerm_storage_queue.App_Trigger_InputQueue",
      "azurerm_storage_queue.App_Trigger_OutputQueue",
      "azurerm_storage_queue.App_Trigger_PoisonQueue",
    ]),
  );
});

test("StorageQueueTriggerProps.storage: an account of its own without, and roles on its queues alone", () => {
  const own = queueApp();
  expect(Object.keys(all(own, "azurerm_storage_account"))).toEqual(["App_HostStorage", "App_Trigger_Storage"]);
  const json = queueApp({ ...QUEUES, storage: given });
  expect(Object.keys(all(json, "azurerm_storage_account"))).toEqual(["App_HostStorage"]);
  expect(Object.values(all(json, "azurerm_storage_queue"))).toEqual(
    expect.arrayContaining(["input", "output", "input-poison"].map((name) => queue(name, ids.storage))),
  );
  const { app_settings: settings } = functionApp(json);
  const names = Object.keys(settings).filter((name) => name.startsWith("TriggerConnectionString"));
  expect(names.sort()).toEqual([
    "TriggerConnectionString__clientId",
    "TriggerConnectionString__credential",
    "TriggerConnectionString__queueServiceUri",
  ]);
  expect(settings.TriggerConnectionString__queueServiceUri).toBe("https://given.queue.core.windows.net/");
  expect(roles(json).filter((role) => role.endsWith(ids.storage))).toEqual([
    `Storage Queue Data Contributor on ${ids.storage}`,
  ]);
});

test("StorageQueueTriggerProps.messageEncoding: none without, for the host and for the runtime", () => {
  const encodings = (messageEncoding?: string) => {
    const { app_settings: settings } = functionApp(queueApp({ messageEncoding }));
    return [settings[`${HOST}messageEncoding`], settings.ML_TRIGGER_MESSAGE_ENCODING];
  };
  expect(encodings()).toEqual(["none", "none"]);
  expect(encodings("base64")).toEqual(["base64", "base64"]);
});

test("StorageQueueTriggerProps.maxDequeueCount: 5 without", () => {
  expect(hostSettingsOf().maxDequeueCount).toBe("5");
  expect(hostSettingsOf({ maxDequeueCount: 1 }).maxDequeueCount).toBe("1");
});

test("StorageQueueTriggerProps.visibilityTimeoutSeconds: 0 without, as .NET writes a span of time", () => {
  const timeout = (visibilityTimeoutSeconds?: number) => hostSettingsOf({ visibilityTimeoutSeconds }).visibilityTimeout;
  expect(timeout()).toBe("00:00:00");
  expect(timeout(90)).toBe("00:01:30");
  expect(timeout(86399)).toBe("23:59:59");
  expect(timeout(86400)).toBe("1.00:00:00");
  expect(timeout(604800)).toBe("7.00:00:00");
});

test("StorageQueueTriggerProps.maxPollingIntervalSeconds: 60 without", () => {
  const interval = (seconds?: number) => hostSettingsOf({ maxPollingIntervalSeconds: seconds }).maxPollingInterval;
  expect(interval()).toBe("00:01:00");
  expect(interval(1)).toBe("00:00:01");
  expect(interval(90061)).toBe("1.01:01:01");
});

test("what Terraform knows of tries and times reaches the host", () => {
  const stack = new TestStack();
  addQueueApp(stack, {
    messageEncoding: new TerraformVariable(stack, "encoding", { type: "string" }).stringValue,
    maxDequeueCount: variable(stack, "tries").numberValue,
    visibilityTimeoutSeconds: variable(stack, "wait").numberValue,
    maxPollingIntervalSeconds: 60,
  });
  expect(hostSettings(stack)).toMatchObject({
    messageEncoding: "${var.encoding}",
    maxDequeueCount: "${var.tries}",
    visibilityTimeout:
      '${format("%d.%02d:%02d:%02d", floor((var.wait / 86400)), floor(((var.wait % 86400) / 3600)), ' +
      "floor(((var.wait % 3600) / 60)), (var.wait % 60))}",
    maxPollingInterval: "00:01:00",
  });
});

test.each(KNOWN_TO_TERRAFORM)("numbers that Terraform knows reach the host: %s", (_, { of, operand, text }) => {
  const stack = new TestStack();
  const number = of(stack);
  addQueueApp(stack, {
    maxDequeueCount: number,
    visibilityTimeoutSeconds: number,
    maxPollingIntervalSeconds: number,
    concurrentPredictions: number,
  });
  const span =
    `\${format("%d.%02d:%02d:%02d", floor((${operand} / 86400)), floor(((${operand} % 86400) / 3600)), ` +
    `floor(((${operand} % 3600) / 60)), (${operand} % 60))}`;
  expect(hostSettings(stack)).toMatchObject({
    maxDequeueCount: text,
    visibilityTimeout: span,
    maxPollingInterval: span,
    batchSize: `\${min(${operand}, 32)}`,
    newBatchThreshold: `\${(${operand} - min(${operand}, 32))}`,
  });
});

test("as many messages are taken at a time as predictions are made, 32 at once", () => {
  const taken = (props?: Props) => {
    const { batchSize, newBatchThreshold } = hostSettingsOf(props);
    return [batchSize, newBatchThreshold];
  };
  expect(taken()).toEqual(["1", "0"]);
  expect(taken({ concurrentPredictions: 4, workerProcesses: 2 })).toEqual(["8", "0"]);
  expect(taken({ concurrentPredictions: 32 })).toEqual(["32", "0"]);
  expect(taken({ concurrentPredictions: 10, workerProcesses: 4 })).toEqual(["32", "8"]);
});

test("as many messages are taken at a time as predictions are made, where Terraform knows how many", () => {
  const stack = new TestStack();
  const lanes = variable(stack, "lanes").numberValue;
  addQueueApp(stack, { concurrentPredictions: lanes, workerProcesses: 2 });
  expect(hostSettings(stack)).toMatchObject({
    batchSize: "${min((var.lanes * 2), 32)}",
    newBatchThreshold: "${((var.lanes * 2) - min((var.lanes * 2), 32))}",
  });
});

test("StorageQueueMlFunctionApp.triggerStorageAccountName, StorageQueueMlFunctionApp.poisonQueueName, QueueMlFunctionApp.inputQueueName, QueueMlFunctionApp.outputQueueName: for outputs", () => {
  const stack = new TestStack();
  const app = addQueueApp(stack, QUEUES);
  new TerraformOutput(stack, "account", { value: app.triggerStorageAccountName });
  expect(synth(stack).output.account.value).toBe("${azurerm_storage_account.App_Trigger_Storage.name}");
  expect([app.inputQueueName, app.outputQueueName, app.poisonQueueName]).toEqual(["input", "output", "input-poison"]);

  const other = addQueueApp(new TestStack(), { storage: given, createQueues: false });
  expect([other.triggerStorageAccountName, other.poisonQueueName]).toEqual(["given", "input-poison"]);
  expect(other.outputQueueName).toBeUndefined();
});

test("two apps in one stack have accounts and queues of their own", () => {
  const stack = new TestStack();
  addQueueApp(stack, QUEUES, "One");
  addQueueApp(stack, QUEUES, "Two");
  const json = synth(stack);
  expect(Object.keys(all(json, "azurerm_storage_account")).filter((name) => name.includes("Trigger"))).toHaveLength(2);
  expect(Object.keys(all(json, "azurerm_storage_queue"))).toHaveLength(6);
});

test("two apps share an account, the queue that both read, and its poison queue", () => {
  const stack = new TestStack();
  const storage = AzureStorageAccount.fromResource(
    new StorageAccount(stack, "Shared", {
      name: "shared",
      resourceGroupName: stack.group.name,
      location: stack.group.location,
      accountTier: "Standard",
      accountReplicationType: "LRS",
    }),
  );
  addQueueApp(stack, { storage, outputQueueName: "first" }, "One");
  addQueueApp(stack, { storage, outputQueueName: "second" }, "Two");
  const json = synth(stack);
  const made = Object.entries(all(json, "azurerm_storage_queue"));
  expect(made.map(([, { name }]) => name as string).sort()).toEqual(["first", "input", "input-poison", "second"]);
  for (const app of Object.values(all(json, "azurerm_linux_function_app"))) {
    const awaited = made.filter(([, { name }]) => /^input/.test(name as string));
    expect(app.depends_on).toEqual(expect.arrayContaining(awaited.map(([name]) => `azurerm_storage_queue.${name}`)));
  }
});

test("host and trigger can share one account", () => {
  const json = queueApp({ storage: given, hostStorage: given });
  expect(all(json, "azurerm_storage_account")).toEqual({});
  expect(roles(json).filter((role) => role.endsWith(ids.storage))).toEqual([
    `Storage Blob Data Owner on ${ids.storage}`,
    `Storage Queue Data Contributor on ${ids.storage}`,
  ]);
});

test("without roles of ours it has the same settings", () => {
  const json = queueApp({ ...QUEUES, access: Access.managedIdentity({ assignRoles: false }) });
  expect(roles(json)).toEqual([]);
  expect(functionApp(json).app_settings).toEqual(functionApp(queueApp(QUEUES)).app_settings);
});

test("with shared keys the connection is a connection string, and nothing else", () => {
  const json = queueApp({ ...QUEUES, access: Access.sharedKeys() });
  const { app_settings: settings } = functionApp(json);
  expect(Object.keys(settings).filter((name) => name.startsWith("TriggerConnectionString"))).toEqual([
    "TriggerConnectionString",
  ]);
  expect(settings.TriggerConnectionString).toBe(
    "${azurerm_storage_account.App_Trigger_Storage.primary_connection_string}",
  );
  expect(Object.keys(all(json, "azurerm_storage_queue"))).toHaveLength(3);
});
