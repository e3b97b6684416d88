import { ServicebusQueue } from "@cdktf/provider-azurerm/lib/servicebus-queue";
import { ServicebusSubscription } from "@cdktf/provider-azurerm/lib/servicebus-subscription";
import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { StorageContainer } from "@cdktf/provider-azurerm/lib/storage-container";
import { StorageQueue } from "@cdktf/provider-azurerm/lib/storage-queue";
import { TerraformVariable, Token } from "cdktf";
import {
  AzureServiceBusNamespace,
  AzureStorageAccount,
  BlobTrigger,
  ContainerImage,
  HttpTrigger,
  ServiceBusQueueTrigger,
  ServiceBusTopicTrigger,
  StorageQueueTrigger,
  SubscriptionFilter,
} from "../../lib";
import { ids } from "../support/ids";
import { KNOWN_TO_TERRAFORM } from "../support/numbers";
import { all, functionApp, synth } from "../support/synth";
import { addApp, TestStack } from "../support/test-stack";
import { type Anything, app, breachesOf, refused, taken, warningsOf } from "./support";

const blob = (inputPath: Anything, outputPath?: Anything, more: Anything = {}) =>
  app({ trigger: new BlobTrigger({ inputPath, outputPath, ...more }) });
const queue = (props: Anything) => app({ trigger: new ServiceBusQueueTrigger({ inputQueueName: "input", ...props }) });
const topic = (props: Anything) =>
  app({ trigger: new ServiceBusTopicTrigger({ inputTopicName: "orders", subscriptionName: "model", ...props }) });
const storageQueue = (props: Anything) =>
  app({ trigger: new StorageQueueTrigger({ inputQueueName: "input", ...props }) });
const http = (props: Anything) => app({ trigger: new HttpTrigger(props) });
const settings = (appSettings: Anything) => app({ appSettings });
const image = (props: Anything) =>
  app({ image: ContainerImage.fromPublicRegistry({ registryHost: "ghcr.io", repositoryName: "model", ...props }) });

