import { existsSync, mkdtempSync, readdirSync, rmSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { App, Token } from "cdktf";
import fc from "fast-check";
import * as library from "../../lib";
import { diabetes, publicImage, TestStack } from "../support/test-stack";

// the same inputs each time, so that a failure is one that anybody can repeat; FUZZ_SEED takes others
fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 1) });

/** A method, constructor or interface, of whatever kind. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the point is to give what types forbid
type Anything = any;

const lib: Anything = library;

class Stranger {
  public readonly name = "stranger";
  public readonly location = 7;
  public bind(): undefined {
    return undefined;
  }
}

const cycle: { self?: unknown } = {};
cycle.self = cycle;

const odd = fc.constantFrom<unknown>(
  undefined,
  null,
  true,
  false,
  0,
  -1,
  0.5,
  NaN,
  Infinity,
  1e308,
  10n,
  Symbol("odd"),
  "",
  " ",
  "x",
  "../..",
  "a/{b}",
  "${var.x}",
  "\0",
  "x\ny",
  "é".repeat(300),
  "x".repeat(100_000),
  "__proto__",
  [],
  [undefined],
  [[]],
  {},
  { name: "x" },
  Object.create(null),
  cycle,
  new Map([["a", 1]]),
  new Date(0),
  new Stranger(),
  () => undefined,
  Token.asString({ reference: 1 }),
  Token.asNumber({ reference: 1 }),
  Token.asList({ reference: 1 }),
  Token.asAny({ reference: 1 }),
  Token.asStringMap({ reference: 1 }),
);

const anything = fc.oneof(
  { weight: 3, arbitrary: odd },
  { weight: 1, arbitrary: fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
);

/** Props of a struct, some of them as they should be. */
function struct(members: { readonly [name: string]: fc.Arbitrary<unknown> }): fc.Arbitrary<unknown> {
  const each = Object.fromEntries(
    Object.entries(members).map(([name, good]) => [name, fc.oneof({ weight: 2, arbitrary: good }, anything)]),
  );
  return fc.oneof({ weight: 5, arbitrary: fc.record(each, { requiredKeys: [] }) }, anything);
}

/** What a static method makes of whatever it is given. */
function made(method: (...given: Anything[]) => unknown, ...given: fc.Arbitrary<unknown>[]): fc.Arbitrary<unknown> {
  return fc.tuple(...given).map((values) => method(...values));
}

const name = fc.constantFrom<unknown>("valid", "valid-name", "validname");
const count = fc.constantFrom<unknown>(1, 2, 5, 30);
const flag = fc.boolean();
const id = fc.constantFrom<unknown>("/subscriptions/0/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/x");

function attributes(type: Anything, names: readonly string[]): fc.Arbitrary<unknown> {
  const given = struct(Object.fromEntries(names.map((member) => [member, member === "id" ? id : name])));
  return fc.oneof(
    made(type.fromAttributes, given),
    made(type.fromResource, anything),
    made(type.fromDataSource, anything),
  );
}

