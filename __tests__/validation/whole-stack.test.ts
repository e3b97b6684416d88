import { join } from "path";
import { ApplicationInsights } from "@cdktf/provider-azurerm/lib/application-insights";
import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { ServicebusNamespace } from "@cdktf/provider-azurerm/lib/servicebus-namespace";
import { StorageAccount, type StorageAccountConfig } from "@cdktf/provider-azurerm/lib/storage-account";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { App, Fn, TerraformVariable, Testing, Token } from "cdktf";
import {
  Access,
  AzureApplicationInsights,
  AzureContainerRegistry,
  AzureIdentity,
  AzureResourceGroup,
  AzureServiceBusNamespace,
  AzureServicePlan,
  AzureStorageAccount,
  BlobTrigger,
  ContainerImage,
  Environment,
  Hosting,
  HttpTrigger,
  ImageBuilder,
  ModelImage,
  Monitoring,
  ServiceBusQueueTrigger,
} from "../../lib";
import { ids } from "../support/ids";
import { all, functionApp, synth } from "../support/synth";
import { addApp, diabetes, TestStack } from "../support/test-stack";
import {
  type Anything,
  app,
  breachesOf,
  conda,
  environment,
  files,
  image,
  refused,
  requirements,
  taken,
} from "./support";

/** An account that the stack makes itself. */
function account(stack: TestStack, more: Partial<StorageAccountConfig> = {}): StorageAccount {
  return new StorageAccount(stack, "Account", {
    name: "mine",
    resourceGroupName: stack.group.name,
    location: stack.group.location,
    accountTier: "Standard",
    accountReplicationType: "LRS",
    ...more,
  });
}

const hostedBy = (more: Partial<StorageAccountConfig>, access = Access.managedIdentity()) => {
  return (stack: TestStack) => {
    const hostStorage = AzureStorageAccount.fromResource(account(stack, more));
    addApp(stack, { hostStorage, access });
  };
};

describe("one name for two resources", () => {
  const two = (first: Anything, second: Anything) => (stack: TestStack) => {
    addApp(stack, first, "One");
    addApp(stack, second, "Two");
  };
  const each = (make: () => Anything) => two(make(), make());

  refused([
    ["of apps", "name-twice", "functionAppName", two({ functionAppName: "mine" }, { functionAppName: "Mine" })],
    [
      "of accounts, made from one and the same part",
      "name-twice",
      "hostStorage.name",
      (stack) => {
        const hostStorage = AzureStorageAccount.create({ name: "mine" });
        two({ hostStorage }, { hostStorage })(stack);
      },
    ],
    [
      "of an account of one's own",
      "name-twice",
      "hostStorage.name",
      (stack) => {
        account(stack);
        addApp(stack, { hostStorage: AzureStorageAccount.create({ name: "mine" }) });
      },
    ],
    [
      "of plans in one group",
      "name-twice",
      "hosting.planName",
      each(() => ({ hosting: Hosting.dedicated({ planName: "mine" }) })),
    ],
    [
      "of identities in one group",
      "name-twice",
      "access.identity.name",
      each(() => ({ access: Access.managedIdentity({ identity: AzureIdentity.create({ name: "mine" }) }) })),
    ],
  ]);

  taken([
    [
      "of plans in two groups",
      (stack) => {
        const hosting = Hosting.dedicated({ planName: "mine" });
        const resourceGroup = AzureResourceGroup.fromAttributes({ name: "other", location: "westeurope" });
        two({ hosting }, { hosting, resourceGroup })(stack);
      },
    ],
    [
      "of different kinds",
      two({ functionAppName: "mine" }, { hostStorage: AzureStorageAccount.create({ name: "mine" }) }),
    ],
  ]);

  test("that was refused for itself is told of as such only", () => {
    const breaches = breachesOf(two({ functionAppName: "my_app" }, { functionAppName: "my_app" }));
    expect(breaches.map(({ code }) => code)).toEqual(["function-app-name", "function-app-name"]);
  });
});

