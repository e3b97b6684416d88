import { existsSync, readFileSync } from "fs";
import { join } from "path";
import { EventhubNamespace } from "@cdktf/provider-azurerm/lib/eventhub-namespace";
import { ServicePlan } from "@cdktf/provider-azurerm/lib/service-plan";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import {
  Access,
  type AccessConfig,
  type BindContext,
  ContainerImage,
  type ContainerImageConfig,
  ContextFormat,
  Hosting,
  type HostingConfig,
  ImageBuilder,
  type ImageBuilderConfig,
  type ImageBuildRequest,
  type ITrigger,
  MlFunctionApp,
  ModelImage,
  Monitoring,
  type MonitoringConfig,
  type TriggerConfig,
} from "../lib";
import { ids } from "./support/ids";
import { appIn, imageOf, project } from "./support/staged";
import { all, functionApp, only, readable, roles, synth } from "./support/synth";
import { addApp, appWith, diabetes, publicImage, TestStack } from "./support/test-stack";

const PLAN = { name: "own", resourceGroupName: "group", location: "westeurope", osType: "Linux", skuName: "B1" };

/** Starts a prediction for each event of a hub, as a user might write it. */
class EventHubTrigger implements ITrigger {
  public bind(scope: Construct, context: BindContext): TriggerConfig {
    const namespace = new EventhubNamespace(scope, "Namespace", {
      name: context.uniqueName("hub", 50),
      resourceGroupName: context.resourceGroupName,
      location: context.location,
      sku: "Standard",
      tags: context.tags,
    });
    context.grantRole(scope, "Receiver", namespace.id, "Azure Event Hubs Data Receiver");
    context.waitFor(namespace);
    return {
      moduleName: "event_hub",
      requiresAlwaysOn: true,
      appSettings: { ML_TRIGGER_HUB_NAME: "events", FunctionsHub__clientId: context.identity?.clientId ?? "" },
      hostStorageRoles: ["Storage Table Data Contributor"],
      attributes: { namespaceName: namespace.name },
    };
  }
}

/** Its thin variant of the app. */
class EventHubMlFunctionApp extends MlFunctionApp {
  public readonly hubNamespaceName = this.triggerAttributes.namespaceName;
}

describe("a trigger", () => {
  function withHub() {
    const stack = new TestStack();
    const app = new EventHubMlFunctionApp(stack, "App", {
      resourceGroup: stack.group,
      image: publicImage(),
      tags: { owner: "ml" },
      trigger: new EventHubTrigger(),
    });
    new TerraformOutput(stack, "hub", { value: app.hubNamespaceName });
    return synth(stack);
  }

  test("ITrigger.bind: makes what it needs in a scope of its own", () => {
    expect(all(withHub(), "azurerm_eventhub_namespace")).toEqual({
      App_Trigger_Namespace: {
        name: "app-${local.App_NameSuffix}-hub",
        resource_group_name: "${azurerm_resource_group.Group.name}",
        location: "${azurerm_resource_group.Group.location}",
        sku: "Standard",
        tags: { owner: "ml" },
      },
    });
  });

  test("TriggerConfig.moduleName, TriggerConfig.appSettings: reach the app", () => {
    expect(functionApp(withHub()).app_settings).toMatchObject({
      ML_TRIGGER: "event_hub",
      ML_TRIGGER_HUB_NAME: "events",
      FunctionsHub__clientId: "${azurerm_user_assigned_identity.App_Identity.client_id}",
    });
  });

  test("TriggerConfig.hostStorageRoles: are assigned on the host's account, beside the trigger's own", () => {
    expect(roles(withHub())).toEqual([
      "Azure Event Hubs Data Receiver on ${azurerm_eventhub_namespace.App_Trigger_Namespace.id}",
      "Monitoring Metrics Publisher on ${azurerm_application_insights.App_Insights.id}",
      "Storage Blob Data Owner on ${azurerm_storage_account.App_HostStorage.id}",
      "Storage Table Data Contributor on ${azurerm_storage_account.App_HostStorage.id}",
    ]);
  });

  test("what it waits for and its roles are there before the app", () => {
    expect(functionApp(withHub()).depends_on).toEqual(
      expect.arrayContaining([
        "azurerm_eventhub_namespace.App_Trigger_Namespace",
        "azurerm_role_assignment.App_Trigger_Receiver",
        "azurerm_role_assignment.App_HostStorageTableDataContributor",
      ]),
    );
  });

  test("TriggerConfig.attributes: are for subclasses and outputs", () => {
    expect(withHub().output.hub.value).toBe("${azurerm_eventhub_namespace.App_Trigger_Namespace.name}");
  });

  test("TriggerConfig.requiresAlwaysOn: decides whether the app may idle", () => {
    const trigger = (requiresAlwaysOn: boolean): ITrigger => ({
      bind: () => ({ moduleName: "http", appSettings: {}, requiresAlwaysOn }),
    });
    expect(appWith({ trigger: trigger(false), alwaysOn: false }).site_config.always_on).toBe(false);
    expect(() => appWith({ trigger: trigger(true), alwaysOn: false })).toThrow("(always-on)");
  });
});