describe("blob trigger", () => {
  const name = "{name}";

  refused([
    ["no path", "blob-path", "inputPath", blob(undefined)],
    ["a container alone", "blob-path", "inputPath", blob("input")],
    ["nothing behind the slash", "blob-path", "inputPath", blob("input/")],
    ["an open brace", "blob-path", "inputPath", blob("input/{name")],
    ["empty braces", "blob-path", "inputPath", blob("input/{}")],
    ["a lone percent sign", "blob-path", "inputPath", blob("input/100%")],
    ["a backslash", "blob-path", "inputPath", blob("input\\{name}")],
    ["1025 characters", "blob-path", "inputPath", blob(`input/${"a".repeat(1025)}`)],
    ["a list", "blob-path", "inputPath", blob(["input/{name}"])],
    ["braces behind a dollar sign", "blob-path", "inputPath", blob("input/${name}.json")],
    ["two hyphens in a container", "container-name", "inputPath (container)", blob("in--put/{name}")],
    ["upper case in a container", "container-name", "outputPath (container)", blob("input/{name}", "Output/{name}")],
    ["a container of an app setting that is made", "container-name", "inputPath (container)", blob("%IN%/{name}")],
    [
      "upper case beside an app setting",
      "container-name",
      "inputPath (container)",
      blob("IN-%IN%/{name}", undefined, { createContainers: false }),
    ],
    ["a name in braces with a hyphen", "blob-input-expression", "inputPath", blob("input/{blob-name}")],
    [
      "a name that the input does not bind",
      "blob-output-expression",
      "outputPath",
      blob("input/{name}", "output/{nam}"),
    ],
    [
      "the same container of an app setting",
      "blob-output-loop",
      "outputPath",
      blob("%IN%/{name}", "%IN%/out/{name}", { createContainers: false }),
    ],
    ["the same path", "blob-output-loop", "outputPath", blob("data/{name}", "data/{name}")],
    [
      "a folder under the input",
      "blob-output-loop",
      "outputPath",
      blob("data/{name}.json", "data/results/{name}.json"),
    ],
    ["an output that could match", "blob-output-loop", "outputPath", blob("data/{name}", "data/{name}.csv")],
    ["a name that may be anything", "blob-output-loop", "outputPath", blob("data/in{name}", "data/{name}")],
    [
      "containers that Terraform switches",
      "known-to-terraform-only",
      "createContainers",
      blob("input/{name}", undefined, { createContainers: Token.asAny(1) }),
    ],
    ["an account of another kind", "part", "storage", blob("input/{name}", undefined, { storage: {} })],
  ]);

  taken([
    ["an ending that outputs do not have", blob("data/{name}.json", "data/{name}.csv")],
    ["folders apart", blob("data/in/{name}", "data/out/{name}")],
    ["another container", blob("input/{name}", "output/{name}")],
    ["a name in another case", blob("input/{Name}", "output/{name}")],
    ["the host's own names", blob("input/{name}", "output/{DateTime:yyyy}/{rand-guid}/{name}-{sys.utcnow}")],
    ["braces themselves", blob("input/{{2024}}-{name}", "output/{{x}}{name}")],
    ["an app setting", blob("input/%FOLDER%/{name}", "output/{name}")],
    ["containers of app settings", blob("%IN%/{name}", "results-%OUT%/{name}", { createContainers: false })],
    ["letters of any script", blob("input/größe-{größe}.json", "output/{größe}.json")],
    ["1024 characters and more names", blob(`input/${`${"{a}"}x`.repeat(1024)}`, `output/${"{a}".repeat(500)}`)],
    [
      "two patterns of 1024 characters in one container",
      blob(`data/a${`x${name}`.repeat(1000)}`, `data/b${`x${name}`.repeat(1000)}`),
    ],
    ["the container of a static website", blob("$web/{name}", "output/{name}")],
    ["a container of 63 characters", blob(`${"a".repeat(63)}/{name}`)],
    ["a path that Terraform knows", blob(Token.asString({ a: 1 }), Token.asString({ a: 2 }))],
    ["a container that Terraform knows", blob(`${Token.asString({ a: 1 })}/{name}`, "output/{name}")],
    ["a folder that Terraform knows", blob(`data/${Token.asString({ a: 1 })}/{name}`, "data/{name}/{nam}")],
    ["an expression written by hand", blob('data/${var.a["}/{"]}/{name}', "data/{name}")],
    ["an app setting before a name", blob("input/%FOLDER%{name}", "output/{name}")],
  ]);

  const shared = (stack: TestStack, id: string, inputPath: string) => {
    const storage = AzureStorageAccount.fromAttributes({ id: ids.storage, name: "given" });
    addApp(stack, { trigger: new BlobTrigger({ inputPath, storage }) }, id);
  };

  test("apps have settings of their own, so that containers of one name may be two", () => {
    const watching = (inputPath: string, outputPath: string) => {
      const storage = AzureStorageAccount.fromAttributes({ id: ids.storage, name: "given" });
      return { trigger: new BlobTrigger({ inputPath, outputPath, storage, createContainers: false }) };
    };
    const two = (stack: TestStack) => {
      addApp(stack, watching("%A%/{name}", "%B%/{name}"), "One");
      addApp(stack, watching("%B%/{name}", "%A%/{name}"), "Two");
      addApp(stack, watching("%A%/{name}", "%B%/{name}"), "Three");
    };
    expect(breachesOf(two)).toEqual([]);
    expect(warningsOf(two)).toEqual([]);
  });

  test("warns of two apps that watch the same blobs, and makes their container once", () => {
    const two = (other: string) => (stack: TestStack) => {
      shared(stack, "One", "input/{name}.json");
      shared(stack, "Two", other);
    };
    expect(warningsOf(two("input/{any}"))).toEqual([expect.stringMatching(/test\/One.*\(blob-watched-twice\)$/)]);
    expect(warningsOf(two("input/{any}.csv"))).toEqual([]);
    const stack = new TestStack();
    two("input/{any}.csv")(stack);
    expect(Object.keys(all(synth(stack), "azurerm_storage_container"))).toHaveLength(1);
  });

  test("what Terraform knows of a path reaches the app, and its container", () => {
    const stack = new TestStack();
    const { stringValue: path } = new TerraformVariable(stack, "path", { type: "string" });
    blob(path, "out-${var.place}/%FOLDER%{name}")(stack);
    const json = synth(stack);
    expect(functionApp(json).app_settings).toMatchObject({
      ML_TRIGGER_INPUT_PATH: "${var.path}",
      ML_TRIGGER_OUTPUT_PATH: "out-${var.place}/%FOLDER%%{name}",
    });
    expect(Object.values(all(json, "azurerm_storage_container")).map(({ name: made }) => made)).toEqual([
      '${element(split("/", var.path), 0)}',
      "out-${var.place}",
    ]);
  });

  const made = (stack: TestStack, container: string) => {
    const account = new StorageAccount(stack, "Account", {
      name: "mine",
      resourceGroupName: stack.group.name,
      location: stack.group.location,
      accountTier: "Standard",
      accountReplicationType: "LRS",
    });
    const { name: known } = new StorageContainer(stack, "Container", { name: container, storageAccountId: account.id });
    return { known, storage: AzureStorageAccount.fromResource(account) };
  };

  refused([
    [
      "a container that the stack makes already",
      "name-twice",
      "inputPath (container)",
      (stack) => blob("uploads/{name}", undefined, made(stack, "uploads"))(stack),
    ],
    [
      "the name of a container that the stack makes already",
      "name-twice",
      "outputPath (container)",
      (stack) => {
        const { known, storage } = made(stack, "uploads");
        blob("input/{name}", `${known}/{name}`, { storage })(stack);
      },
    ],
  ]);

  taken([
    [
      "a container that the stack makes already and the app need not",
      (stack) => {
        const { known, storage } = made(stack, "uploads");
        blob(`${known}/{name}`, undefined, { storage, createContainers: false })(stack);
      },
    ],
  ]);

  test("a container that was refused is no loop besides", () => {
    expect(breachesOf(blob("Data/{name}", "Input/{name}")).map(({ code }) => code)).toEqual([
      "container-name",
      "container-name",
    ]);
  });

  const chain = (...paths: [inputPath: string, outputPath: string][]): ((stack: TestStack) => void) => {
    return (stack) => {
      const storage = AzureStorageAccount.fromAttributes({ id: ids.storage, name: "given" });
      paths.forEach(([inputPath, outputPath], i) => {
        addApp(stack, { trigger: new BlobTrigger({ inputPath, outputPath, storage }) }, `App${i}`);
      });
    };
  };

  refused([
    [
      "two apps in a ring",
      "blob-output-loop",
      "outputPath",
      chain(["box-a/{n}", "box-b/{n}"], ["box-b/{n}", "box-a/{n}"]),
    ],
    [
      "three apps in a ring, and one beside it",
      "blob-output-loop",
      "outputPath",
      chain(
        ["box-c/{n}", "box-a/{n}"],
        ["box-b/{n}.x", "box-d/{n}"],
        ["box-a/{n}", "box-b/{n}.y"],
        ["box-b/{n}", "box-c/{n}.json"],
      ),
    ],
  ]);

  taken([
    ["apps in a row", chain(["box-a/{n}", "box-b/{n}"], ["box-b/{n}", "box-c/{n}"], ["box-c/{n}", "box-d/{n}"])],
    [
      "a ring with an ending that does not fit",
      chain(["box-a/{n}.json", "box-b/{n}.json"], ["box-b/{n}", "box-a/{n}.csv"]),
    ],
    ["two apps that write to one container", chain(["box-a/{n}", "box-c/{n}"], ["box-b/{n}", "box-c/{n}"])],
  ]);

  test("warns of an output that is one blob", () => {
    expect(warningsOf(blob("input/{name}", "output/last.json"))).toEqual([
      expect.stringContaining("(blob-output-fixed)"),
    ]);
    expect(warningsOf(blob("input/{name}", "output/{name}"))).toEqual([]);
  });
});

