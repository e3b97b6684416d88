import {
  Access,
  AzureApplicationInsights,
  AzureContainerRegistry,
  AzureEventGridSystemTopic,
  AzureIdentity,
  AzureLogAnalyticsWorkspace,
  AzureResourceGroup,
  AzureServiceBusNamespace,
  AzureServicePlan,
  AzureStorageAccount,
  BlobMlFunctionApp,
  BlobSource,
  BlobTrigger,
  ContainerImage,
  Environment,
  Hosting,
  HttpMlFunctionApp,
  HttpTrigger,
  ImageBuilder,
  type ITrigger,
  MlFunctionApp,
  Model,
  ModelImage,
  Monitoring,
  ServiceBusQueueMlFunctionApp,
  ServiceBusQueueTrigger,
  ServiceBusTopicMlFunctionApp,
  ServiceBusTopicTrigger,
  StorageQueueMlFunctionApp,
  StorageQueueTrigger,
  SubscriptionFilter,
} from "../../lib";
import { misspellings } from "../../lib/private/validation/options";
import { type ApiType, type Parameter, publicTypes, type TypeReference } from "../../scripts/assembly";
import { ids } from "../support/ids";
import { warnings } from "../support/synth";
import { diabetes, publicImage, TestStack } from "../support/test-stack";
import { type Anything, app, breachesOf, image, warningsOf } from "./support";

const TYPES = new Map(publicTypes().map((type) => [type.fqn, type]));

/** Names of a struct's members, with those of what it extends. */
function namesOf({ properties = [], interfaces = [] }: ApiType): string[] {
  return [...properties.map(({ name }) => name), ...interfaces.flatMap((fqn) => namesOf(TYPES.get(fqn)!))];
}

/** Structs that a type is made of, and those inside of them. */
function structsIn({ fqn, collection }: TypeReference): ApiType[] {
  if (collection !== undefined) return structsIn(collection.elementtype);
  const type = fqn === undefined ? undefined : TYPES.get(fqn);
  if (type?.datatype !== true) return [];
  return [type, ...(type.properties ?? []).flatMap((property) => structsIn(property.type))];
}

/** Structs that are given to constructors and static methods. */
const GIVEN = new Map(
  [...TYPES.values()]
    .flatMap(({ initializer, methods = [] }): readonly Parameter[] => [
      ...(initializer?.parameters ?? []),
      ...methods.filter((method) => method.static).flatMap(({ parameters = [] }) => parameters),
    ])
    .flatMap(({ type }) => structsIn(type))
    .map((struct) => [struct.name, namesOf(struct)]),
);

const props = (stack: TestStack) => ({ resourceGroup: stack.group, image: publicImage() });
const blobs = { inputPath: "input/{name}.csv" };
const queues = { inputQueueName: "input" };
const topic = { inputTopicName: "input", subscriptionName: "model" };

/** An app with something of it given. */
const having = (more: (options: Anything) => Anything) => (options: Anything, stack: TestStack) => {
  new MlFunctionApp(stack, "App", { ...props(stack), trigger: new HttpTrigger(), ...more(options) });
};
const triggered = (trigger: (options: Anything) => ITrigger) => having((options) => ({ trigger: trigger(options) }));
const built = (more: (options: Anything) => Anything) =>
  having((options) => ({ image: ContainerImage.fromModel({ ...diabetes(), ...more(options) }) }));
const environment = (given: Anything) => ({ inferenceConfig: { ...diabetes().inferenceConfig, environment: given } });

const scriptless = (model: (options: Anything) => Model) =>
  built((options) => ({ inferenceConfig: undefined, model: model(options) }));