describe("a hosting", () => {
  class OwnHosting extends Hosting {
    public constructor(private readonly config: Partial<HostingConfig>) {
      super();
    }

    public bind(scope: Construct, context: BindContext): HostingConfig {
      const plan = new ServicePlan(scope, "OwnPlan", {
        name: context.uniqueName("own", 40),
        resourceGroupName: context.resourceGroupName,
        location: context.location,
        osType: "Linux",
        skuName: "EP1",
      });
      return { servicePlanId: plan.id, skuName: "EP1", ...this.config };
    }
  }

  test("Hosting.bind, HostingConfig.servicePlanId: makes the plan", () => {
    expect(appWith({ hosting: new OwnHosting({}) }).service_plan_id).toBe("${azurerm_service_plan.App_OwnPlan.id}");
    expect(Hosting.isHosting(new OwnHosting({}))).toBe(true);
  });

  test("HostingConfig.skuName: decides what the app may do", () => {
    expect(appWith({ hosting: new OwnHosting({ skuName: "EP1" }) }).site_config.always_on).toBe(false);
    expect(appWith({ hosting: new OwnHosting({ skuName: "B1" }) }).site_config.always_on).toBe(true);
  });

  test("HostingConfig.location: the app's own without", () => {
    expect(appWith({ hosting: new OwnHosting({}) }).location).toBe("${azurerm_resource_group.Group.location}");
    expect(appWith({ hosting: new OwnHosting({ location: "northeurope" }) }).location).toBe("northeurope");
  });

  test("HostingConfig.elasticScale: of the app", () => {
    expect(appWith({ hosting: new OwnHosting({}) }).site_config).not.toHaveProperty("app_scale_limit");
    const elasticScale = { appScaleLimit: 3, elasticInstanceMinimum: 2, preWarmedInstanceCount: 1 };
    expect(appWith({ hosting: new OwnHosting({ elasticScale }) }).site_config).toMatchObject({
      app_scale_limit: 3,
      elastic_instance_minimum: 2,
      pre_warmed_instance_count: 1,
    });
  });
});

describe("an access", () => {
  class OwnAccess extends Access {
    public constructor(private readonly config: AccessConfig) {
      super();
    }

    public bind(): AccessConfig {
      return this.config;
    }
  }
  const identity = { id: ids.identity, clientId: ids.client, principalId: ids.principal };
  const as = (config: AccessConfig) => {
    const stack = new TestStack();
    addApp(stack, { access: new OwnAccess(config) });
    return synth(stack);
  };

  test("Access.bind, AccessConfig.identity: is that of the app; shared keys without", () => {
    expect(functionApp(as({ identity, assignRoles: true })).identity.identity_ids).toEqual([ids.identity]);
    expect(functionApp(as({ assignRoles: true }))).not.toHaveProperty("identity");
    expect(functionApp(as({ assignRoles: true }))).toHaveProperty("storage_account_access_key");
  });

  test("AccessConfig.assignRoles: whether the identity gets its roles", () => {
    expect(roles(as({ identity, assignRoles: true }))).toHaveLength(2);
    expect(roles(as({ identity, assignRoles: false }))).toEqual([]);
  });
});

test("Monitoring.bind, MonitoringConfig.connectionString, MonitoringConfig.appSettings: monitoring of one's own", () => {
  class OwnMonitoring extends Monitoring {
    public constructor(private readonly config: MonitoringConfig) {
      super();
    }

    public bind(): MonitoringConfig {
      return this.config;
    }
  }
  const appSettings = { OTEL_EXPORTER_OTLP_ENDPOINT: "https://otel.example.com" };
  const app = appWith({ monitoring: new OwnMonitoring({ connectionString: "own", appSettings }) });
  expect(app.site_config.application_insights_connection_string).toBe("own");
  expect(app.app_settings).toMatchObject(appSettings);
  const without = appWith({ monitoring: new OwnMonitoring({ appSettings: {} }) });
  expect(without.site_config).not.toHaveProperty("application_insights_connection_string");
});