describe("Service Bus trigger", () => {
  const tier = (sku: string) => ({ serviceBusNamespace: AzureServiceBusNamespace.create({ sku }) });
  const size = (maxMessageSizeKilobytes: Anything) => ({ maxMessageSizeKilobytes });
  const given = (more: Anything) => ({
    serviceBusNamespace: AzureServiceBusNamespace.fromAttributes({ id: ids.serviceBus, name: "given-bus", ...more }),
  });

  refused([
    ["no queue", "queue-name", "inputQueueName", queue({ inputQueueName: undefined })],
    ["a queue that ends with a slash", "queue-name", "inputQueueName", queue({ inputQueueName: "a/" })],
    ["a queue of 261 characters", "queue-name", "outputQueueName", queue({ outputQueueName: "a".repeat(261) })],
    ["the input as output, in another case", "queue-loop", "outputQueueName", queue({ outputQueueName: "INPUT" })],
    ["a lock of 4 seconds", "queue-lock-duration", "lockDurationSeconds", queue({ lockDurationSeconds: 4 })],
    ["a lock of 301 seconds", "queue-lock-duration", "lockDurationSeconds", queue({ lockDurationSeconds: 301 })],
    ["no delivery", "queue-delivery-count", "maxDeliveryCount", queue({ maxDeliveryCount: 0 })],
    ["a text as count", "queue-delivery-count", "maxDeliveryCount", queue({ maxDeliveryCount: "5" })],
    ["a namespace of another kind", "part", "serviceBusNamespace", queue({ serviceBusNamespace: "bus" })],
    ["sessions on Basic", "queue-sessions", "requiresSession", queue({ requiresSession: true, ...tier("Basic") })],
    ["sessions as a text", "boolean", "requiresSession", queue({ requiresSession: "yes" })],
    ["large messages on Standard", "queue-message-size", "maxMessageSizeKilobytes", queue(size(1024))],
    ["small messages", "queue-message-size", "maxMessageSizeKilobytes", queue({ ...size(512), ...tier("Premium") })],
    [
      "larger messages than Premium has",
      "queue-message-size",
      "maxMessageSizeKilobytes",
      queue({ ...size(102401), ...tier("Premium") }),
    ],
    [
      "large messages on a given namespace",
      "queue-message-size",
      "maxMessageSizeKilobytes",
      queue({ ...size(2048), ...given({ sku: "Standard" }) }),
    ],
    ["an unknown tier of a given namespace", "service-bus-tier", "serviceBusNamespace.sku", queue(given({ sku: "S" }))],
    [
      "a ring of two apps",
      "queue-loop",
      "outputQueueName",
      (stack) => {
        queue({ inputQueueName: "a", outputQueueName: "b", ...given({}) })(stack);
        addApp(
          stack,
          { trigger: new ServiceBusQueueTrigger({ inputQueueName: "B", outputQueueName: "A", ...given({}) }) },
          "Two",
        );
      },
    ],
    [
      "a queue of sessions for one of two apps",
      "queue-made-twice",
      "inputQueueName",
      (stack) => {
        queue({ ...given({}), requiresSession: true })(stack);
        addApp(stack, { trigger: new ServiceBusQueueTrigger({ inputQueueName: "input", ...given({}) }) }, "Two");
      },
    ],
    [
      "a queue that the stack makes already",
      "name-twice",
      "inputQueueName",
      (stack) => {
        new ServicebusQueue(stack, "Queue", { name: "INPUT", namespaceId: ids.serviceBus });
        queue(given({}))(stack);
      },
    ],
  ]);

  taken([
    ["a queue of 260 characters", queue({ inputQueueName: "a".repeat(260) })],
    ["a path of a queue", queue({ inputQueueName: "team/orders_1.in-x" })],
    ["limits", queue({ lockDurationSeconds: 5, maxDeliveryCount: 2000 })],
    ["sessions on Standard", queue({ requiresSession: true })],
    ["no sessions on Basic", queue({ requiresSession: false, ...tier("Basic") })],
    ["the largest messages on Premium", queue({ ...size(102400), ...tier("Premium") })],
    ["large messages on a namespace whose tier is not known", queue({ ...size(2048), ...given({}) })],
    ["a tier that Terraform knows", queue({ ...size(2048), ...given({ sku: Token.asString({ a: 1 }) }) })],
    [
      "a lock that Terraform knows",
      (stack) => {
        const seconds = new TerraformVariable(stack, "lock", { type: "number" }).numberValue;
        queue({ lockDurationSeconds: seconds, maxDeliveryCount: seconds })(stack);
      },
    ],
  ]);
});

