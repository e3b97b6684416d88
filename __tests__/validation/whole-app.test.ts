import { ServicebusNamespace } from "@cdktf/provider-azurerm/lib/servicebus-namespace";
import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { TerraformVariable, Testing, Token } from "cdktf";
import {
  AzureServiceBusNamespace,
  AzureStorageAccount,
  BlobTrigger,
  type Breach,
  ServiceBusQueueTrigger,
  ServiceBusTopicTrigger,
  SubscriptionFilter,
  ValidationError,
} from "../../lib";
import { synth, warnings } from "../support/synth";
import { addApp, TestStack } from "../support/test-stack";

const ACCOUNT = "/subscriptions/s/resourceGroups/ml/providers/Microsoft.Storage/storageAccounts/mldata";

/** Two stacks of one app. */
function stacks(): [TestStack, TestStack] {
  const app = Testing.app();
  return [new TestStack("one", app), new TestStack("two", app)];
}

function breachesIn(stack: TestStack): readonly Breach[] {
  try {
    synth(stack);
    return [];
  } catch (error) {
    if (error instanceof ValidationError) return error.breaches;
    throw error;
  }
}

function account(stack: TestStack, id = "Data"): StorageAccount {
  return new StorageAccount(stack, id, {
    name: `ml${id.toLowerCase()}`,
    resourceGroupName: "ml",
    location: "westeurope",
    accountTier: "Standard",
    accountReplicationType: "LRS",
  });
}

const namespaceIn = (stack: TestStack, sku = "Standard") =>
  new ServicebusNamespace(stack, "Bus", { name: "mlbusdata", resourceGroupName: "ml", location: "westeurope", sku });

const blobs = (inputPath: string, outputPath: string | undefined, storage: AzureStorageAccount) => ({
  trigger: new BlobTrigger({ inputPath, outputPath, storage, createContainers: false }),
});

const queues = (inputQueueName: string, outputQueueName: string | undefined, bus: ServicebusNamespace, more = {}) => ({
  trigger: new ServiceBusQueueTrigger({
    inputQueueName,
    outputQueueName,
    serviceBusNamespace: AzureServiceBusNamespace.fromResource(bus),
    ...more,
  }),
});

const topics = (inputTopicName: string, bus: ServicebusNamespace, more = {}) => ({
  trigger: new ServiceBusTopicTrigger({
    inputTopicName,
    subscriptionName: "model",
    serviceBusNamespace: AzureServiceBusNamespace.fromResource(bus),
    ...more,
  }),
});