describe("an image", () => {
  class OwnImage extends ContainerImage {
    public constructor(private readonly config: Partial<ContainerImageConfig>) {
      super();
    }

    public bind(): ContainerImageConfig {
      return {
        registryHost: "registry.example.com",
        imageName: "own",
        imageTag: "v9",
        pullsAsIdentity: false,
        ...this.config,
      };
    }
  }
  const run = (config: Partial<ContainerImageConfig> = {}) => appWith({ image: new OwnImage(config) }).site_config;

  test("ContainerImage.bind, ContainerImageConfig.registryHost, ContainerImageConfig.imageName, ContainerImageConfig.imageTag: say what is run", () => {
    expect(run().application_stack.docker).toEqual([
      { registry_url: "https://registry.example.com", image_name: "own", image_tag: "v9" },
    ]);
  });

  test("ContainerImageConfig.modelImage: anything else is refused", () => {
    for (const modelImage of ["mine", null, {}]) {
      expect(() => run({ modelImage: modelImage as never })).toThrow("image.bind().modelImage");
    }
  });

  test("ContainerImageConfig.pullsAsIdentity: says as whom", () => {
    expect(run()).not.toHaveProperty("container_registry_use_managed_identity");
    expect(run({ pullsAsIdentity: true })).toMatchObject({
      container_registry_use_managed_identity: true,
      container_registry_managed_identity_client_id: "${azurerm_user_assigned_identity.App_Identity.client_id}",
    });
  });

  test("ContainerImageConfig.credentials: are used where there are some", () => {
    const credentials = { username: "robot", password: "secret" };
    expect(run({ credentials }).application_stack.docker[0]).toMatchObject({
      registry_username: "robot",
      registry_password: "secret",
    });
  });
});

test("BindContext.waitFor: what any part waits for is there before the app", () => {
  const wait = (scope: Construct, part: string, context: BindContext) => {
    context.waitFor(new ServicePlan(new Construct(scope, part), "Awaited", PLAN));
  };
  class WaitingAccess extends Access {
    public constructor() {
      super();
    }

    public bind(scope: Construct, context: BindContext): AccessConfig {
      wait(scope, "Access", context);
      return { assignRoles: true };
    }
  }
  class WaitingImage extends ContainerImage {
    public constructor() {
      super();
    }

    public bind(scope: Construct, context: BindContext): ContainerImageConfig {
      wait(scope, "Image", context);
      return { registryHost: "registry.example.com", imageName: "own", imageTag: "v9", pullsAsIdentity: false };
    }
  }
  class WaitingHosting extends Hosting {
    public constructor() {
      super();
    }

    public bind(scope: Construct, context: BindContext): HostingConfig {
      wait(scope, "Hosting", context);
      return { servicePlanId: "/subscriptions/s/serverFarms/p", skuName: "B1" };
    }
  }
  class WaitingMonitoring extends Monitoring {
    public constructor() {
      super();
    }

    public bind(scope: Construct, context: BindContext): MonitoringConfig {
      wait(scope, "Monitoring", context);
      return { appSettings: {} };
    }
  }
  const trigger: ITrigger = {
    bind: (scope, context) => {
      wait(scope, "Part", context);
      return { moduleName: "http", appSettings: {}, requiresAlwaysOn: false };
    },
  };
  const app = appWith({
    access: new WaitingAccess(),
    image: new WaitingImage(),
    hosting: new WaitingHosting(),
    monitoring: new WaitingMonitoring(),
    trigger,
  });
  for (const part of ["Access", "Image", "Hosting", "Monitoring", "Trigger_Part"]) {
    expect(app.depends_on).toContain(`azurerm_service_plan.App_${part}_Awaited`);
  }
});