const storage = fc.oneof(
  made(lib.AzureStorageAccount.create, struct({ name, replicationType: fc.constant("ZRS") })),
  attributes(lib.AzureStorageAccount, ["id", "name", "primaryAccessKey", "primaryBlobEndpoint"]),
);
const registry = fc.oneof(
  made(lib.AzureContainerRegistry.create, struct({ name, sku: fc.constant("Premium") })),
  attributes(lib.AzureContainerRegistry, ["id", "name", "resourceGroupName", "adminPassword", "provider"]),
);
const workspace = fc.oneof(
  made(lib.AzureLogAnalyticsWorkspace.create, struct({ name, retentionInDays: count, dailyQuotaGb: count })),
  made(lib.AzureLogAnalyticsWorkspace.fromId, anything),
  made(lib.AzureLogAnalyticsWorkspace.fromResource, anything),
);
const identity = fc.oneof(
  made(lib.AzureIdentity.create, struct({ name })),
  attributes(lib.AzureIdentity, ["id", "clientId", "principalId"]),
);
const serviceBus = fc.oneof(
  made(lib.AzureServiceBusNamespace.create, struct({ name, sku: fc.constant("Premium"), capacity: count })),
  attributes(lib.AzureServiceBusNamespace, ["id", "name", "sku"]),
);
const plan = attributes(lib.AzureServicePlan, ["id", "skuName", "location", "osType"]);
const scale = { appScaleLimit: count, elasticInstanceMinimum: count, preWarmedInstanceCount: count };
const hosting = fc.oneof(
  made(lib.Hosting.dedicated, struct({ skuName: fc.constant("P1v3"), workerCount: count, zoneBalancingEnabled: flag })),
  made(lib.Hosting.elasticPremium, struct({ ...scale, maximumElasticWorkerCount: count, planName: name })),
  made(lib.Hosting.existingPlan, fc.oneof(plan, anything), struct(scale)),
);
const access = fc.oneof(
  made(lib.Access.managedIdentity, struct({ identity, assignRoles: flag })),
  fc.constant(lib.Access.sharedKeys()),
);
const monitoring = fc.oneof(
  made(lib.Monitoring.applicationInsights, struct({ workspace, samplingPercentage: count })),
  made(
    lib.Monitoring.existingApplicationInsights,
    fc.oneof(attributes(lib.AzureApplicationInsights, ["id", "connectionString"]), anything),
  ),
);
const path = fc.constantFrom<unknown>(
  "examples/diabetes/model.joblib",
  "examples/diabetes",
  "examples/diabetes/score.py",
);
const model = fc.oneof(
  made(lib.Model.fromFile, fc.oneof(path, anything), struct({ name, version: count })),
  made(lib.Model.fromDirectory, fc.oneof(path, anything), struct({ name, version: count })),
);
const pythonOptions = struct({
  pythonVersion: fc.constant("3.13"),
  systemPackages: fc.constant(["libgomp1"]),
  baseImage: fc.constant("registry.example.com/base:1"),
});
const environment = fc.oneof(
  made(lib.Environment.fromRequirements, fc.oneof(path, anything), pythonOptions),
  made(lib.Environment.fromConda, fc.oneof(path, anything), pythonOptions),
  made(lib.Environment.fromPackages, fc.oneof(fc.array(fc.string()), anything), pythonOptions),
);
const builder = fc.oneof(
  made(
    lib.ImageBuilder.docker,
    struct({ timeoutMinutes: count, pushToken: flag, buildArgs: anything, cacheFrom: anything, secrets: anything }),
  ),
  made(lib.ImageBuilder.acrTask, struct({ timeoutMinutes: count, storage, cpu: count, agentPoolName: name })),
  made(lib.ImageBuilder.prebuilt, struct({ platform: anything, target: name, dockerfile: path })),
);
const modelImage = {
  model,
  models: fc.array(model),
  inferenceConfig: struct({
    entryScript: fc.constant("score.py"),
    sourceDirectory: fc.constant("examples/diabetes"),
    environment,
  }),
  registry,
  repositoryName: name,
  builder,
  cacheDigests: fc.constant(false),
};
const reference = { repositoryName: name, tag: name, digest: name };
const image = fc.oneof(
  made(lib.ContainerImage.fromModel, struct(modelImage)),
  made(lib.ContainerImage.fromModelImage, anything),
  made(lib.ContainerImage.fromRegistry, struct({ ...reference, registry })),
  made(lib.ContainerImage.fromPublicRegistry, struct({ ...reference, registryHost: fc.constant("ghcr.io") })),
);
const app = {
  image,
  resourceGroup: fc.oneof(
    made(lib.AzureResourceGroup.fromAttributes, struct({ name, location: name })),
    made(lib.AzureResourceGroup.fromResource, anything),
  ),
  location: fc.constant("westeurope"),
  functionAppName: name,
  hosting,
  access,
  monitoring,
  hostStorage: storage,
  alwaysOn: flag,
  functionTimeoutMinutes: count,
  scoringTimeoutSeconds: count,
  concurrentPredictions: count,
  workerProcesses: count,
  containerStartTimeLimitSeconds: count,
  healthCheckEvictionMinutes: count,
  logPayloads: flag,
  appSettings: fc.dictionary(fc.string(), anything),
  tags: fc.dictionary(fc.string(), anything),
};
const http = { authLevel: fc.constant("admin"), methods: fc.constant(["GET"]) };
const blob = {
  inputPath: fc.constant("input/{name}"),
  outputPath: fc.constant("output/{name}"),
  storage,
  createContainers: flag,
};
const queue = {
  inputQueueName: name,
  outputQueueName: name,
  serviceBusNamespace: serviceBus,
  createQueues: flag,
  lockDurationSeconds: count,
  maxDeliveryCount: count,
};
const storageQueue = {
  inputQueueName: name,
  outputQueueName: name,
  storage,
  createQueues: flag,
  messageEncoding: fc.constant("base64"),
  maxDequeueCount: count,
  visibilityTimeoutSeconds: count,
  maxPollingIntervalSeconds: count,
};

const filter = fc.oneof(
  made(lib.SubscriptionFilter.sql, fc.oneof(fc.constant("1=1"), anything)),
  made(
    lib.SubscriptionFilter.correlation,
    struct({ label: name, messageId: name, properties: fc.dictionary(fc.string(), anything) }),
  ),
);
const topic = {
  inputTopicName: name,
  subscriptionName: name,
  outputTopicName: name,
  outputQueueName: name,
  filter,
  serviceBusNamespace: serviceBus,
  createInputTopic: flag,
  createSubscription: flag,
  createOutput: flag,
  requiresSession: flag,
  maxMessageSizeKilobytes: count,
};
const trigger = fc.oneof(
  made((props) => new lib.HttpTrigger(props), struct(http)),
  made((props) => new lib.BlobTrigger(props), struct(blob)),
  made((props) => new lib.ServiceBusQueueTrigger(props), struct(queue)),
  made((props) => new lib.StorageQueueTrigger(props), struct(storageQueue)),
  made((props) => new lib.ServiceBusTopicTrigger(props), struct(topic)),
);

