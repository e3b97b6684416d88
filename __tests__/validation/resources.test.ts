import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { App, Fn, TerraformVariable, Testing, Token } from "cdktf";
import {
  Access,
  AzureApplicationInsights,
  AzureContainerRegistry,
  AzureIdentity,
  AzureLogAnalyticsWorkspace,
  AzureResourceGroup,
  AzureServiceBusNamespace,
  AzureServicePlan,
  AzureStorageAccount,
  ContainerImage,
  Hosting,
  Monitoring,
  ServiceBusQueueTrigger,
} from "../../lib";
import { ids } from "../support/ids";
import { KNOWN_TO_TERRAFORM } from "../support/numbers";
import { functionApp, synth } from "../support/synth";
import { addApp, TestStack } from "../support/test-stack";
import { type Anything, app, breachesOf, refused, taken } from "./support";

const none: Anything = undefined;
const named = (functionAppName: Anything) => app({ functionAppName });
const group = (attributes: Anything) => app({ resourceGroup: AzureResourceGroup.fromAttributes(attributes) });
const hostStorage = (options: Anything) => app({ hostStorage: AzureStorageAccount.create(options) });
const givenStorage = (attributes: Anything) => app({ hostStorage: AzureStorageAccount.fromAttributes(attributes) });
const identity = (given: AzureIdentity) => app({ access: Access.managedIdentity({ identity: given }) });
const workspace = (options: Anything) =>
  app({ monitoring: Monitoring.applicationInsights({ workspace: AzureLogAnalyticsWorkspace.create(options) }) });
const registryImage = (registry: Anything, more: Anything = {}) =>
  app({ image: ContainerImage.fromRegistry({ registry, repositoryName: "model", tag: "v1", ...more }) });
const publicImage = (props: Anything) =>
  app({
    image: ContainerImage.fromPublicRegistry({ registryHost: "ghcr.io", repositoryName: "model", tag: "v1", ...props }),
  });
const serviceBus = (options: Anything) =>
  app({
    trigger: new ServiceBusQueueTrigger({
      inputQueueName: "input",
      serviceBusNamespace: AzureServiceBusNamespace.create(options),
    }),
  });
const dedicated = (options: Anything) => app({ hosting: Hosting.dedicated(options) });
const elastic = (options: Anything) => app({ hosting: Hosting.elasticPremium(options) });
const plan = (attributes: Anything, scale?: Anything) =>
  app({ hosting: Hosting.existingPlan(AzureServicePlan.fromAttributes({ id: ids.plan, ...attributes }), scale) });

describe("names", () => {
  refused([
    ["an id of digits", "construct-id", "id", (stack) => addApp(stack, {}, "123")],
    ["an app of 33 characters", "function-app-name", "functionAppName", named("a".repeat(33))],
    ["an app with an underscore", "function-app-name", "functionAppName", named("my_app")],
    ["an app that ends with a hyphen", "function-app-name", "functionAppName", named("app-")],
    ["an app with a reserved word", "function-app-name", "functionAppName", named("my-microsoft-app")],
    ["an app that begins with login", "function-app-name", "functionAppName", named("LoginApp")],
    ["an app that is a reserved word", "function-app-name", "functionAppName", named("Xbox")],
    ["null", "function-app-name", "functionAppName", named(null)],
    ["a storage account in upper case", "storage-account-name", "hostStorage.name", hostStorage({ name: "MyStorage" })],
    ["a plan with a space", "service-plan-name", "hosting.planName", dedicated({ planName: "my plan" })],
    [
      "an identity of 2 characters",
      "identity-name",
      "access.identity.name",
      identity(AzureIdentity.create({ name: "id" })),
    ],
    ["a workspace of 3 characters", "workspace-name", "monitoring.workspace.name", workspace({ name: "log" })],
    [
      "a registry with a hyphen",
      "registry-name",
      "registry.name",
      registryImage(AzureContainerRegistry.create({ name: "my-registry" })),
    ],
    [
      "a namespace that ends with -sb",
      "service-bus-namespace-name",
      "serviceBusNamespace.name",
      serviceBus({ name: "orders-sb" }),
    ],
    ["a repository in upper case", "repository-name", "image.repositoryName", publicImage({ repositoryName: "Model" })],
    [
      "a group that ends with a period",
      "resource-group-name",
      "resourceGroup.name",
      group({ name: "ml.", location: "westeurope" }),
    ],
    ["a region with punctuation", "location", "location", app({ location: "west-europe!" })],
  ]);

  taken([
    ["an app of 2 characters", named("ab")],
    ["an app of 32 characters", named(`${"a".repeat(31)}1`)],
    ["an app that begins with a digit and has two hyphens", named("3d--model")],
    ["an app with login further on", named("my-login")],
    ["an app with a reserved word in it that only stands alone", named("excel-forecast")],
    ["a storage account of 24 characters", hostStorage({ name: "a1".repeat(12) })],
    ["a plan with underscores", dedicated({ planName: "_my_plan-1" })],
    ["a plan of 60 characters", dedicated({ planName: "p".repeat(60) })],
    ["a namespace of 50 characters with two hyphens", serviceBus({ name: `a--${"b".repeat(47)}` })],
    ["a repository of several parts", publicImage({ repositoryName: "team/ml__a/b.c-d" })],
    ["a group with parentheses", group({ name: "(ml)_group.1", location: "West Europe" })],
  ]);

  test.each([["WindowsForecast"], ["Microsoft"], ["Login"], ["Übung"], ["x".repeat(200)], ["Micro Soft"]])(
    "generated for the id %s, they are such as Azure takes",
    (id) => {
      const stack = new TestStack();
      addApp(stack, {}, id);
      const { name } = functionApp(synth(stack));
      expect(name).toMatch(/^(?!login)[a-z][a-z0-9-]*-\$\{local\.[\w-]+\}$/);
      expect(name).not.toMatch(/micro-?soft|windows/);
      expect(name.replace(/\$\{.*\}/, "12345678").length).toBeLessThanOrEqual(32);
    },
  );
});