describe("keys that are off", () => {
  const access = Access.sharedKeys();

  refused([
    [
      "on the host's account",
      "shared-keys-off",
      "hostStorage.sharedAccessKeyEnabled",
      hostedBy({ sharedAccessKeyEnabled: false }, access),
    ],
    [
      "on a namespace",
      "shared-keys-off",
      "serviceBusNamespace.localAuthEnabled",
      (stack) => {
        const { name: resourceGroupName, location } = stack.group;
        const config = { name: "mine-bus", resourceGroupName, location, sku: "Standard", localAuthEnabled: false };
        const serviceBusNamespace = AzureServiceBusNamespace.fromResource(
          new ServicebusNamespace(stack, "Bus", config),
        );
        const trigger = new ServiceBusQueueTrigger({ inputQueueName: "input", serviceBusNamespace });
        addApp(stack, { access, trigger });
      },
    ],
    [
      "on a registry, where they are off without a word",
      "shared-keys-off",
      "registry.adminEnabled",
      (stack) => {
        const { name: resourceGroupName, location } = stack.group;
        const config = { name: "registry", resourceGroupName, location, sku: "Basic" };
        const registry = AzureContainerRegistry.fromResource(new ContainerRegistry(stack, "Registry", config));
        addApp(stack, { access, image: ContainerImage.fromRegistry({ registry, repositoryName: "m", tag: "v1" }) });
      },
    ],
    [
      "on Application Insights",
      "shared-keys-off",
      "monitoring.component.localAuthenticationDisabled",
      (stack) => {
        const { name: resourceGroupName, location } = stack.group;
        const config = { name: "mine", resourceGroupName, location, applicationType: "web" };
        const component = new ApplicationInsights(stack, "Insights", { ...config, localAuthenticationDisabled: true });
        const given = AzureApplicationInsights.fromResource(component);
        addApp(stack, { access, monitoring: Monitoring.existingApplicationInsights(given) });
      },
    ],
  ]);

  taken([
    ["for an app with an identity", hostedBy({ sharedAccessKeyEnabled: false })],
    ["only where Terraform says so", hostedBy({ sharedAccessKeyEnabled: Token.asAny({ a: 1 }) }, access)],
  ]);
});

describe("what a stack makes itself", () => {
  const elsewhere = (make: (other: TestStack, stack: TestStack) => void, of = Testing.app()) => {
    return (stack: TestStack) => make(new TestStack("other", of), stack);
  };
  const shared = (other: TestStack, stack: TestStack, builder = ImageBuilder.docker()) => {
    const made = new ModelImage(other, "Image", { ...diabetes(), resourceGroup: other.group, builder });
    addApp(stack, { image: ContainerImage.fromModelImage(made) });
  };

  refused([
    ["an account for blobs alone", "storage-account-kind", "hostStorage", hostedBy({ accountKind: "BlobStorage" })],
    ["a premium account", "storage-account-kind", "hostStorage", hostedBy({ accountTier: "Premium" })],
    [
      "an account as resource group",
      "resource",
      "resourceGroup",
      (stack) => addApp(stack, { resourceGroup: AzureResourceGroup.fromResource(account(stack) as Anything) }),
    ],
    [
      "a resource group of another app",
      "resource-of-another-app",
      "resourceGroup",
      elsewhere((other, stack) => addApp(stack, { resourceGroup: AzureResourceGroup.fromResource(other.group) })),
    ],
    ["an image of another app", "image-of-another-stack", "image", elsewhere(shared)],
    [
      "an image of another stack that a task builds",
      "image-of-another-stack",
      "image",
      (stack) => shared(new TestStack("other", stack.node.root as App), stack, ImageBuilder.acrTask()),
    ],
    [
      "a registry's provider of another kind",
      "part",
      "registry.provider",
      (stack) => {
        const provider = new DockerProvider(stack, "docker2", { alias: "second" });
        const given = { id: ids.registry, name: "given", resourceGroupName: "shared", provider };
        image({ registry: AzureContainerRegistry.fromAttributes(given) })(stack);
      },
    ],
    [
      "a registry with the id of an account",
      "resource-id",
      "registry.id",
      image({
        registry: AzureContainerRegistry.fromAttributes({
          id: ids.storage,
          name: "given",
          resourceGroupName: "shared",
        }),
      }),
    ],
  ]);

  taken([
    ["an account of the first generation", hostedBy({ accountKind: "Storage" })],
    [
      "an image of another stack that Docker builds",
      (stack) => shared(new TestStack("other", stack.node.root as App), stack),
    ],
  ]);
});