describe("loops through the apps of several stacks", () => {
  test("of blobs, on an account that one of the stacks makes", () => {
    const [one, two] = stacks();
    const data = AzureStorageAccount.fromResource(account(one));
    addApp(one, blobs("first/{name}", "second/{name}", data));
    addApp(two, blobs("second/{name}", "first/{name}", data));
    expect(breachesIn(one)).toEqual([
      expect.objectContaining({ code: "blob-output-loop", path: "two/App/Trigger", prop: "outputPath" }),
    ]);
  });

  test("of blobs, on an account that no stack makes", () => {
    const [one, two] = stacks();
    const data = () => AzureStorageAccount.fromAttributes({ id: ACCOUNT, name: "mldata" });
    addApp(one, blobs("first/{name}", "second/{name}", data()));
    addApp(two, blobs("second/{name}", "first/{name}", data()));
    expect(breachesIn(one).map(({ code }) => code)).toEqual(["blob-output-loop"]);
  });

  test("of queues", () => {
    const [one, two] = stacks();
    const bus = namespaceIn(one);
    addApp(one, queues("a", "b", bus, { createQueues: false }));
    addApp(two, queues("b", "A", bus, { createQueues: false }));
    expect(breachesIn(two)).toEqual([expect.objectContaining({ code: "queue-loop", path: "two/App/Trigger" })]);
  });

  test("of topics", () => {
    const [one, two] = stacks();
    const bus = namespaceIn(one);
    addApp(one, topics("a", bus, { outputTopicName: "b" }));
    addApp(two, topics("b", bus, { outputTopicName: "A", createOutput: false, createInputTopic: false }));
    expect(breachesIn(one)).toEqual([
      expect.objectContaining({ code: "topic-loop", path: "two/App/Trigger", prop: "outputTopicName" }),
    ]);
  });

  test("of topics and queues, told of the last of the apps, with the way through the others", () => {
    const ways = (queueFirst: boolean) => {
      const [one, two] = stacks();
      const bus = namespaceIn(one);
      const toQueue = () => addApp(one, topics("orders", bus, { outputQueueName: "raw" }));
      const toTopic = () =>
        addApp(two, {
          trigger: new ServiceBusTopicTrigger({
            inputTopicName: "answers",
            subscriptionName: "other",
            outputTopicName: "Orders",
            serviceBusNamespace: AzureServiceBusNamespace.fromResource(bus),
            createOutput: false,
            createInputTopic: false,
          }),
        });
      const queueToTopic = queues("raw", "answers", bus, { createQueues: false });
      if (queueFirst) addApp(one, queueToTopic, "Queue");
      toQueue();
      toTopic();
      if (!queueFirst) addApp(two, queueToTopic, "Queue");
      return breachesIn(one);
    };
    expect(ways(true)).toEqual([
      expect.objectContaining({
        code: "topic-loop",
        path: "two/App/Trigger",
        message: expect.stringContaining("one/App/Trigger, which writes to one/Queue/Trigger, which writes to"),
      }),
    ]);
    expect(ways(false)).toEqual([expect.objectContaining({ code: "queue-loop", path: "two/Queue/Trigger" })]);
  });

  test("are none where topics go on to another one", () => {
    const stack = new TestStack();
    const bus = namespaceIn(stack);
    addApp(stack, topics("a", bus, { outputTopicName: "b" }), "First");
    addApp(stack, topics("a", bus, { outputTopicName: "c", subscriptionName: "other" }), "Second");
    addApp(stack, topics("b", bus, { outputQueueName: "d" }), "Third");
    expect(breachesIn(stack)).toEqual([]);
  });

  test("are none where each stack has an account of its own under the same id", () => {
    const [one, two] = stacks();
    addApp(one, blobs("first/{name}", "second/{name}", AzureStorageAccount.fromResource(account(one))));
    addApp(two, blobs("second/{name}", "first/{name}", AzureStorageAccount.fromResource(account(two))));
    expect(breachesIn(one)).toEqual([]);
    expect(breachesIn(two)).toEqual([]);
  });
});

test("blobs that apps of two stacks watch are warned of", () => {
  const [one, two] = stacks();
  const data = AzureStorageAccount.fromResource(account(one));
  addApp(one, blobs("first/{name}.json", undefined, data));
  addApp(two, blobs("first/{name}", undefined, data));
  expect(breachesIn(one)).toEqual([]);
  expect(warnings(two)).toEqual([expect.stringContaining("that one/App/Trigger watches too")]);
});

describe("two apps that read one queue", () => {
  const differ = (first: object, second: object) => {
    const stack = new TestStack();
    const bus = namespaceIn(stack);
    addApp(stack, queues("input", undefined, bus, first), "First");
    addApp(stack, queues("INPUT", undefined, bus, second), "Second");
    return breachesIn(stack);
  };

  test.each([
    ["lockDurationSeconds", 60],
    ["maxDeliveryCount", 9],
    ["requiresSession", true],
  ])("and want another %s are refused, whichever comes first", (prop, value) => {
    const refused = [
      expect.objectContaining({
        code: "queue-made-twice",
        path: "test/Second/Trigger",
        message:
          "the same lockDurationSeconds, maxDeliveryCount, requiresSession and maxMessageSizeKilobytes as with the other app that reads the queue",
      }),
    ];
    expect(differ({ [prop]: value }, {})).toEqual(refused);
    expect(differ({}, { [prop]: value })).toEqual(refused);
    expect(differ({ [prop]: value }, { [prop]: value })).toEqual([]);
  });

  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];

  test.each([
    ["one does not make it", { createQueues: false }],
    [
      "one delivers as Terraform says",
      { maxDeliveryCount: new TerraformVariable(new TestStack(), "n", {}).numberValue },
    ],
  ])("and want it differently are refused in any order, also where %s", (_, between) => {
    const readers = [{ maxDeliveryCount: 5 }, between, { maxDeliveryCount: 3 }];
    for (const order of orders) {
      const stack = new TestStack();
      const bus = namespaceIn(stack);
      order.forEach((i) => addApp(stack, queues("input", undefined, bus, readers[i]), `App${i}`));
      expect(breachesIn(stack).map(({ code }) => code)).toEqual(["queue-made-twice"]);
    }
  });

  test("are told of it also where another queue's name is refused", () => {
    const stack = new TestStack();
    const bus = namespaceIn(stack);
    addApp(stack, queues("input", "-x", bus, { maxDeliveryCount: 5 }), "First");
    addApp(stack, queues("input", undefined, bus, { maxDeliveryCount: 3 }), "Second");
    expect(breachesIn(stack).map(({ code }) => code)).toEqual(["queue-name", "queue-made-twice"]);
  });

  test("and want it differently in two stacks are refused, as only one of them can make it", () => {
    const [one, two] = stacks();
    const bus = namespaceIn(one);
    addApp(one, queues("input", undefined, bus, { maxDeliveryCount: 3 }));
    addApp(two, queues("input", undefined, bus));
    expect(breachesIn(one)).toEqual([
      expect.objectContaining({
        code: "queue-made-twice",
        path: "two/App/Trigger",
        remedy: "Switch off createQueues in one of the two stacks.",
      }),
    ]);
  });

  test("and do not make it may each say what they like", () => {
    expect(differ({ createQueues: false, maxDeliveryCount: 9 }, {})).toEqual([]);
  });
});