describe("hosting", () => {
  refused([
    ["Consumption", "hosting-sku", "hosting.skuName", dedicated({ skuName: "Y1" })],
    ["Flex Consumption", "hosting-sku", "hosting.skuName", dedicated({ skuName: "FC1" })],
    ["Free", "hosting-sku", "hosting.skuName", dedicated({ skuName: "F1" })],
    ["Azure's spelling", "hosting-sku", "hosting.skuName", dedicated({ skuName: "P1V3" })],
    ["no SKU at all", "hosting-sku", "hosting.skuName", dedicated({ skuName: 3 })],
    ["an Elastic Premium SKU on a dedicated plan", "hosting-sku", "hosting.skuName", dedicated({ skuName: "EP1" })],
    ["an existing Consumption plan", "hosting-sku", "hosting.plan.skuName", plan({ skuName: "Y1" })],
    ["a Windows plan", "hosting-os", "hosting.plan.osType", plan({ skuName: "B1", osType: "Windows" })],
    ["4 workers on B1", "hosting-worker-count", "hosting.workerCount", dedicated({ workerCount: 4 })],
    ["half a worker", "hosting-worker-count", "hosting.workerCount", dedicated({ workerCount: 0.5 })],
    [
      "101 elastic workers",
      "hosting-elastic-worker-count",
      "hosting.maximumElasticWorkerCount",
      elastic({ maximumElasticWorkerCount: 101 }),
    ],
    ["a limit beyond the plan", "hosting-elastic-scale", "hosting.appScaleLimit", elastic({ appScaleLimit: 21 })],
    [
      "a minimum beyond the limit",
      "hosting-elastic-scale",
      "hosting.elasticInstanceMinimum",
      elastic({ appScaleLimit: 2, elasticInstanceMinimum: 3 }),
    ],
    [
      "scale limits on a dedicated plan",
      "hosting-scale-limits",
      "hosting.scale",
      plan({ skuName: "B1" }, { appScaleLimit: 2 }),
    ],
    [
      "zones on Standard",
      "hosting-zone-balancing",
      "hosting.zoneBalancingEnabled",
      dedicated({ skuName: "S1", workerCount: 2, zoneBalancingEnabled: true }),
    ],
    [
      "zones with one worker",
      "hosting-zone-balancing",
      "hosting.zoneBalancingEnabled",
      dedicated({ skuName: "P1v3", zoneBalancingEnabled: true }),
    ],
    [
      "alwaysOn on Elastic Premium",
      "always-on",
      "alwaysOn",
      app({ hosting: Hosting.elasticPremium(), alwaysOn: true }),
    ],
    ["no plan", "part", "hosting.plan", app({ hosting: Hosting.existingPlan(none) })],
    [
      "a plan's ID in Azure's spelling",
      "resource-id",
      "hosting.plan.id",
      plan({ id: ids.plan.replace("serverFarms", "serverfarms"), skuName: "B1" }),
    ],
    ["a text as a boolean", "boolean", "alwaysOn", app({ alwaysOn: "yes" })],
  ]);

  taken([
    ["30 workers on P1v3 over zones", dedicated({ skuName: "P1v3", workerCount: 30, zoneBalancingEnabled: true })],
    ["a plan in an App Service Environment", plan({ skuName: "I1v2" })],
    [
      "100 elastic workers",
      elastic({ maximumElasticWorkerCount: 100, appScaleLimit: 100, elasticInstanceMinimum: 20 }),
    ],
    ["alwaysOn off behind HTTP", app({ alwaysOn: false })],
    [
      "a SKU and counts that Terraform knows",
      (stack) => {
        const sku = new TerraformVariable(stack, "sku", { type: "string" }).stringValue;
        const workers = new TerraformVariable(stack, "workers", { type: "number" }).numberValue;
        dedicated({ skuName: sku, workerCount: workers, zoneBalancingEnabled: Token.asAny(Fn.tobool("true")) })(stack);
      },
    ],
    [
      "elastic counts that Terraform knows",
      (stack) => {
        const workers = new TerraformVariable(stack, "workers", { type: "number" }).numberValue;
        elastic({ maximumElasticWorkerCount: workers, appScaleLimit: workers, zoneBalancingEnabled: true })(stack);
      },
    ],
  ]);
});