/** How each of these structs is given. */
const WAYS: { readonly [struct: string]: (options: Anything, stack: TestStack) => void } = {
  AcrTaskBuilderOptions: built((options) => ({ builder: ImageBuilder.acrTask(options) })),
  ApplicationInsightsAttributes: having((options) => {
    const connectionString = "InstrumentationKey=00000000-0000-0000-0000-000000000000";
    const component = AzureApplicationInsights.fromAttributes({
      id: "/component",
      connectionString,
      ...options,
    });
    return { monitoring: Monitoring.existingApplicationInsights(component) };
  }),
  ApplicationInsightsOptions: having((options) => ({ monitoring: Monitoring.applicationInsights(options) })),
  BlobMlFunctionAppProps: (options, stack) =>
    void new BlobMlFunctionApp(stack, "App", { ...props(stack), ...blobs, ...options }),
  BlobTriggerProps: triggered((options) => new BlobTrigger({ ...blobs, ...options })),
  BuildSecret: built((options) => {
    return { builder: ImageBuilder.docker({ secrets: [{ id: "pip", environmentVariable: "PIP", ...options }] }) };
  }),
  CondaEnvironmentOptions: built((options) => environment(Environment.fromConda("__tests__/none.yml", options))),
  ContainerRegistryAttributes: built((options) => {
    const attributes = { id: ids.registry, name: "Given", resourceGroupName: "ml" };
    return { registry: AzureContainerRegistry.fromAttributes({ ...attributes, ...options }) };
  }),
  ContainerRegistryOptions: built((options) => ({ registry: AzureContainerRegistry.create(options) })),
  CorrelationFilterOptions: triggered((options) => {
    const filter = SubscriptionFilter.correlation({ label: "x", ...options });
    return new ServiceBusTopicTrigger({ ...topic, filter });
  }),
  DedicatedHostingOptions: having((options) => ({ hosting: Hosting.dedicated(options) })),
  DockerBuilderOptions: built((options) => ({ builder: ImageBuilder.docker(options) })),
  ElasticPremiumHostingOptions: having((options) => ({ hosting: Hosting.elasticPremium(options) })),
  ElasticScaleOptions: having((options) => {
    const plan = AzureServicePlan.fromAttributes({ id: ids.plan, skuName: "EP1" });
    return { hosting: Hosting.existingPlan(plan, options) };
  }),
  EventGridBlobSourceOptions: triggered((options) => {
    return new BlobTrigger({ ...blobs, source: BlobSource.eventGrid(options) });
  }),
  EventGridSystemTopicAttributes: triggered((options) => {
    const systemTopic = AzureEventGridSystemTopic.fromAttributes({
      name: "events",
      resourceGroupName: "ml",
      ...options,
    });
    return new BlobTrigger({ ...blobs, source: BlobSource.eventGrid({ systemTopic }) });
  }),
  EventGridSystemTopicOptions: triggered((options) => {
    const systemTopic = AzureEventGridSystemTopic.create(options);
    return new BlobTrigger({ ...blobs, source: BlobSource.eventGrid({ systemTopic }) });
  }),
  HttpMlFunctionAppProps: (options, stack) => void new HttpMlFunctionApp(stack, "App", { ...props(stack), ...options }),
  HttpTriggerProps: triggered((options) => new HttpTrigger(options)),
  IdentityAttributes: having((options) => {
    const { identity } = ids;
    const attributes = { id: identity, clientId: "0".repeat(8), principalId: "0".repeat(8), ...options };
    return { access: Access.managedIdentity({ identity: AzureIdentity.fromAttributes(attributes) }) };
  }),
  IdentityOptions: having((options) => {
    return { access: Access.managedIdentity({ identity: AzureIdentity.create(options) }) };
  }),
  ImageBuildOptions: built((options) => ({ builder: ImageBuilder.prebuilt(options) })),
  InferenceConfig: built((options) => ({ inferenceConfig: { ...diabetes().inferenceConfig, ...options } })),
  LightgbmModelOptions: scriptless((options) =>
    Model.lightgbm("examples/diabetes/formats/model.lightgbm.txt", options),
  ),
  LogAnalyticsWorkspaceOptions: having((options) => {
    return { monitoring: Monitoring.applicationInsights({ workspace: AzureLogAnalyticsWorkspace.create(options) }) };
  }),
  ManagedIdentityAccessOptions: having((options) => ({ access: Access.managedIdentity(options) })),
  MlFunctionAppProps: having((options) => options),
  MlflowModelOptions: scriptless((options) => Model.mlflow("examples/diabetes/formats/mlflow", options)),
  ModelImageOptions: built((options) => options),
  ModelImageProps: (options, stack) =>
    void new ModelImage(stack, "Image", { ...diabetes(), resourceGroup: stack.group, ...options }),
  ModelOptions: built((options) => ({ model: Model.fromFile("examples/diabetes/model.joblib", options) })),
  OnnxModelOptions: scriptless((options) => Model.onnx("examples/diabetes/formats/model.onnx", options)),
  PipEnvironmentOptions: built((options) => environment(Environment.fromPackages([], options))),
  PublicImageProps: having((options) => {
    const given = { registryHost: "ghcr.io", repositoryName: "owner/model", tag: "v1", ...options };
    return { image: ContainerImage.fromPublicRegistry(given) };
  }),
  RegistryImageProps: having((options) => {
    const given = { registry: AzureContainerRegistry.create(), repositoryName: "model", tag: "v1", ...options };
    return { image: ContainerImage.fromRegistry(given) };
  }),
  ResourceGroupAttributes: having((options) => {
    const attributes = { name: "ml", location: "westeurope", ...options };
    return { resourceGroup: AzureResourceGroup.fromAttributes(attributes) };
  }),
  ServiceBusNamespaceAttributes: triggered((options) => {
    const attributes = { id: ids.serviceBus, name: "ml-namespace", ...options };
    return new ServiceBusQueueTrigger({
      ...queues,
      serviceBusNamespace: AzureServiceBusNamespace.fromAttributes(attributes),
    });
  }),
  ServiceBusNamespaceOptions: triggered((options) => {
    return new ServiceBusQueueTrigger({ ...queues, serviceBusNamespace: AzureServiceBusNamespace.create(options) });
  }),
  ServiceBusQueueMlFunctionAppProps: (options, stack) =>
    void new ServiceBusQueueMlFunctionApp(stack, "App", { ...props(stack), ...queues, ...options }),
  ServiceBusQueueTriggerProps: triggered((options) => new ServiceBusQueueTrigger({ ...queues, ...options })),
  ServiceBusTopicMlFunctionAppProps: (options, stack) =>
    void new ServiceBusTopicMlFunctionApp(stack, "App", { ...props(stack), ...topic, ...options }),
  ServiceBusTopicTriggerProps: triggered((options) => new ServiceBusTopicTrigger({ ...topic, ...options })),
  ServicePlanAttributes: having((options) => {
    const plan = AzureServicePlan.fromAttributes({ id: ids.plan, skuName: "EP1", ...options });
    return { hosting: Hosting.existingPlan(plan) };
  }),
  SklearnModelOptions: scriptless((options) => Model.sklearn("examples/diabetes/formats/model.joblib", options)),
  SkopsModelOptions: scriptless((options) => Model.skops("examples/diabetes/formats/model.skops", options)),
  StorageAccountAttributes: having((options) => {
    const attributes = { id: ids.storage, name: "given", ...options };
    return { hostStorage: AzureStorageAccount.fromAttributes(attributes) };
  }),
  StorageAccountOptions: having((options) => ({ hostStorage: AzureStorageAccount.create(options) })),
  StorageQueueMlFunctionAppProps: (options, stack) =>
    void new StorageQueueMlFunctionApp(stack, "App", { ...props(stack), ...queues, ...options }),
  StorageQueueTriggerProps: triggered((options) => new StorageQueueTrigger({ ...queues, ...options })),
  XgboostModelOptions: scriptless((options) => Model.xgboost("examples/diabetes/formats/model.ubj", options)),
};