test.each(KNOWN_TO_TERRAFORM)("what Terraform knows of delivery reaches the plan: %s", (_, { of, operand, text }) => {
  const stack = new TestStack();
  const number = of(stack);
  const premium = AzureServiceBusNamespace.create({ sku: "Premium" });
  const delivery = { lockDurationSeconds: number, maxDeliveryCount: number };
  queue({ ...delivery, maxMessageSizeKilobytes: number, serviceBusNamespace: premium })(stack);
  const [made] = Object.values(all(synth(stack), "azurerm_servicebus_queue"));
  // in its shortest form
  expect(made.lock_duration).toBe(
    `\${join("", ["PT", (floor((${operand} / 60)) >= 1) ? format("%dM", floor((${operand} / 60))) : "", ` +
      `((${operand} % 60) >= 1) ? format("%dS", (${operand} % 60)) : ""])}`,
  );
  expect([made.max_delivery_count, made.max_message_size_in_kilobytes]).toEqual([text, text]);
});

describe("Storage queue trigger", () => {
  const storage = AzureStorageAccount.fromAttributes({ id: ids.storage, name: "given" });
  const count = (maxDequeueCount: Anything) => storageQueue({ maxDequeueCount });
  const visibility = (visibilityTimeoutSeconds: Anything) => storageQueue({ visibilityTimeoutSeconds });
  const polling = (maxPollingIntervalSeconds: Anything) => storageQueue({ maxPollingIntervalSeconds });
  const input = (inputQueueName: Anything) => storageQueue({ inputQueueName });
  const output = (outputQueueName: Anything) => storageQueue({ outputQueueName });
  /** Apps on one account. */
  const apps = (...given: Anything[]): ((stack: TestStack) => void) => {
    return (stack) => {
      given.forEach((props, i) =>
        addApp(stack, { trigger: new StorageQueueTrigger({ storage, ...props }) }, `App${i}`),
      );
    };
  };

  refused([
    ["no queue", "storage-queue-name", "inputQueueName", input(undefined)],
    ["a queue of 2 characters", "storage-queue-name", "inputQueueName", input("in")],
    ["a queue in upper case", "storage-queue-name", "inputQueueName", input("Input")],
    ["a queue with an underscore", "storage-queue-name", "inputQueueName", input("in_put")],
    ["two hyphens in a row", "storage-queue-name", "inputQueueName", input("in--put")],
    ["a hyphen at the end", "storage-queue-name", "inputQueueName", input("input-")],
    ["a name that leaves no room for -poison", "storage-queue-name", "inputQueueName", input("a".repeat(57))],
    ["a poison queue as input", "storage-queue-name", "inputQueueName", input("orders-poison")],
    ["a queue of the host's own", "storage-queue-name", "inputQueueName", input("azure-webjobs-blobtrigger-x")],
    ["an output of 64 characters", "storage-queue-name", "outputQueueName", output("a".repeat(64))],
    ["the poison queue as output", "storage-queue-name", "outputQueueName", output("input-poison")],
    ["the input as output", "queue-loop", "outputQueueName", output("input")],
    ["an unknown encoding", "storage-queue-encoding", "messageEncoding", storageQueue({ messageEncoding: "utf-8" })],
    [
      "an encoding in upper case",
      "storage-queue-encoding",
      "messageEncoding",
      storageQueue({ messageEncoding: "None" }),
    ],
    ["no try", "storage-queue-dequeue-count", "maxDequeueCount", count(0)],
    ["half a try", "storage-queue-dequeue-count", "maxDequeueCount", count(1.5)],
    ["a text as tries", "storage-queue-dequeue-count", "maxDequeueCount", count("5")],
    ["more tries than the host counts", "storage-queue-dequeue-count", "maxDequeueCount", count(2 ** 31)],
    ["a wait below zero", "storage-queue-visibility-timeout", "visibilityTimeoutSeconds", visibility(-1)],
    ["a wait of more than a week", "storage-queue-visibility-timeout", "visibilityTimeoutSeconds", visibility(604801)],
    ["half a second", "storage-queue-visibility-timeout", "visibilityTimeoutSeconds", visibility(0.5)],
    ["no pause between looks", "storage-queue-polling-interval", "maxPollingIntervalSeconds", polling(0)],
    ["a pause of a tenth", "storage-queue-polling-interval", "maxPollingIntervalSeconds", polling(0.1)],
    ["a pause of more than a week", "storage-queue-polling-interval", "maxPollingIntervalSeconds", polling(604801)],
    ["an account of another kind", "part", "storage", storageQueue({ storage: {} })],
    [
      "queues that Terraform switches",
      "known-to-terraform-only",
      "createQueues",
      storageQueue({ createQueues: Token.asAny(1) }),
    ],
    [
      "a ring of two apps",
      "queue-loop",
      "outputQueueName",
      apps({ inputQueueName: "one", outputQueueName: "two" }, { inputQueueName: "two", outputQueueName: "one" }),
    ],
    [
      "two encodings in one queue that both read",
      "storage-queue-encoding",
      "messageEncoding",
      apps({ inputQueueName: "one", messageEncoding: "base64" }, { inputQueueName: "one" }),
    ],
    [
      "an encoding that the next app does not read",
      "storage-queue-encoding",
      "messageEncoding",
      apps(
        { inputQueueName: "one", outputQueueName: "two", messageEncoding: "base64" },
        { inputQueueName: "two", messageEncoding: "none" },
      ),
    ],
    [
      "a poison queue that the stack makes already",
      "name-twice",
      "inputQueueName (poison queue)",
      (stack) => {
        new StorageQueue(stack, "Queue", { name: "input-poison", storageAccountId: ids.storage });
        storageQueue({ storage })(stack);
      },
    ],
    [
      "a queue that the stack makes already",
      "name-twice",
      "inputQueueName",
      (stack) => {
        const { name } = new StorageQueue(stack, "Queue", { name: "input", storageAccountId: ids.storage });
        storageQueue({ storage, inputQueueName: name })(stack);
      },
    ],
  ]);

  const known = (stack: TestStack) => new TerraformVariable(stack, "known", { type: "number" }).numberValue;

  taken([
    ["queues of 3 characters", storageQueue({ inputQueueName: "in1", outputQueueName: "0ut" })],
    ["the longest names", storageQueue({ inputQueueName: "a".repeat(56), outputQueueName: "a".repeat(63) })],
    ["a name with hyphens", input("team-orders-1")],
    ["a name with poison in it", input("poison-reports")],
    ["base64", storageQueue({ messageEncoding: "base64" })],
    ["limits", storageQueue({ maxDequeueCount: 1, visibilityTimeoutSeconds: 0, maxPollingIntervalSeconds: 1 })],
    ["a week", storageQueue({ visibilityTimeoutSeconds: 604800, maxPollingIntervalSeconds: 604800 })],
    ["as many tries as the host counts", count(2 ** 31 - 1)],
    [
      "numbers that Terraform knows",
      (stack) => {
        const number = known(stack);
        const times = { visibilityTimeoutSeconds: number, maxPollingIntervalSeconds: number };
        storageQueue({ maxDequeueCount: number, ...times })(stack);
      },
    ],
    [
      "apps in a row, with one encoding",
      apps(
        { inputQueueName: "one", outputQueueName: "two", messageEncoding: "base64" },
        { inputQueueName: "two", outputQueueName: "three", messageEncoding: "base64" },
        { inputQueueName: "four", outputQueueName: "five" },
      ),
    ],
    [
      "an encoding that Terraform knows",
      apps(
        { inputQueueName: "one", outputQueueName: "two", messageEncoding: Token.asString({ a: 1 }) },
        { inputQueueName: "two" },
      ),
    ],
    [
      "a queue that the stack makes already and the app need not",
      (stack) => {
        const { name } = new StorageQueue(stack, "Queue", { name: "input", storageAccountId: ids.storage });
        storageQueue({ storage, inputQueueName: name, createQueues: false })(stack);
      },
    ],
  ]);

  test("a queue that was refused is no loop, and none of another encoding besides", () => {
    const make = apps({ inputQueueName: "Input", outputQueueName: "Input" }, { inputQueueName: "input" });
    expect(breachesOf(make).map(({ code }) => code)).toEqual(["storage-queue-name", "storage-queue-name"]);
  });

  test("says which app has the other encoding", () => {
    const make = apps({ inputQueueName: "one", messageEncoding: "base64" }, { inputQueueName: "one" });
    expect(breachesOf(make)).toMatchObject([
      {
        path: "test/App1/Trigger",
        value: '"none"',
        message: expect.stringMatching(/^base64, as test\/App0\/Trigger has/),
      },
    ]);
  });
});