describe("templates of Terraform's", () => {
  const text: Anything = (stack: TestStack) => new TerraformVariable(stack, "tags", { type: "map(string)" });
  const listed = (stack: TestStack): Anything =>
    new TerraformVariable(stack, "list", { type: "list(string)" }).listValue[0];

  refused([
    ["an expression that is not closed, in a tag", "template", 'tags["A"]', app({ tags: { A: "a ${ b" } })],
    [
      "an expression that is not closed, in a setting",
      "template",
      'appSettings["A"]',
      app({ appSettings: { A: "pa${x" } }),
    ],
    ["a directive that there is not", "template", 'appSettings["A"]', app({ appSettings: { A: "%{m}s" } })],
    ["an expression that is not closed, in a name", "template", "functionAppName", app({ functionAppName: "app ${" })],
    ["an element out of a list", "template", 'tags["A"]', (stack) => app({ tags: { A: listed(stack) } })(stack)],
    ["an element as a name", "template", "functionAppName", (stack) => app({ functionAppName: listed(stack) })(stack)],
  ]);

  test("a map spread among others is refused", () => {
    const breaches = breachesOf((stack) => {
      const map = Token.asStringMap(text(stack).value);
      addApp(stack, { tags: { ...map, A: "1" }, appSettings: { B: "1", ...map } });
    });
    expect(breaches.map(({ code, prop }) => `${code} ${prop.split("[")[0]}`).sort()).toEqual([
      "template appSettings",
      "template tags",
    ]);
    expect(breaches[0]!.remedy).toContain("Fn.merge");
  });

  taken([
    ["doubled signs", app({ tags: { A: "$${x} %%{y}" }, appSettings: { A: "100% $5 {a} }{" } })],
    ["a directive", app({ tags: { A: "%{ if true }a%{ else }b%{ endif }" } })],
    ["quotes with braces in them", app({ tags: { A: '${join("}", ["a"])}' } })],
  ]);

  test("maps that functions of Terraform's make reach the plan", () => {
    const stack = new TestStack();
    const { value } = text(stack);
    const merged = Fn.merge([value, { A: "1" }]);
    addApp(stack, { tags: merged, appSettings: merged });
    const made = functionApp(synth(stack));
    expect(made.tags).toBe('${merge(var.tags, {"A" = "1"})}');
    expect(made.app_settings).toMatch(/^\$\{merge\(merge\(var\.tags/);
  });
});

describe("expressions of Terraform's written by hand are parts of others", () => {
  const made = (props: Anything) => {
    const stack = new TestStack();
    addApp(stack, props);
    return functionApp(synth(stack));
  };

  test("a plan's SKU, and a switch", () => {
    const plan = AzureServicePlan.fromAttributes({ id: ids.plan, skuName: "${var.sku}" });
    const hosting = Hosting.existingPlan(plan);
    expect(made({ hosting }).site_config.always_on).toBe('${!startswith(var.sku, "EP")}');
    expect(made({ hosting, alwaysOn: "${var.a || var.b}" }).site_config.always_on).toBe(
      '${((var.a || var.b) && !startswith(var.sku, "EP"))}',
    );
  });

  test("HTTP methods", () => {
    const trigger = new HttpTrigger({ methods: Token.asList("${var.methods}") });
    expect(made({ trigger }).app_settings.ML_TRIGGER_METHODS).toBe('${join(",", var.methods)}');
  });

  test("a digest", () => {
    const image = (digest: string) =>
      ContainerImage.fromPublicRegistry({ registryHost: "ghcr.io", repositoryName: "o/m", digest });
    const tagOf = (digest: string) => made({ image: image(digest) }).site_config.application_stack.docker[0].image_tag;
    expect(tagOf("${var.digest}")).toBe('${trimprefix(var.digest, "sha256:")}');
    expect(tagOf("sha256:${var.digits}")).toBe('${trimprefix("sha256:${var.digits}", "sha256:")}');
  });

  test("a path of blobs", () => {
    const stack = new TestStack();
    addApp(stack, { trigger: new BlobTrigger({ inputPath: "${var.path}" }) });
    expect(all(synth(stack), "azurerm_storage_container").App_Trigger_InputContainer.name).toBe(
      '${element(split("/", var.path), 0)}',
    );
  });

  test("a map of settings, beside which a trigger's are written by hand", () => {
    const trigger = {
      bind: () => ({ moduleName: "http", requiresAlwaysOn: false, appSettings: { A: '${var.a}\\"b"' } }),
    };
    const settings = made({ trigger, appSettings: Token.asStringMap("${var.settings}") }).app_settings;
    expect(settings).toMatch(/^\$\{merge\(var\.settings, \{/);
    expect(settings).toContain('"A" = "${var.a}\\\\\\"b\\""');
  });
});

describe("values of the wrong shape", () => {
  refused([
    ["a Map of settings", "app-settings", "appSettings", app({ appSettings: new Map([["A", "1"]]) })],
    ["a Map of tags", "struct", "tags", app({ tags: new Map([["A", "1"]]) })],
    ["a Date as options", "struct", "hosting", app({ hosting: Hosting.dedicated(new Date(0) as Anything) })],
    [
      "a scale limit on a dedicated plan",
      "hosting-scale-limits",
      "hosting.appScaleLimit",
      app({ hosting: Hosting.dedicated({ appScaleLimit: 2 } as Anything) }),
    ],
    [
      "a worker count on Elastic Premium",
      "hosting-scale-limits",
      "hosting.workerCount",
      app({ hosting: Hosting.elasticPremium({ workerCount: 2 } as Anything) }),
    ],
    ["no region", "location", "location", app({ location: "global" })],
    ["a space behind a region", "location", "location", app({ location: "westeurope " })],
    [
      "an exact name beside its form with __, in another case",
      "app-setting-twice",
      'appSettings["Db__url"]',
      app({ appSettings: { db: "x", Db__url: "y" } }),
    ],
    [
      "an exact name beside a longer form",
      "app-setting-twice",
      'appSettings["A__B__C"]',
      app({ appSettings: { A__B: "x", A__B__C: "y" } }),
    ],
    [
      "the image's port",
      "app-setting-reserved",
      'appSettings["WEBSITES_PORT"]',
      app({ appSettings: { WEBSITES_PORT: "80" } }),
    ],
  ]);

  test("remedies name what has the SKU", () => {
    const [breach] = breachesOf(app({ hosting: Hosting.dedicated({ skuName: "EP1" }) }));
    expect(breach!.remedy).toBe("For EP1 take Hosting.elasticPremium().");
  });

  test("only what can be left out is told to be", () => {
    const [needed] = breachesOf(app({ trigger: new ServiceBusQueueTrigger({ inputQueueName: "/" }) }));
    const [optional] = breachesOf(app({ functionAppName: "!" }));
    expect(needed!.remedy).toBe("Give a name of this form.");
    expect(optional!.remedy).toBe("Give a name of this form. Or leave it out.");
  });
});

describe("blob paths", () => {
  const blob = (inputPath: Anything, outputPath?: Anything) =>
    app({ trigger: new BlobTrigger({ inputPath, outputPath }) });

  refused([
    ["a very long one", "blob-path", "inputPath", blob(`input/${"a".repeat(300_000)}`)],
    ["names that differ by case", "blob-input-expression", "inputPath", blob("input/{name}/{Name}.json")],
    ["an app setting without a name", "blob-path", "inputPath", blob("input/%%/{name}")],
    ["a percent sign before a name", "blob-path", "inputPath", blob("input/100%{name}")],
    ["a folder in the root container", "blob-path", "outputPath", blob("input/{name}", "$root/out/{name}")],
    ["a name that ends with a period", "blob-path", "inputPath", blob("input/a.")],
    ["255 folders", "blob-path", "outputPath", blob("input/{name}", `output/${"a/".repeat(255)}{name}`)],
    [
      "one expression for both",
      "blob-output-loop",
      "outputPath",
      (stack) => {
        const path = new TerraformVariable(stack, "path", { type: "string" }).stringValue;
        blob(path, path)(stack);
      },
    ],
    [
      "a GUID that the input could be",
      "blob-output-loop",
      "outputPath",
      blob("data/{name}.json", "data/{rand-guid}.json"),
    ],
  ]);

  taken([
    ["a GUID that cannot be in the input's folder", blob("data/in/{name}", "data/{rand-guid}.json")],
    ["a date that cannot be the input's folder", blob("data/in/{name}", "data/{DateTime:yyyy-MM-dd}/{name}")],
  ]);
});

describe("builders", () => {
  const built = (builder: ImageBuilder, more: Anything = {}) => image({ builder, ...more });
  const docker = (options: Anything) => built(ImageBuilder.docker(options));
  const dockerfile = (text: string, options: Anything = {}) =>
    docker({ dockerfile: join(files({ Dockerfile: text }), "Dockerfile"), ...options });

  refused([
    ["a stage that there is not", "builder-target", "builder.target", docker({ target: "nosuch" })],
    ["a Dockerfile that is empty", "dockerfile", "builder.dockerfile", dockerfile("")],
    ["a Dockerfile without FROM", "dockerfile", "builder.dockerfile", dockerfile("RUN echo hi\n")],
    [
      "a Dockerfile that Terraform knows",
      "known-to-terraform-only",
      "builder.dockerfile",
      docker({ dockerfile: Token.asString({ a: 1 }) }),
    ],
    ["a cache with a scheme", "build-cache-image", "builder.cacheFrom", docker({ cacheFrom: ["https://ghcr.io/a/b"] })],
    [
      "two secrets of one id",
      "build-secret-id",
      "builder.secrets",
      docker({
        secrets: [
          { id: "a", file: "x" },
          { id: "a", file: "y" },
        ],
      }),
    ],
    [
      "a port beyond all ports",
      "image-registry-host",
      "image.registryHost",
      app({
        image: ContainerImage.fromPublicRegistry({ registryHost: "ghcr.io:65536", repositoryName: "m", tag: "v1" }),
      }),
    ],
    [
      "a log without a tag",
      "task-log-template",
      "builder.logTemplate",
      built(ImageBuilder.acrTask({ logTemplate: "logs" })),
    ],
  ]);

  taken([
    ["a stage of one's own, in another case", dockerfile("FROM x AS Base\nFROM base as final\n", { target: "base" })],
    ["a stage over two lines", dockerfile("ARG A=1\nFROM \\\n  x:$A AS one\n", { target: "one" })],
    [
      "a time limit that Terraform knows",
      (stack) => {
        const timeoutMinutes = new TerraformVariable(stack, "minutes", { type: "number" }).numberValue;
        docker({ timeoutMinutes })(stack);
      },
    ],
    [
      "a time limit of a task that Terraform knows",
      (stack) => {
        const timeoutMinutes = new TerraformVariable(stack, "minutes", { type: "number" }).numberValue;
        built(ImageBuilder.acrTask({ timeoutMinutes }))(stack);
      },
    ],
    ["a cache that Terraform knows", docker({ cacheFrom: Token.asList({ a: 1 }) })],
  ]);

  test.each<[string, Anything]>([
    ["a secret in the place of its variable", { secrets: [{ id: "pip", environmentVariable: "hunter2-Passw0rd!" }] }],
    ["secrets as one struct", { secrets: { id: "pip_conf", value: "hunter2-Passw0rd!" } }],
    ["a secret in the place of a struct", { secrets: ["hunter2-Passw0rd!"] }],
    ["build arguments as a list", { buildArgs: ["API_KEY=hunter2-Passw0rd!"] }],
  ])("tells of no secret: %s", (_title, options) => {
    const told = JSON.stringify(breachesOf(docker(options)));
    expect(told).toContain("builder.");
    expect(told).not.toContain("hunter2");
  });
});

describe("versions", () => {
  test("of a refused Python bring no problems of their own", () => {
    const options = { pythonVersion: "3.9", baseImage: "mcr.microsoft.com/azure-functions/python:4-python3.9" };
    const breaches = breachesOf(environment(Environment.fromPackages([], options)));
    expect(breaches.map(({ code }) => code)).toEqual(["python-version"]);
  });

  const server = "azureml-inference-server-http";

  refused([
    ["an older family", "environment-runtime-pin", "inferenceConfig.environment", requirements(`${server}==0.7.*`)],
    [
      "a compatible release that is too old",
      "environment-runtime-pin",
      "inferenceConfig.environment",
      requirements(`${server}~=0.7.1`),
    ],
    [
      "two that exclude each other",
      "environment-conflict",
      "inferenceConfig.environment",
      requirements("numpy==1.26.4", "joblib==1", "NumPy>=2"),
    ],
    ["one line that nothing meets", "environment-conflict", "inferenceConfig.environment", requirements("numpy>2,<1")],
    [
      "conda's own",
      "environment-runtime-pin",
      "inferenceConfig.environment",
      conda("dependencies:", "- python=3.12", "- flask=0.12"),
    ],
  ]);

  taken([
    [
      "lines for different machines",
      requirements("numpy==1.26.4; python_version<'3.12'", "numpy==2.1.0; python_version>='3.12'"),
    ],
    ["a family that has fitting ones", requirements(`${server}==1.*`, `${server}~=1.0`)],
    [
      "options",
      requirements(
        "--index-url https://pypi.org/simple",
        "-i https://x/simple",
        "--pre",
        "--extra-index-url=https://y",
        "--no-binary :all:",
      ),
    ],
    ["hashes", requirements(`joblib==1.5.2 --hash=sha256:${"a".repeat(64)}`)],
    [
      "markers of all kinds",
      requirements(
        "numpy==2.1.0 ; (python_version >= '3.8' and sys_platform != 'win32') or 'x' in extra",
        "joblib==1.5.2; '3' in python_version",
        "scipy==1.14.0;",
      ),
    ],
    [
      "repositories and archives",
      requirements(
        "git+https://github.com/a/b@v1",
        "https://x/a-1.0-py3-none-any.whl",
        "-e git+https://github.com/a/b#egg=b",
      ),
    ],
    ["the same twice", requirements("numpy==2.1.0", "numpy>=2", "numpy==2.1")],
    [
      "a local version",
      requirements("--extra-index-url https://download.pytorch.org/whl/cpu", "torch==2.3.1+cpu", "torch==2.3.1"),
    ],
    ["conda's own that fits", conda("dependencies:", "- python=3.12", "- pydantic>=2,<3", "- numpy=1.26|2.0")],
  ]);
});