/** What authors of parts hand to the library; TypeScript, which they write, judges it. */
const OF_AUTHORS = ["BindContextProps", "StorageConnection"];

test("each struct that is given has a way here", () => {
  expect(Object.keys(WAYS).sort()).toEqual([...GIVEN.keys()].filter((name) => !OF_AUTHORS.includes(name)).sort());
});

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const swapped = (name: string) => `${name.charAt(1)}${name.charAt(0)}${name.slice(2)}`;

/** What a stack warns of that has one of its structs with wrong names, whatever else is wrong with it. */
function warningsOfNames(give: (options: Anything, stack: TestStack) => void, names: readonly string[]): string[] {
  const stack = new TestStack();
  breachesOf(() => give(Object.fromEntries(names.map((name) => [name, "given"])), stack), stack);
  return warnings(stack)
    .filter((text) => text.endsWith("(option-unknown)"))
    .map((text) => text.replace(/^.*?([^.\s]+) has no effect: there is no such option. Is (.+) meant\? .*$/, "$1: $2"))
    .sort();
}

describe.each(Object.entries(WAYS))("a misspelt option of %s is warned of", (struct, give) => {
  const names = GIVEN.get(struct) ?? [];
  const misspelt = names
    .filter((name) => name.length > 2)
    .flatMap((name) => [snake(name), swapped(name)].filter((one) => one !== name).map((one) => `${one}: ${name}`));

  test(names.join(", "), () => {
    expect(
      warningsOfNames(
        give,
        misspelt.map((text) => text.split(":")[0]!),
      ),
    ).toEqual(misspelt.sort());
  });
});