describe("HTTP trigger", () => {
  refused([
    ["an unknown level", "http-auth-level", "authLevel", http({ authLevel: "user" })],
    ["a level in upper case", "http-auth-level", "authLevel", http({ authLevel: "ANONYMOUS" })],
    ["an unknown method", "http-methods", "methods", http({ methods: ["FETCH"] })],
    ["PUT", "http-methods", "methods", http({ methods: ["POST", "PUT"] })],
    ["PATCH", "http-methods", "methods", http({ methods: ["PATCH"] })],
    ["DELETE", "http-methods", "methods", http({ methods: ["DELETE"] })],
    ["a method in lower case", "http-methods", "methods", http({ methods: ["get"] })],
    ["a method twice", "http-methods", "methods", http({ methods: ["GET", "GET"] })],
    ["no method", "http-methods", "methods", http({ methods: [] })],
    ["a text as methods", "http-methods", "methods", http({ methods: "GET" })],
    ["a text as props", "struct", "trigger", http("anonymous")],
  ]);

  taken([
    ["all methods", http({ methods: ["GET", "POST", "HEAD", "OPTIONS"] })],
    ["methods that Terraform knows", http({ methods: Token.asList({ a: 1 }) })],
  ]);

  test("says why other methods are refused", () => {
    expect(breachesOf(http({ methods: ["PUT"] }))).toMatchObject([
      {
        message: expect.stringMatching(
          /^one or more of GET, POST, HEAD, OPTIONS, .*with 405, as on an Azure ML endpoint$/,
        ),
      },
    ]);
  });

  test("warns of what anonymous opens", () => {
    expect(warningsOf(http({ authLevel: "anonymous" }))).toEqual([
      expect.stringMatching(/everyone.*\(http-anonymous\)$/),
    ]);
    expect(warningsOf(http({ authLevel: "function" }))).toEqual([]);
  });
});

