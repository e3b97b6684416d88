import { DataAzurermResourceGroup } from "@cdktf/provider-azurerm/lib/data-azurerm-resource-group";
import { TerraformOutput, TerraformVariable, Token, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import {
  Access,
  AzureIdentity,
  AzureResourceGroup,
  AzureServicePlan,
  AzureStorageAccount,
  type BindContext,
  BlobMlFunctionApp,
  BlobTrigger,
  ContainerImage,
  Hosting,
  HttpTrigger,
  type IMlFunctionApp,
  type IResourceGroup,
  MlFunctionApp,
  type MlFunctionAppProps,
  Monitoring,
  ServiceBusQueueTrigger,
} from "../lib";
import { ids } from "./support/ids";
import { addresses, all, functionApp, only, synth } from "./support/synth";
import { addApp, appWith, givenRegistry, publicImage, TestStack } from "./support/test-stack";

describe("an app with nothing but what is required", () => {
  const stack = new TestStack();
  addApp(stack);
  const json = synth(stack);

  test("makes a function app, a plan, an identity, storage and monitoring", () => {
    expect(addresses(json)).toEqual([
      "azurerm_application_insights.App_Insights",
      "azurerm_linux_function_app.App",
      "azurerm_log_analytics_workspace.App_Workspace",
      "azurerm_resource_group.Group",
      "azurerm_role_assignment.App_HostStorageBlobDataOwner",
      "azurerm_role_assignment.App_MetricsPublisher",
      "azurerm_service_plan.App_Plan",
      "azurerm_storage_account.App_HostStorage",
      "azurerm_user_assigned_identity.App_Identity",
      "data.azurerm_client_config.MlFunctionsClientConfig",
    ]);
  });

  test("is closed but for HTTPS", () => {
    expect(functionApp(json)).toMatchObject({
      https_only: true,
      ftp_publish_basic_authentication_enabled: false,
      webdeploy_publish_basic_authentication_enabled: false,
      site_config: { ftps_state: "Disabled", minimum_tls_version: "1.2", scm_minimum_tls_version: "1.2" },
    });
  });

  test("runs version 4 of the host, with its health check and without logging through the storage key", () => {
    expect(functionApp(json)).toMatchObject({
      functions_extension_version: "~4",
      builtin_logging_enabled: false,
      site_config: { health_check_path: "/health", http2_enabled: true },
    });
  });

  test("leaves to the provider the settings that it writes itself", () => {
    const names = Object.keys(functionApp(json).app_settings);
    const written =
      /^(DOCKER_|FUNCTIONS_EXTENSION_VERSION$|FUNCTIONS_WORKER_RUNTIME$|AzureWebJobsStorage$|APPINSIGHTS_)/;
    expect(names.filter((name) => written.test(name))).toEqual([]);
    expect(names).not.toContain("AzureWebJobsStorage__accountName");
    expect(names).not.toContain("APPLICATIONINSIGHTS_CONNECTION_STRING");
  });
});

describe("options", () => {
  const settingsWith = (props: Parameters<typeof appWith>[0]) => appWith(props).app_settings;

  test("MlFunctionAppOptions.resourceGroup: the provider's, its data source, or attributes", () => {
    const namesWith = (group: (stack: TestStack) => IResourceGroup) => {
      const stack = new TestStack();
      addApp(stack, { resourceGroup: group(stack) });
      const { resource_group_name: name, location } = functionApp(synth(stack));
      return { name, location };
    };
    expect(namesWith((stack) => stack.group)).toEqual({
      name: "${azurerm_resource_group.Group.name}",
      location: "${azurerm_resource_group.Group.location}",
    });
    expect(namesWith((stack) => new DataAzurermResourceGroup(stack, "Given", { name: "given" }))).toEqual({
      name: "${data.azurerm_resource_group.Given.name}",
      location: "${data.azurerm_resource_group.Given.location}",
    });
    const attributes = { name: "given", location: "northeurope" };
    expect(namesWith(() => AzureResourceGroup.fromAttributes(attributes))).toEqual(attributes);
  });

  test("MlFunctionAppOptions.image: what the app runs", () => {
    const image = ContainerImage.fromPublicRegistry({
      registryHost: "docker.example.com",
      repositoryName: "other",
      tag: "v2",
    });
    expect(appWith({ image }).site_config.application_stack).toEqual({
      docker: [{ registry_url: "https://docker.example.com", image_name: "other", image_tag: "v2" }],
    });
  });

  test("MlFunctionAppOptions.location: of all that is made; the resource group's without", () => {
    const locations = (location?: string) => {
      const stack = new TestStack();
      addApp(stack, { location, trigger: new ServiceBusQueueTrigger({ inputQueueName: "input" }) });
      const located = Object.entries(synth(stack).resource)
        .filter(([type]) => type !== "azurerm_resource_group")
        .flatMap(([, blocks]) => Object.values(blocks))
        .filter((block) => "location" in block);
      expect(located).toHaveLength(7);
      return [...new Set(located.map((block) => block.location))];
    };
    expect(locations()).toEqual(["${azurerm_resource_group.Group.location}"]);
    expect(locations("northeurope")).toEqual(["northeurope"]);
  });

  test("MlFunctionAppOptions.location: an app runs in the region of an existing plan all the same", () => {
    const plan = AzureServicePlan.fromAttributes({ id: ids.plan, skuName: "B1", location: "francecentral" });
    expect(appWith({ hosting: Hosting.existingPlan(plan), location: "northeurope" }).location).toBe("francecentral");
    const unlocated = AzureServicePlan.fromAttributes({ id: ids.plan, skuName: "B1" });
    expect(appWith({ hosting: Hosting.existingPlan(unlocated), location: "northeurope" }).location).toBe("northeurope");
  });

  test("MlFunctionAppOptions.functionAppName: generated without", () => {
    expect(appWith().name).toBe("app-${local.App_NameSuffix}");
    expect(appWith({ functionAppName: "chosen" }).name).toBe("chosen");
  });

  test("MlFunctionAppOptions.hosting: a Dedicated B1 plan without", () => {
    const stack = new TestStack();
    addApp(stack);
    expect(only(synth(stack), "azurerm_service_plan").sku_name).toBe("B1");
    const plan = AzureServicePlan.fromAttributes({ id: ids.plan, skuName: "P1v3" });
    expect(appWith({ hosting: Hosting.existingPlan(plan) }).service_plan_id).toBe(ids.plan);
  });

  test("MlFunctionAppOptions.access: a managed identity without", () => {
    expect(appWith()).toMatchObject({ identity: { type: "UserAssigned" }, storage_uses_managed_identity: true });
    expect(appWith({ access: Access.sharedKeys() })).not.toHaveProperty("identity");
  });

  test("MlFunctionAppOptions.monitoring: Application Insights without", () => {
    const connection = "application_insights_connection_string";
    expect(appWith().site_config[connection]).toBe("${azurerm_application_insights.App_Insights.connection_string}");
    expect(appWith({ monitoring: Monitoring.disabled() }).site_config).not.toHaveProperty(connection);
  });

  test("MlFunctionAppOptions.hostStorage: an account of its own without", () => {
    expect(appWith().storage_account_name).toBe("${azurerm_storage_account.App_HostStorage.name}");
    const stack = new TestStack();
    addApp(stack, { hostStorage: AzureStorageAccount.fromAttributes({ id: ids.storage, name: "givenhost" }) });
    const json = synth(stack);
    expect(functionApp(json).storage_account_name).toBe("givenhost");
    expect(all(json, "azurerm_storage_account")).toEqual({});
  });

  test("MlFunctionAppOptions.alwaysOn: on a Dedicated plan true, unless an HTTP app is allowed to idle", () => {
    expect(appWith().site_config.always_on).toBe(true);
    expect(appWith({ alwaysOn: true }).site_config.always_on).toBe(true);
    expect(appWith({ alwaysOn: false }).site_config.always_on).toBe(false);
  });

  test("MlFunctionAppOptions.functionTimeoutMinutes: 30 without", () => {
    const timeout = (functionTimeoutMinutes?: number) =>
      settingsWith({ functionTimeoutMinutes }).AzureFunctionsJobHost__functionTimeout;
    expect(timeout()).toBe("00:30:00");
    expect(timeout(1)).toBe("00:01:00");
    expect(timeout(90)).toBe("01:30:00");
    expect(timeout(1439)).toBe("23:59:00");
  });

  test.each([
    ["MlFunctionAppOptions.scoringTimeoutSeconds", "scoringTimeoutSeconds", "ML_SCORING_TIMEOUT_SECONDS", undefined],
    ["MlFunctionAppOptions.concurrentPredictions", "concurrentPredictions", "ML_CONCURRENT_PREDICTIONS", undefined],
    ["MlFunctionAppOptions.workerProcesses", "workerProcesses", "FUNCTIONS_WORKER_PROCESS_COUNT", undefined],
    [
      "MlFunctionAppOptions.containerStartTimeLimitSeconds",
      "containerStartTimeLimitSeconds",
      "WEBSITES_CONTAINER_START_TIME_LIMIT",
      "1800",
    ],
  ])("%s: an app setting", (_, prop, setting, without) => {
    expect(settingsWith({})[setting]).toBe(without);
    expect(settingsWith({ [prop]: 7 })[setting]).toBe("7");
  });

  describe("MlFunctionAppOptions.concurrentPredictions, MlFunctionAppOptions.workerProcesses: their product is what parts are told", () => {
    /** What a trigger is told, as an app setting, where `props` may take variables of the stack. */
    const told = (props: (variable: (name: string) => number) => Partial<MlFunctionAppProps>) => {
      const stack = new TestStack();
      const trigger = {
        bind: (_: Construct, context: BindContext) => ({
          moduleName: "http",
          requiresAlwaysOn: false,
          appSettings: { TOLD: Tokenization.stringifyNumber(context.predictionsPerInstance) },
        }),
      };
      const variable = (name: string) => new TerraformVariable(stack, name, { type: "number" }).numberValue;
      addApp(stack, { trigger, ...props(variable) });
      const { TOLD, ML_CONCURRENT_PREDICTIONS, FUNCTIONS_WORKER_PROCESS_COUNT } = functionApp(
        synth(stack),
      ).app_settings;
      return [TOLD, ML_CONCURRENT_PREDICTIONS, FUNCTIONS_WORKER_PROCESS_COUNT];
    };

    test.each<[lanes: number | undefined, processes: number | undefined, product: string]>([
      [undefined, undefined, "1"],
      [4, undefined, "4"],
      [undefined, 3, "3"],
      [4, 3, "12"],
      [100, 10, "1000"],
    ])("%s and %s", (concurrentPredictions, workerProcesses, product) => {
      const settings = [product, concurrentPredictions?.toString(), workerProcesses?.toString()];
      expect(told(() => ({ concurrentPredictions, workerProcesses }))).toEqual(settings);
    });

    test("known to Terraform alone", () => {
      expect(told((of) => ({ concurrentPredictions: of("lanes") }))).toEqual([
        "${var.lanes}",
        "${var.lanes}",
        undefined,
      ]);
      expect(told((of) => ({ concurrentPredictions: of("lanes"), workerProcesses: 2 }))).toEqual([
        "${(var.lanes * 2)}",
        "${var.lanes}",
        "2",
      ]);
      expect(told((of) => ({ concurrentPredictions: 3, workerProcesses: of("processes") }))).toEqual([
        "${(3 * var.processes)}",
        "3",
        "${var.processes}",
      ]);
      expect(told((of) => ({ concurrentPredictions: of("lanes"), workerProcesses: of("processes") }))).toEqual([
        "${(var.lanes * var.processes)}",
        "${var.lanes}",
        "${var.processes}",
      ]);
    });

    test("known to Terraform alone, written by hand", () => {
      const byHand = (text: string) => Token.asNumber(text);
      expect(told(() => ({ concurrentPredictions: byHand("${var.lanes}"), workerProcesses: 2 }))).toEqual([
        "${(var.lanes * 2)}",
        "${var.lanes}",
        "2",
      ]);
    });
  });

  test("MlFunctionAppOptions.healthCheckEvictionMinutes: 10 without", () => {
    expect(appWith().site_config.health_check_eviction_time_in_min).toBe(10);
    expect(appWith({ healthCheckEvictionMinutes: 2 }).site_config.health_check_eviction_time_in_min).toBe(2);
  });

  test("MlFunctionAppOptions.logPayloads: only when asked for", () => {
    expect(settingsWith({})).not.toHaveProperty("ML_LOG_PAYLOADS");
    expect(settingsWith({ logPayloads: false })).not.toHaveProperty("ML_LOG_PAYLOADS");
    expect(settingsWith({ logPayloads: true }).ML_LOG_PAYLOADS).toBe("true");
  });

  test("MlFunctionAppOptions.appSettings: beside the construct's own", () => {
    const given = { FEATURE: "on", SECRET: "@Microsoft.KeyVault(SecretUri=https://vault.example.com/secrets/s)" };
    expect(settingsWith({ appSettings: given })).toEqual({ ...settingsWith({}), ...given });
  });

  test("MlFunctionAppOptions.tags: of all that is made", () => {
    const tagged = (tags?: { [name: string]: string }) => {
      const stack = new TestStack();
      addApp(stack, { tags, trigger: new BlobTrigger({ inputPath: "input/{name}" }) });
      const { resource } = synth(stack);
      return Object.entries(resource).flatMap(([type, blocks]) =>
        Object.values(blocks).flatMap((block) => (block.tags ? [[type, block.tags]] : [])),
      );
    };
    expect(tagged()).toEqual([]);
    const tags = { owner: "ml" };
    expect(tagged(tags)).toEqual([
      ["azurerm_application_insights", tags],
      ["azurerm_linux_function_app", tags],
      ["azurerm_log_analytics_workspace", tags],
      ["azurerm_service_plan", tags],
      ["azurerm_storage_account", tags],
      ["azurerm_storage_account", tags],
      ["azurerm_user_assigned_identity", tags],
    ]);
  });

  test("MlFunctionAppProps.trigger: what starts predictions", () => {
    expect(settingsWith({}).ML_TRIGGER).toBe("http");
    expect(settingsWith({ trigger: new BlobTrigger({ inputPath: "input/{name}" }) }).ML_TRIGGER).toBe("blob");
  });
});

describe("what an app tells", () => {
  const told = (value: (app: MlFunctionApp) => string, props: Parameters<typeof appWith>[0] = {}) => {
    const stack = new TestStack();
    const app = addApp(stack, props);
    new TerraformOutput(stack, "told", { value: value(app) });
    return synth(stack).output.told.value;
  };

  test("MlFunctionApp.resource: the typed resource, for all that props do not offer", () => {
    const stack = new TestStack();
    const app = addApp(stack);
    app.resource.clientCertificateEnabled = true;
    expect(functionApp(synth(stack)).client_certificate_enabled).toBe(true);
    expect(app.resource.node.id).toBe("Resource");
  });

  test("MlFunctionApp.functionAppName, IMlFunctionApp.functionAppName: a reference, which waits for the app", () => {
    expect(told((app: IMlFunctionApp) => app.functionAppName)).toBe("${azurerm_linux_function_app.App.name}");
  });

  test("MlFunctionApp.defaultHostname, IMlFunctionApp.defaultHostname: as Azure gives it", () => {
    const expected = "${azurerm_linux_function_app.App.default_hostname}";
    expect(told((app: IMlFunctionApp) => app.defaultHostname)).toBe(expected);
  });

  test("MlFunctionApp.identity: none with shared keys", () => {
    expect(told(({ identity }) => identity!.clientId)).toBe("${azurerm_user_assigned_identity.App_Identity.client_id}");
    expect(addApp(new TestStack(), { access: Access.sharedKeys() }).identity).toBeUndefined();
    const given = { id: ids.identity, clientId: ids.client, principalId: ids.principal };
    const access = Access.managedIdentity({ identity: AzureIdentity.fromAttributes(given) });
    expect(addApp(new TestStack(), { access }).identity).toEqual(given);
  });

  test("MlFunctionApp.imageReference: by tag, or by digest where the image is pinned", () => {
    expect(told(({ imageReference }) => imageReference)).toBe("ghcr.io/owner/model:v1");
    const digest = `sha256:${"ab".repeat(32)}`;
    const image = ContainerImage.fromRegistry({ registry: givenRegistry(), repositoryName: "model", digest });
    expect(told(({ imageReference }) => imageReference, { image })).toBe(`given.azurecr.io/model@${digest}`);
  });

  test("MlFunctionApp.hostStorageAccountName: of the account that was made or given", () => {
    const name = (app: MlFunctionApp) => app.hostStorageAccountName;
    expect(told(name)).toBe("${azurerm_storage_account.App_HostStorage.name}");
    expect(told(name, { hostStorage: AzureStorageAccount.fromAttributes({ id: ids.storage, name: "given" }) })).toBe(
      "given",
    );
  });

  test("an expression of Terraform's written by hand is as little judged as a token", () => {
    const stack = new TestStack();
    addApp(stack, { functionAppName: "app-${var.environment}", location: "${var.location}" });
    const app = only(synth(stack), "azurerm_linux_function_app");
    expect([app.name, app.location]).toEqual(["app-${var.environment}", "${var.location}"]);
  });

  test("MlFunctionApp.triggerAttributes: what the trigger told, for outputs", () => {
    const stack = new TestStack();
    const trigger = {
      bind: () => ({ moduleName: "http", appSettings: {}, requiresAlwaysOn: false, attributes: { topic: "news" } }),
    };
    const app = new MlFunctionApp(stack, "App", { resourceGroup: stack.group, image: publicImage(), trigger });
    expect(app.triggerAttributes).toEqual({ topic: "news" });
  });

  test("MlFunctionAppOptions.appSettings: none that the trigger writes, which never takes one of the construct's", () => {
    const bound = (appSettings: { [name: string]: string }) => {
      const stack = new TestStack();
      const trigger = {
        bind: () => ({
          moduleName: "http",
          requiresAlwaysOn: false,
          appSettings: { TOPIC: "news", WEBSITES_ENABLE_APP_SERVICE_STORAGE: "true" },
        }),
      };
      new MlFunctionApp(stack, "App", { resourceGroup: stack.group, image: publicImage(), trigger, appSettings });
      return synth(stack);
    };
    expect(only(bound({}), "azurerm_linux_function_app").app_settings).toMatchObject({
      TOPIC: "news",
      WEBSITES_ENABLE_APP_SERVICE_STORAGE: "false",
    });
    expect(() => bound({ TOPIC: "sport" })).toThrow(/appSettings\["TOPIC"\]/);
  });
});

describe("several apps", () => {
  test("fit in one stack, on one plan, one workspace and one identity", () => {
    const stack = new TestStack();
    const first = addApp(stack, {}, "First");
    const shared = {
      hosting: Hosting.existingPlan(
        AzureServicePlan.fromAttributes({ id: first.resource.servicePlanId, skuName: "B1" }),
      ),
      access: Access.managedIdentity({ identity: AzureIdentity.fromAttributes(first.identity!) }),
      hostStorage: AzureStorageAccount.fromAttributes({ id: ids.storage, name: "given" }),
    };
    new BlobMlFunctionApp(stack, "Second", {
      resourceGroup: stack.group,
      image: publicImage(),
      inputPath: "input/{name}",
      ...shared,
    });
    addApp(stack, shared, "Third");
    const json = synth(stack);
    expect(Object.keys(all(json, "azurerm_linux_function_app"))).toEqual(["First", "Second", "Third"]);
    expect(Object.keys(all(json, "azurerm_service_plan"))).toEqual(["First_Plan"]);
    expect(Object.keys(all(json, "azurerm_user_assigned_identity"))).toEqual(["First_Identity"]);
    expect(json.output).toEqual({});
  });

  test("keep nothing of what one caller changes afterwards", () => {
    const stack = new TestStack();
    const tags = { owner: "ml" };
    const appSettings = { FEATURE: "on" };
    addApp(stack, { tags, appSettings, trigger: new HttpTrigger() });
    tags.owner = "changed";
    appSettings.FEATURE = "changed";
    const app = functionApp(synth(stack));
    expect(app.tags).toEqual({ owner: "ml" });
    expect(app.app_settings.FEATURE).toBe("on");
  });
});