describe("what resembles an option", () => {
  const meant = (name: string, ...known: string[]) => {
    return misspellings({ [name]: 1 }, Object.fromEntries(known.map((one) => [one, true]))).map((found) => found.meant);
  };

  test.each([
    ["sku", "skuName"],
    ["timeout", "functionTimeoutMinutes"],
    ["appSetings", "appSettings"],
    ["appsettings", "appSettings"],
    ["app_settings", "appSettings"],
    ["AppSettings", "appSettings"],
    ["app-settings", "appSettings"],
    ["apSetings", "appSettings"],
    ["env", "environment"],
    ["worker", "workerCount"],
    ["nmae", "name"],
    ["nam", "name"],
    ["anem", "name"],
    ["tgas", "tags"],
    ["Id", "id"],
  ])("%s: %s", (name, known) => expect(meant(name, known)).toEqual([[known]]));

  test("several that are as near are all told, the nearest alone before them", () => {
    expect(meant("timeout", "functionTimeoutMinutes", "scoringTimeoutSeconds")).toEqual([
      ["functionTimeoutMinutes", "scoringTimeoutSeconds"],
    ]);
    expect(meant("modl", "model", "models")).toEqual([["model"]]);
  });

  test.each([
    ["costCenter", "containerStartTimeLimitSeconds"],
    ["owner", "name"],
    ["date", "name"],
    ["note", "name"],
    ["description", "location"],
    ["age", "storage"],
    ["ring", "monitoring"],
    ["in", "inputPath"],
    ["me", "name"],
    ["is", "id"],
    ["uid", "id"],
    ["go", "to"],
    ["inputPathPattern", "inputPath"],
  ])("%s is not %s", (name, known) => expect(meant(name, known)).toEqual([]));
});

describe("nothing is warned of", () => {
  class Audited extends HttpMlFunctionApp {
    public constructor(stack: TestStack, own: Anything) {
      super(stack, "App", { ...props(stack), ...own });
    }
  }

  test("props that a subclass of the user's own adds", () => {
    expect(warningsOf((stack) => new Audited(stack, { appSetting: "x", method: "GET", image2: 1 }))).toEqual([]);
  });

  test("nor is it where options of such a subclass are judged", () => {
    const own = { hosting: Hosting.dedicated({ sku: "P1v3" } as Anything) };
    expect(warningsOf((stack) => new Audited(stack, own))).toEqual([
      "hosting.sku has no effect: there is no such option. Is skuName meant? (option-unknown)",
    ]);
  });

  test("members of an instance of a class", () => {
    class Plan {
      public readonly skuName = "B1";
      public readonly sku = "B";
    }
    expect(warningsOf(app({ hosting: Hosting.dedicated(new Plan()) }))).toEqual([]);
  });

  test("what is undefined, what resembles nothing, and names in maps", () => {
    const more = { sku: undefined, costCenter: "x" } as Anything;
    expect(warningsOf(app({ hosting: Hosting.dedicated(more) }))).toEqual([]);
    expect(warningsOf(app({ tags: { tag: "x", location: "y" }, appSettings: { APP: "x" } }))).toEqual([]);
  });

  test("props of an app, by its trigger", () => {
    const make = (stack: TestStack) => {
      new BlobMlFunctionApp(stack, "App", {
        ...props(stack),
        ...blobs,
        hostStorage: AzureStorageAccount.create(),
        storage: AzureStorageAccount.create(),
      });
    };
    expect(warningsOf(make)).toEqual([]);
  });
});

test("what is misspelt is warned of once, also in options of an image of the app's own", () => {
  expect(warningsOf(image({ repository: "model" }))).toEqual([
    "repository has no effect: there is no such option. Is repositoryName meant? (option-unknown)",
  ]);
});

test("what a part of the user's own returns misspelt is warned of", () => {
  const bind = () => ({ moduleName: "http", requiresAlwaysOn: false, appSettings: {}, attribute: {} });
  expect(warningsOf(app({ trigger: { bind } }))).toEqual([
    "trigger.bind().attribute has no effect: there is no such option. Is attributes meant? (option-unknown)",
  ]);
});