describe("image", () => {
  const digest = `sha256:${"a".repeat(64)}`;

  refused([
    [
      "a scheme in the host",
      "image-registry-host",
      "image.registryHost",
      image({ registryHost: "https://ghcr.io", tag: "v1" }),
    ],
    [
      "a host in upper case",
      "image-registry-host",
      "image.registryHost",
      image({ registryHost: "GHCR.io", tag: "v1" }),
    ],
    ["a tag with a colon", "image-tag", "image.tag", image({ tag: "model:v1" })],
    ["a tag of 129 characters", "image-tag", "image.tag", image({ tag: "a".repeat(129) })],
    ["a short digest", "image-digest", "image.digest", image({ digest: "sha256:abc" })],
    ["a digest in upper case", "image-digest", "image.digest", image({ digest: digest.toUpperCase() })],
    ["tag and digest", "image-reference", "image.tag", image({ tag: "v1", digest })],
    ["neither", "image-reference", "image.tag", image({})],
    [
      "no props",
      "image-reference",
      "image.tag",
      app({ image: ContainerImage.fromPublicRegistry(undefined as Anything) }),
    ],
    [
      "no registry",
      "part",
      "image.registry",
      app({ image: ContainerImage.fromRegistry({ repositoryName: "m", tag: "v1" } as Anything) }),
    ],
    ["no model image", "part", "image", app({ image: ContainerImage.fromModelImage(undefined as Anything) })],
    ["no image", "part", "image", app({ image: undefined })],
  ]);

  taken([
    ["a digest", image({ digest })],
    ["a tag of 128 characters", image({ tag: `_${"a".repeat(127)}` })],
    ["a host with a port", image({ registryHost: "registry.example.com:5000", tag: "v1" })],
  ]);

  test("warns of the tag latest", () => {
    expect(warningsOf(image({ tag: "latest" }))).toEqual([expect.stringContaining("(image-tag-latest)")]);
  });
});