describe("a builder", () => {
  class OwnBuilder extends ImageBuilder {
    public request?: ImageBuildRequest;

    public constructor(private readonly config: Partial<ImageBuilderConfig> = {}) {
      super();
    }

    public bind(_scope: Construct, _context: BindContext, request: ImageBuildRequest): ImageBuilderConfig {
      this.request = request;
      return { imageName: request.repositoryName, imageTag: request.contentHash, ...this.config };
    }
  }

  function builtBy(builder: OwnBuilder) {
    const stack = new TestStack();
    const model = new ModelImage(stack, "Model", { resourceGroup: stack.group, ...diabetes({ builder }) });
    addApp(stack, { image: ContainerImage.fromModelImage(model) });
    return { model, stack, json: synth(stack) };
  }

  test("ModelImageOptions.builder: a Docker engine without", () => {
    const stack = new TestStack();
    new ModelImage(stack, "Model", { resourceGroup: stack.group, ...diabetes() });
    expect(only(synth(stack), "docker_image").build.context).toMatch(/^build-contexts\//);
    expect(all(builtBy(new OwnBuilder()).json, "docker_image")).toEqual({});
  });

  test("ImageBuilder.bind, ImageBuilderConfig.imageName, ImageBuilderConfig.imageTag: say what the app runs", () => {
    const { docker } = functionApp(builtBy(new OwnBuilder()).json).site_config.application_stack;
    expect(docker[0].image_name).toBe("model");
    expect(docker[0].image_tag).toMatch(/^[0-9a-f]{64}$/);
    const other = builtBy(new OwnBuilder({ imageName: "own", imageTag: "v1" })).json;
    expect(functionApp(other).site_config.application_stack.docker[0]).toMatchObject({
      image_name: "own",
      image_tag: "v1",
    });
  });

  test("ImageBuildRequest.registry, ImageBuildRequest.repositoryName, ImageBuildRequest.contentHash: say what goes where", () => {
    const builder = new OwnBuilder();
    const { model } = builtBy(builder);
    expect(builder.request).toMatchObject({
      registry: model.registry,
      repositoryName: model.repositoryName,
      contentHash: model.contentHash,
    });
  });

  test("what a builder waits for is there before the app", () => {
    class WaitingBuilder extends OwnBuilder {
      public override bind(scope: Construct, context: BindContext, request: ImageBuildRequest): ImageBuilderConfig {
        context.waitFor(new ServicePlan(scope, "Awaited", PLAN));
        return super.bind(scope, context, request);
      }
    }
    expect(functionApp(builtBy(new WaitingBuilder()).json).depends_on).toContain("azurerm_service_plan.Model_Awaited");
  });

  test("ImageBuilderConfig.dependencies, ModelImage.dependencies: are there before the app", () => {
    const stack = new TestStack();
    const builder = new OwnBuilder({ dependencies: [stack.group] });
    const model = new ModelImage(stack, "Model", { resourceGroup: stack.group, ...diabetes({ builder }) });
    expect(model.dependencies).toEqual([stack.group]);
    addApp(stack, { image: ContainerImage.fromModelImage(model) });
    expect(functionApp(synth(stack)).depends_on).toContain("azurerm_resource_group.Group");
  });

  test.each([
    ["ImageBuildRequest.contextPath, ImageBuilderConfig.contextFormat", ContextFormat.DIRECTORY],
    ["ImageBuildRequest.contextTarballPath, ImageBuilderConfig.contextFormat", ContextFormat.TARBALL],
  ])("%s: where the context lies in the stack's directory", (_, contextFormat) => {
    const directory = project();
    const app = appIn(directory);
    const stack = new TestStack("test", app);
    const builder = new OwnBuilder({ contextFormat });
    new ModelImage(stack, "Model", { resourceGroup: stack.group, ...imageOf({ builder }) });
    const { contextPath, contextTarballPath } = builder.request!;
    new TerraformOutput(stack, "directory", { value: contextPath });
    new TerraformOutput(stack, "tarball", { value: contextTarballPath });
    app.synth();
    const stackDirectory = join(directory, "cdktf.out/stacks/test");
    const { output } = readable(readFileSync(join(stackDirectory, "cdk.tf.json"), "utf8"));
    const isDirectory = contextFormat === ContextFormat.DIRECTORY;
    expect(existsSync(join(stackDirectory, output.directory.value, "Dockerfile"))).toBe(isDirectory);
    expect(existsSync(join(stackDirectory, output.tarball.value))).toBe(!isDirectory);
  });

  test("ImageBuilderConfig.options, ImageBuilderConfig.pipSecret: count in the content hash", () => {
    const tag = (config: Partial<ImageBuilderConfig>) =>
      functionApp(builtBy(new OwnBuilder(config)).json).site_config.application_stack.docker[0].image_tag;
    const tags = [
      tag({}),
      tag({ options: { buildArgs: { A: "1" } } }),
      tag({ options: { buildArgs: { A: "2" } } }),
      tag({ options: { target: "final" } }),
      tag({ pipSecret: true }),
    ];
    expect(new Set(tags).size).toBe(tags.length);
    expect(tag({ contextFormat: ContextFormat.DIRECTORY })).toBe(tags[0]);
  });

  test("ImageBuilder.isImageBuilder: by brand", () => {
    expect(ImageBuilder.isImageBuilder(new OwnBuilder())).toBe(true);
    expect(ImageBuilder.isImageBuilder(ImageBuilder.docker())).toBe(true);
    expect([undefined, null, {}, "docker"].some((value) => ImageBuilder.isImageBuilder(value))).toBe(false);
  });
});