describe("two apps that read one subscription", () => {
  const differ = (first: object, second: object, name = "MODEL") => {
    const stack = new TestStack();
    const bus = namespaceIn(stack, "Premium");
    addApp(stack, topics("orders", bus, first), "First");
    addApp(stack, topics("Orders", bus, { subscriptionName: name, ...second }), "Second");
    return breachesIn(stack);
  };

  test.each([
    ["lockDurationSeconds", 60],
    ["maxDeliveryCount", 9],
    ["requiresSession", true],
    ["filter", SubscriptionFilter.sql("a = 1")],
    ["filter", SubscriptionFilter.correlation({ label: "a" })],
  ])("and want another %s are refused, whichever comes first", (prop, value) => {
    const refused = [
      expect.objectContaining({
        code: "subscription-made-twice",
        path: "test/Second/Trigger",
        prop: "subscriptionName",
        message:
          "the same lockDurationSeconds, maxDeliveryCount, requiresSession and filter as with the other app that reads the subscription",
      }),
    ];
    expect(differ({ [prop]: value }, {})).toEqual(refused);
    expect(differ({}, { [prop]: value })).toEqual(refused);
    expect(differ({ [prop]: value }, { [prop]: value })).toEqual([]);
    expect(differ({ [prop]: value }, {}, "other")).toEqual([]);
  });

  test("and want filters that say the same are taken", () => {
    const filter = (properties: { [name: string]: string }) => SubscriptionFilter.correlation({ properties });
    expect(differ({ filter: filter({ a: "1", b: "2" }) }, { filter: filter({ b: "2", a: "1" }) })).toEqual([]);
    expect(differ({ filter: SubscriptionFilter.sql("1=1") }, {})).toEqual([]);
  });

  test("and want filters of which Terraform alone knows whether they say the same are taken", () => {
    const properties = Token.asStringMap({ a: 1 });
    expect(differ({ filter: SubscriptionFilter.correlation({ properties }) }, {})).toEqual([]);
    expect(differ({}, { filter: SubscriptionFilter.sql(Token.asString({ a: 1 })) })).toEqual([]);
  });

  test("and do not make it may each say what they like", () => {
    expect(differ({ createSubscription: false, maxDeliveryCount: 9 }, {})).toEqual([]);
  });

  test("or two of one topic that want other messages of it are refused, and one that says nothing is not", () => {
    const size = (maxMessageSizeKilobytes: number) => ({ maxMessageSizeKilobytes });
    expect(differ(size(1024), size(2048), "other")).toEqual([
      expect.objectContaining({
        code: "topic-made-twice",
        prop: "inputTopicName",
        message: "the same maxMessageSizeKilobytes as with the other app that reads the topic",
      }),
    ]);
    expect(differ(size(2048), {})).toEqual([]);
    expect(differ({}, size(2048))).toEqual([]);
  });
});

test("a trigger of one's own that binds two others on one scope is judged by both", () => {
  const stack = new TestStack();
  const storage = AzureStorageAccount.fromResource(account(stack));
  const watch = (inputPath: string, outputPath: string) =>
    new BlobTrigger({ inputPath, outputPath, storage, createContainers: false });
  const first = watch("first/{name}", "second/{name}");
  const second = watch("second/{name}", "first/{name}");
  addApp(stack, {
    trigger: {
      bind(scope, context) {
        first.bind(scope, context);
        return second.bind(scope, context);
      },
    },
  });
  expect(breachesIn(stack).map(({ code }) => code)).toEqual(["blob-output-loop"]);
});