describe("app settings", () => {
  refused([
    ...[
      "DOCKER_REGISTRY_SERVER_URL",
      "docker_registry_server_username",
      "DOCKER_REGISTRY_SERVER_PASSWORD",
      "FUNCTIONS_EXTENSION_VERSION",
      "functions_worker_runtime",
      "FUNCTIONS_WORKER_PROCESS_COUNT",
      "FUNCTIONS_WORKER_DYNAMIC_CONCURRENCY_ENABLED",
      "PYTHON_THREADPOOL_THREAD_COUNT",
      "PYTHONPATH",
      "AzureWebJobsStorage",
      "AzureWebJobsStorage__accountName",
      "AzureWebJobsDashboard",
      "APPINSIGHTS_INSTRUMENTATIONKEY",
      "APPLICATIONINSIGHTS_CONNECTION_STRING",
      "WEBSITE_HEALTHCHECK_MAXPINGFAILURES",
      "WEBSITES_ENABLE_APP_SERVICE_STORAGE",
      "TriggerConnectionString",
      "TriggerConnectionString__clientId",
      "AzureFunctionsJobHost__concurrency__dynamicConcurrencyEnabled",
      "AzureFunctionsJobHost__concurrency__snapshotPersistenceEnabled",
      "AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls",
      "azurefunctionsjobhost__EXTENSIONS__servicebus__maxconcurrentcalls",
      "AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCallsPerSession",
      "AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentSessions",
      "AzureFunctionsJobHost__extensions__serviceBus__maxMessageBatchSize",
      "AzureFunctionsJobHost__extensions__serviceBus__minMessageBatchSize",
      "AzureFunctionsJobHost__extensions__serviceBus__prefetchCount",
      "AzureFunctionsJobHost__extensions__blobs__maxDegreeOfParallelism",
      "AzureFunctionsJobHost__extensions__queues__batchSize",
      "AzureFunctionsJobHost__extensions__queues__newBatchThreshold",
      "AzureFunctionsJobHost__extensions__queues__messageEncoding",
      "AzureFunctionsJobHost__extensions__queues__maxDequeueCount",
      "azurefunctionsjobhost__EXTENSIONS__queues__visibilitytimeout",
      "AzureFunctionsJobHost__extensions__queues__maxPollingInterval",
      "ML_CONCURRENT_PREDICTIONS",
      "ML_TRIGGER",
      "ML_TRIGGER_INPUT_PATH",
      "AZUREML_MODEL_DIR",
    ].map((name) => [name, "app-setting-reserved", `appSettings["${name}"]`, settings({ [name]: "x" })] as const),
    ["a hyphen", "app-setting-name", 'appSettings["a-b"]', settings({ "a-b": "x" })],
    ["an empty name", "app-setting-name", 'appSettings[""]', settings({ "": "x" })],
    ["a number", "app-setting-value", 'appSettings["A"]', settings({ A: 1 })],
    ["null", "app-setting-value", 'appSettings["A"]', settings({ A: null })],
    [
      "an exact name beside its form with __",
      "app-setting-twice",
      'appSettings["Db__url"]',
      settings({ Db: "x", Db__url: "y" }),
    ],
    ["two cases of a name", "app-setting-twice", 'appSettings["a"]', settings({ A: "x", a: "y" })],
    ["a list", "app-settings", "appSettings", settings(["A=1"])],
    ["a text", "app-settings", "appSettings", settings("A=1")],
  ]);

  taken([
    ["periods and underscores", settings({ "My.Setting_1": "", Db__url: "y", Db__key: "z" })],
    ["the host's own sections", settings({ AzureFunctionsJobHost__logging__logLevel__default: "Debug" })],
    [
      "what extensions do beside taking work",
      settings({ AzureFunctionsJobHost__extensions__serviceBus__sessionIdleTimeout: "00:00:05" }),
    ],
    [
      "a Key Vault reference",
      settings({ SECRET: "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s)" }),
    ],
    ["a value that Terraform knows", settings({ A: Token.asString({ a: 1 }) })],
    [
      "a name that begins like a reserved one",
      settings({ DOCKER_REGISTRY_SERVER_URL_OLD: "x", DOCKER_REGISTRY_SERVER: "y" }),
    ],
  ]);

  test.each([
    ["PYTHON_THREADPOOL_THREAD_COUNT", /^Use concurrentPredictions\.$/],
    ["ML_CONCURRENT_PREDICTIONS", /^Use concurrentPredictions\.$/],
    ["FUNCTIONS_WORKER_DYNAMIC_CONCURRENCY_ENABLED", /^Use workerProcesses\.$/],
    [
      "AzureFunctionsJobHost__concurrency__dynamicConcurrencyEnabled",
      /^Use concurrentPredictions, and workerProcesses/,
    ],
    [
      "AzureFunctionsJobHost__extensions__serviceBus__prefetchCount",
      /would lock messages .*Use concurrentPredictions, /,
    ],
    ["AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCallsPerSession", /in their order/],
    ["AzureFunctionsJobHost__extensions__queues__messageEncoding", /^Use messageEncoding of the Storage queue/],
    ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout", /^Use visibilityTimeoutSeconds of the Storage/],
  ])("%s: what to use instead", (name, remedy) => {
    expect(breachesOf(settings({ [name]: "2" }))).toMatchObject([{ remedy: expect.stringMatching(remedy) }]);
  });
});