/** Synthesizes a stack with `make`'s constructs in it: a stack comes of it, or a ValidationError and nothing. */
function expectStackOrValidationError(make: (stack: TestStack) => unknown): void {
  const outdir = mkdtempSync(join(tmpdir(), "fuzz-"));
  try {
    const cdktfApp = new App({ outdir, context: { cdktfJsonPath: join(process.cwd(), "cdktf.json") } });
    new TestStack("before", cdktfApp);
    const stack = new TestStack("test", cdktfApp);
    let refused: unknown;
    try {
      make(stack);
      cdktfApp.synth();
    } catch (error) {
      refused = error;
    }
    if (refused === undefined) {
      expect(existsSync(join(outdir, "stacks", "test", "cdk.tf.json"))).toBe(true);
    } else {
      expect(refused).toBeInstanceOf(library.ValidationError);
      for (const breach of (refused as library.ValidationError).breaches) {
        expect(breach).toMatchObject({
          code: expect.stringMatching(/^[a-z0-9-]+$/),
          path: expect.stringMatching(/^test\//),
          prop: expect.stringMatching(/./),
          value: expect.stringMatching(/./),
          message: expect.stringMatching(/./),
          remedy: expect.stringMatching(/./),
        });
      }
      const written = existsSync(join(outdir, "stacks")) ? readdirSync(join(outdir, "stacks")) : [];
      expect(written).toEqual([]);
    }
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const group = (stack: TestStack) => ({ resourceGroup: stack.group, image: publicImage() });

describe("whatever the input, a stack or a ValidationError, and nothing half-written", () => {
  const runs = { numRuns: 40 };

  test.each<[string, fc.Arbitrary<unknown>, (stack: TestStack, props: Anything) => unknown]>([
    [
      "all of an app at once",
      struct({ ...app, trigger }),
      (stack, props) => new lib.MlFunctionApp(stack, "App", props),
    ],
    [
      "HttpMlFunctionApp",
      struct({ ...app, ...http }),
      (stack, props) => new lib.HttpMlFunctionApp(stack, "App", props),
    ],
    [
      "BlobMlFunctionApp",
      struct({ ...app, ...blob }),
      (stack, props) => new lib.BlobMlFunctionApp(stack, "App", props),
    ],
    [
      "ServiceBusQueueMlFunctionApp",
      struct({ ...app, ...queue }),
      (stack, props) => new lib.ServiceBusQueueMlFunctionApp(stack, "App", props),
    ],
    [
      "StorageQueueMlFunctionApp",
      struct({ ...app, ...storageQueue }),
      (stack, props) => new lib.StorageQueueMlFunctionApp(stack, "App", props),
    ],
    [
      "ServiceBusTopicMlFunctionApp",
      struct({ ...app, ...topic }),
      (stack, props) => new lib.ServiceBusTopicMlFunctionApp(stack, "App", props),
    ],
    ["ModelImage", struct(modelImage), (stack, props) => new lib.ModelImage(stack, "Image", props)],
  ])("%s", (_, arbitrary, make) => {
    fc.assert(
      fc.property(arbitrary, (props) => expectStackOrValidationError((stack) => make(stack, props))),
      runs,
    );
  });

  const oneAtATime = { ...app, trigger };

  test.each(Object.entries(oneAtATime))("MlFunctionAppProps.%s alone", (prop, good) => {
    fc.assert(
      fc.property(fc.oneof(good, anything), (value) => {
        expectStackOrValidationError((stack) => {
          return new lib.HttpMlFunctionApp(stack, "App", { ...group(stack), [prop]: value });
        });
      }),
      { numRuns: 20 },
    );
  });

  test.each(Object.entries(modelImage))("ModelImageOptions.%s alone", (prop, good) => {
    fc.assert(
      fc.property(fc.oneof(good, anything), (value) => {
        expectStackOrValidationError((stack) => {
          const options = { ...diabetes(), [prop]: value };
          return new lib.HttpMlFunctionApp(stack, "App", {
            ...group(stack),
            image: lib.ContainerImage.fromModel(options),
          });
        });
      }),
      { numRuns: 15 },
    );
  });
});

test("a resource of the wrong kind is a breach, not a surprise at apply", () => {
  expectStackOrValidationError((stack) => {
    const account = new StorageAccount(stack, "Account", {
      name: "account",
      resourceGroupName: "group",
      location: "westeurope",
      accountTier: "Standard",
      accountReplicationType: "LRS",
    });
    return new lib.HttpMlFunctionApp(stack, "App", { ...group(stack), resourceGroup: account, hostStorage: account });
  });
});