describe("numbers, tags and resources", () => {
  refused([
    ["a day as timeout", "function-timeout", "functionTimeoutMinutes", app({ functionTimeoutMinutes: 1440 })],
    ["NaN as timeout", "function-timeout", "functionTimeoutMinutes", app({ functionTimeoutMinutes: NaN })],
    ["a scoring timeout beyond it", "scoring-timeout", "scoringTimeoutSeconds", app({ scoringTimeoutSeconds: 1801 })],
    ["no predictions", "concurrent-predictions", "concurrentPredictions", app({ concurrentPredictions: 0 })],
    ["101 predictions", "concurrent-predictions", "concurrentPredictions", app({ concurrentPredictions: 101 })],
    ["half a prediction", "concurrent-predictions", "concurrentPredictions", app({ concurrentPredictions: 0.5 })],
    ["11 processes", "worker-processes", "workerProcesses", app({ workerProcesses: 11 })],
    [
      "an hour to start",
      "container-start-time-limit",
      "containerStartTimeLimitSeconds",
      app({ containerStartTimeLimitSeconds: 3600 }),
    ],
    [
      "eviction after a minute",
      "health-check-eviction",
      "healthCheckEvictionMinutes",
      app({ healthCheckEvictionMinutes: 1 }),
    ],
    [
      "29 days of logs",
      "workspace-retention",
      "monitoring.workspace.retentionInDays",
      workspace({ retentionInDays: 29 }),
    ],
    [
      "a daily quota of nothing",
      "workspace-daily-quota",
      "monitoring.workspace.dailyQuotaGb",
      workspace({ dailyQuotaGb: 0 }),
    ],
    [
      "sampling of nothing",
      "monitoring-sampling",
      "monitoring.samplingPercentage",
      app({ monitoring: Monitoring.applicationInsights({ samplingPercentage: 0 }) }),
    ],
    [
      "LRS in lower case",
      "storage-replication",
      "hostStorage.replicationType",
      hostStorage({ replicationType: "lrs" }),
    ],
    [
      "a registry's tier",
      "registry-sku",
      "registry.sku",
      registryImage(AzureContainerRegistry.create({ sku: "Free" })),
    ],
    ["a tag with a slash", "tags", 'tags["a/b"]', app({ tags: { "a/b": "1" } })],
    ["a tag's value of 257 bytes", "tags", 'tags["a"]', app({ tags: { a: `${"é".repeat(128)}a` } })],
    [
      "a tag's name that storage accounts refuse",
      "tags",
      `tags["${"a".repeat(129)}"]`,
      app({ tags: { ["a".repeat(129)]: "1" } }),
    ],
    ["51 tags", "tags", "tags", app({ tags: Object.fromEntries([...Array(51).keys()].map((i) => [`t${i}`, ""])) })],
    ["tags in a list", "struct", "tags", app({ tags: ["a"] })],
    ["no group", "resource-group", "resourceGroup", app({ resourceGroup: none })],
    [
      "a group of nothing",
      "resource-group-name",
      "resourceGroup.name",
      app({ resourceGroup: AzureResourceGroup.fromResource(none) }),
    ],
    ["no identity", "resource", "access.identity", identity(AzureIdentity.fromResource(none))],
    [
      "an identity's name as client ID",
      "guid",
      "access.identity.clientId",
      identity(AzureIdentity.fromAttributes({ id: ids.identity, clientId: "app", principalId: ids.principal })),
    ],
    ["no storage account", "resource", "hostStorage", app({ hostStorage: AzureStorageAccount.fromResource(none) })],
    [
      "the provider's class itself",
      "part",
      "hostStorage",
      (stack) => addApp(stack, { hostStorage: account(stack) as Anything }),
    ],
    [
      "a storage account as resource group",
      "resource",
      "resourceGroup",
      (stack) => addApp(stack, { resourceGroup: account(stack) }),
    ],
    [
      "an endpoint without https",
      "service-url",
      "hostStorage.primaryBlobEndpoint",
      givenStorage({ id: ids.storage, name: "given", primaryBlobEndpoint: "http://x/" }),
    ],
    [
      "a key that is no text",
      "secret",
      "hostStorage.primaryAccessKey",
      givenStorage({ id: ids.storage, name: "given", primaryAccessKey: 5 }),
    ],
    [
      "no key with shared keys",
      "storage-key-missing",
      "hostStorage.primaryAccessKey",
      app({
        access: Access.sharedKeys(),
        hostStorage: AzureStorageAccount.fromAttributes({ id: ids.storage, name: "given" }),
      }),
    ],
    [
      "an instrumentation key",
      "application-insights-connection-string",
      "monitoring.component.connectionString",
      app({
        monitoring: Monitoring.existingApplicationInsights(
          AzureApplicationInsights.fromAttributes({ id: "/insights", connectionString: ids.client }),
        ),
      }),
    ],
    [
      "5 messaging units",
      "service-bus-capacity",
      "serviceBusNamespace.capacity",
      serviceBus({ sku: "Premium", capacity: 5 }),
    ],
    ["units on Standard", "service-bus-capacity", "serviceBusNamespace.capacity", serviceBus({ capacity: 1 })],
    ["an unknown tier", "service-bus-tier", "serviceBusNamespace.sku", serviceBus({ sku: "Free" })],
    ["no trigger", "trigger", "trigger", app({ trigger: none })],
    ["a trigger that returns nothing", "part", "trigger.bind()", app({ trigger: { bind: () => undefined } })],
    [
      "roles that Terraform switches",
      "known-to-terraform-only",
      "access.assignRoles",
      app({ access: Access.managedIdentity({ assignRoles: Token.asAny(1) as Anything }) }),
    ],
    [
      "a login server with a scheme",
      "registry-login-server",
      "registry.loginServer",
      registryImage(
        AzureContainerRegistry.fromAttributes({
          id: ids.registry,
          name: "given",
          resourceGroupName: "g",
          loginServer: "https://given.azurecr.io",
        }),
      ),
    ],
    [
      "an admin with a space",
      "registry-user",
      "registry.adminUsername",
      registryImage(
        AzureContainerRegistry.fromAttributes({
          id: ids.registry,
          name: "given",
          resourceGroupName: "g",
          adminUsername: "a b",
        }),
      ),
    ],
    [
      "no password with shared keys",
      "registry-password-missing",
      "registry.adminPassword",
      (stack) =>
        addApp(stack, {
          access: Access.sharedKeys(),
          image: ContainerImage.fromRegistry({
            registry: AzureContainerRegistry.fromAttributes({
              id: ids.registry,
              name: "given",
              resourceGroupName: "g",
            }),
            repositoryName: "model",
            tag: "v1",
          }),
        }),
    ],
    [
      "a resource of another app",
      "resource-of-another-app",
      "hostStorage",
      (stack) => {
        const other = new TestStack("other", Testing.app());
        addApp(stack, { hostStorage: AzureStorageAccount.fromResource(account(other)) });
      },
    ],
  ]);

  taken([
    ["tags in Unicode, at the limits", app({ tags: { ["ü".repeat(64)]: "値".repeat(85) } })],
    ["the least daily quota", workspace({ dailyQuotaGb: 0.023 })],
    ["no daily quota", workspace({ dailyQuotaGb: -1 })],
    ["half a percent", app({ monitoring: Monitoring.applicationInsights({ samplingPercentage: 0.5 }) })],
    [
      "tokens everywhere",
      (stack) => {
        const text = (name: string) => new TerraformVariable(stack, name, { type: "string" }).stringValue;
        const number = (name: string) => new TerraformVariable(stack, name, { type: "number" }).numberValue;
        const map = (name: string) =>
          Token.asStringMap(new TerraformVariable(stack, name, { type: "map(string)" }).value);
        addApp(stack, {
          resourceGroup: { name: text("group"), location: text("location") },
          functionAppName: text("name"),
          functionTimeoutMinutes: number("timeout"),
          scoringTimeoutSeconds: number("scoring"),
          concurrentPredictions: number("predictions"),
          workerProcesses: number("processes"),
          tags: map("tags"),
          appSettings: map("settings"),
          logPayloads: Token.asAny(Fn.tobool("true")) as Anything,
          alwaysOn: Token.asAny(Fn.tobool("true")) as Anything,
        });
      },
    ],
    [
      "a resource of another stack of the app",
      (stack) => {
        const other = new TestStack("other", stack.node.root as App);
        addApp(stack, { hostStorage: AzureStorageAccount.fromResource(account(other)) });
      },
    ],
  ]);

  test("counts that Terraform knows become texts", () => {
    const stack = new TestStack();
    const minutes = new TerraformVariable(stack, "minutes", { type: "number" }).numberValue;
    addApp(stack, { functionTimeoutMinutes: minutes, concurrentPredictions: minutes });
    expect(functionApp(synth(stack)).app_settings).toMatchObject({
      AzureFunctionsJobHost__functionTimeout:
        '${format("%02d:%02d:00", floor((var.minutes / 60)), (var.minutes % 60))}',
      ML_CONCURRENT_PREDICTIONS: "${var.minutes}",
    });
  });

  test("an expression of Terraform's written by hand has no braces inside another one, and its own elsewhere", () => {
    const stack = new TestStack();
    addApp(stack, {
      functionTimeoutMinutes: Token.asNumber("${var.minutes}"),
      concurrentPredictions: "${var.predictions}" as Anything,
    });
    expect(functionApp(synth(stack)).app_settings).toMatchObject({
      AzureFunctionsJobHost__functionTimeout:
        '${format("%02d:%02d:00", floor((var.minutes / 60)), (var.minutes % 60))}',
      ML_CONCURRENT_PREDICTIONS: "${var.predictions}",
    });
  });

  test.each(KNOWN_TO_TERRAFORM)("numbers that Terraform knows reach the app: %s", (_, { of, operand, text }) => {
    const stack = new TestStack();
    const number = of(stack);
    addApp(stack, {
      functionTimeoutMinutes: number,
      scoringTimeoutSeconds: number,
      concurrentPredictions: number,
      workerProcesses: number,
      containerStartTimeLimitSeconds: number,
      healthCheckEvictionMinutes: number,
    });
    const { app_settings: settings, site_config: site } = functionApp(synth(stack));
    expect(settings).toMatchObject({
      AzureFunctionsJobHost__functionTimeout: `\${format("%02d:%02d:00", floor((${operand} / 60)), (${operand} % 60))}`,
      ML_SCORING_TIMEOUT_SECONDS: text,
      ML_CONCURRENT_PREDICTIONS: text,
      FUNCTIONS_WORKER_PROCESS_COUNT: text,
      WEBSITES_CONTAINER_START_TIME_LIMIT: text,
    });
    expect(site.health_check_eviction_time_in_min).toBe(text);
  });

  test("a count that is refused is told once", () => {
    expect(breachesOf(app({ concurrentPredictions: 0, workerProcesses: 11 })).map(({ code }) => code)).toEqual([
      "concurrent-predictions",
      "worker-processes",
    ]);
  });
});

function account(stack: TestStack): StorageAccount {
  return new StorageAccount(stack, "Account", {
    name: "account",
    resourceGroupName: "group",
    location: "westeurope",
    accountTier: "Standard",
    accountReplicationType: "LRS",
  });
}