describe("Service Bus topic trigger", () => {
  const tier = (sku: string) => ({ serviceBusNamespace: AzureServiceBusNamespace.create({ sku }) });
  const serviceBusNamespace = AzureServiceBusNamespace.fromAttributes({ id: ids.serviceBus, name: "given-bus" });
  const sql = (expression: Anything) => topic({ filter: SubscriptionFilter.sql(expression) });
  const correlation = (properties: Anything) => topic({ filter: SubscriptionFilter.correlation(properties) });

  refused([
    ["no topic", "topic-name", "inputTopicName", topic({ inputTopicName: undefined })],
    ["a topic that ends with a slash", "topic-name", "inputTopicName", topic({ inputTopicName: "a/" })],
    ["a topic of 261 characters", "topic-name", "outputTopicName", topic({ outputTopicName: "a".repeat(261) })],
    ["a queue that ends with a slash", "queue-name", "outputQueueName", topic({ outputQueueName: "a/" })],
    ["no subscription", "subscription-name", "subscriptionName", topic({ subscriptionName: undefined })],
    ["a subscription with a slash", "subscription-name", "subscriptionName", topic({ subscriptionName: "a/b" })],
    [
      "a subscription of 51 characters",
      "subscription-name",
      "subscriptionName",
      topic({ subscriptionName: "a".repeat(51) }),
    ],
    [
      "two outputs",
      "topic-output",
      "outputQueueName",
      topic({ outputTopicName: "answers", outputQueueName: "answers" }),
    ],
    ["the input as output, in another case", "topic-loop", "outputTopicName", topic({ outputTopicName: "ORDERS" })],
    ["a queue with the topic's name as output", "topic-loop", "outputQueueName", topic({ outputQueueName: "orders" })],
    ["a namespace without topics", "service-bus-tier", "serviceBusNamespace.sku", topic(tier("Basic"))],
    ["a namespace of another kind", "part", "serviceBusNamespace", topic({ serviceBusNamespace: "bus" })],
    ["a lock of 301 seconds", "queue-lock-duration", "lockDurationSeconds", topic({ lockDurationSeconds: 301 })],
    ["no delivery", "queue-delivery-count", "maxDeliveryCount", topic({ maxDeliveryCount: 0 })],
    [
      "large messages on Standard",
      "queue-message-size",
      "maxMessageSizeKilobytes",
      topic({ maxMessageSizeKilobytes: 2048 }),
    ],
    ["sessions as a text", "boolean", "requiresSession", topic({ requiresSession: "yes" })],
    [
      "a subscription that Terraform switches",
      "known-to-terraform-only",
      "createSubscription",
      topic({ createSubscription: Token.asAny(1) }),
    ],
    ["a text as filter", "part", "filter", topic({ filter: "1=1" })],
    ["an empty condition", "subscription-filter", "filter", sql(" ")],
    ["no condition", "subscription-filter", "filter", sql(undefined)],
    ["a condition of 1025 bytes", "subscription-filter", "filter", sql(`${"é".repeat(510)} = 12`)],
    ["a condition with an open expression", "template", "filter", sql("a = '${'")],
    ["nothing to compare", "subscription-filter", "filter", correlation({})],
    ["no properties to compare", "subscription-filter", "filter", correlation({ properties: {} })],
    ["nothing at all", "subscription-filter", "filter", correlation(undefined)],
    ["an empty label", "subscription-filter", "filter.label", correlation({ label: "" })],
    ["a text to compare with", "struct", "filter", correlation("claim")],
    [
      "a number to compare with",
      "subscription-filter",
      'filter.properties["amount"]',
      correlation({ properties: { amount: 100 } }),
    ],
    [
      "a property without a name",
      "subscription-filter",
      'filter.properties[""] (name)',
      correlation({ properties: { "": "x" } }),
    ],
    ["a list of properties", "struct", "filter.properties", correlation({ properties: ["kind"] })],
    [
      "a filter of a subscription that is there already",
      "subscription-filter",
      "filter",
      topic({ filter: SubscriptionFilter.sql("1=1"), createSubscription: false }),
    ],
    [
      "a queue that the stack makes already, as output topic",
      "name-twice",
      "outputTopicName",
      (stack) => {
        new ServicebusQueue(stack, "Queue", { name: "ANSWERS", namespaceId: ids.serviceBus });
        topic({ outputTopicName: "answers", serviceBusNamespace })(stack);
      },
    ],
    [
      "a subscription that the stack makes already",
      "name-twice",
      "subscriptionName",
      (stack) => {
        const topicId = `${ids.serviceBus}/topics/orders`;
        new ServicebusSubscription(stack, "Subscription", { name: "Model", topicId, maxDeliveryCount: 1 });
        topic({ serviceBusNamespace, createInputTopic: false })(stack);
      },
    ],
  ]);

  taken([
    ["names of all lengths", topic({ inputTopicName: "a".repeat(260), subscriptionName: "a".repeat(50) })],
    ["a path of a topic", topic({ inputTopicName: "team/orders_1.in-x", subscriptionName: "m_1.x-y" })],
    ["Premium", topic({ ...tier("Premium"), maxMessageSizeKilobytes: 102400 })],
    ["a tier that Terraform knows", topic(tier(Token.asString({ a: 1 })))],
    ["a condition of 1024 bytes", sql(`${"é".repeat(510)} = 1`)],
    ["a condition that Terraform knows", sql(Token.asString({ a: 1 }))],
    ["properties that Terraform knows", correlation({ properties: Token.asStringMap({ a: 1 }) })],
    ["one property of messages", correlation({ properties: { kind: "claim" } })],
    ["a topic of the same name on another namespace", topic({ outputTopicName: "orders2" })],
  ]);

  test("a name that was refused is no loop besides, and a tier that was refused has no other breach", () => {
    const codes = (make: ReturnType<typeof topic>) => breachesOf(make).map(({ code }) => code);
    expect(codes(topic({ inputTopicName: "a/", outputTopicName: "input" }))).toEqual(["topic-name"]);
    expect(codes(topic({ ...tier("Basic"), requiresSession: true, maxMessageSizeKilobytes: 2048 }))).toEqual([
      "service-bus-tier",
    ]);
    expect(codes(correlation({ label: "", to: 1 }))).toEqual(["subscription-filter", "subscription-filter"]);
  });
});
