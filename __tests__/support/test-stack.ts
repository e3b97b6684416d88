import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { type App, TerraformOutput, TerraformStack, Testing } from "cdktf";
import {
  AzureContainerRegistry,
  ContainerImage,
  Environment,
  HttpTrigger,
  MlFunctionApp,
  type MlFunctionAppProps,
  Model,
  type ModelImageOptions,
} from "../../lib";
import { ids } from "./ids";
import { type Block, functionApp, synth } from "./synth";

/** A stack with providers and a resource group, `Group`. */
export class TestStack extends TerraformStack {
  public readonly group: ResourceGroup;

  public constructor(id = "test", app: App = Testing.app()) {
    super(app, id);
    new AzurermProvider(this, "azurerm", { storageUseAzuread: true, features: [{}] });
    new DockerProvider(this, "docker");
    this.group = new ResourceGroup(this, "Group", { name: "ml", location: "westeurope" });
  }
}

/** An image that makes nothing in the stack, neither a registry nor a role. */
export function publicImage(): ContainerImage {
  return ContainerImage.fromPublicRegistry({ registryHost: "ghcr.io", repositoryName: "owner/model", tag: "v1" });
}

/** A registry that is there already, with its admin user. */
export function givenRegistry(): AzureContainerRegistry {
  return AzureContainerRegistry.fromAttributes({
    id: ids.registry,
    name: "Given",
    resourceGroupName: "shared",
    adminPassword: "registry-secret",
  });
}

/** What the image of the diabetes example is made of. */
export function diabetes(options: Partial<ModelImageOptions> = {}): ModelImageOptions {
  return {
    model: Model.fromFile("examples/diabetes/model.joblib"),
    inferenceConfig: {
      entryScript: "score.py",
      sourceDirectory: "examples/diabetes",
      environment: Environment.fromRequirements("examples/diabetes/requirements.txt"),
    },
    // the user's cache is none of the tests' business
    cacheDigests: false,
    ...options,
  };
}

/** An app, `App`, behind HTTP with a public image, and whatever the test gives. */
export function addApp(stack: TestStack, props: Partial<MlFunctionAppProps> = {}, id = "App"): MlFunctionApp {
  return new MlFunctionApp(stack, id, {
    resourceGroup: stack.group,
    image: publicImage(),
    trigger: new HttpTrigger(),
    ...props,
  });
}

/** The function app that comes of some props. */
export function appWith(props: Partial<MlFunctionAppProps> = {}): Block {
  const stack = new TestStack();
  addApp(stack, props);
  return functionApp(synth(stack));
}

/** The expressions that Terraform would be given for some values. */
export function expressions<T extends { readonly [name: string]: string }>(stack: TestStack, values: T): T {
  for (const [name, value] of Object.entries(values)) new TerraformOutput(stack, name, { value });
  const outputs = Object.entries(synth(stack).output).map(([name, { value }]) => [name, value]);
  return Object.fromEntries(outputs) as T;
}
