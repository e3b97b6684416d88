import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import {
  App,
  CloudBackend,
  LocalBackend,
  NamedCloudWorkspace,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
} from "cdktf";
import type { Construct } from "constructs";
import {
  BlobMlFunctionApp,
  BlobSource,
  ContainerImage,
  Environment,
  HttpMlFunctionApp,
  ImageBuilder,
  type MlFunctionApp,
  type MlFunctionAppOptions,
  Model,
  type ModelImageOptions,
  ServiceBusQueueMlFunctionApp,
  ServiceBusTopicMlFunctionApp,
  StorageQueueMlFunctionApp,
} from "./lib";

const DIABETES: ModelImageOptions = {
  model: Model.fromFile("examples/diabetes/model.joblib"),
  inferenceConfig: {
    entryScript: "score.py",
    sourceDirectory: "examples/diabetes",
    environment: Environment.fromRequirements("examples/diabetes/requirements.txt", { pythonVersion: "3.12" }),
  },
};

/** What the examples share: providers, a resource group, and an image; without another, that of the diabetes model and its script. */
class ExampleStack extends TerraformStack {
  protected readonly options: MlFunctionAppOptions;

  public constructor(scope: Construct, id: string, image: ModelImageOptions = DIABETES) {
    super(scope, id);
    const builder = this.builderFor(process.env.TF_CLOUD_ORGANIZATION);
    new AzurermProvider(this, "azurerm", {
      // the storage accounts have no shared keys: Terraform reaches them as whoever is signed in
      storageUseAzuread: true,
      features: [{ storage: [{ dataPlaneAvailable: false }] }],
    });
    const location = new TerraformVariable(this, "location", { type: "string", default: "westeurope" });

    this.options = {
      resourceGroup: new ResourceGroup(this, "Group", { name: `ml-functions-${id}`, location: location.stringValue }),
      image: ContainerImage.fromModel({ ...image, builder }),
    };
  }

  /** On HCP Terraform where an organization is named, else on this machine, which has a Docker engine. */
  private builderFor(organization: string | undefined): ImageBuilder {
    if (organization) {
      new CloudBackend(this, { organization, workspaces: new NamedCloudWorkspace(`ml-functions-${this.node.id}`) });
      return ImageBuilder.acrTask();
    }
    // outside cdktf.out, which may be deleted, and relative, so that the stack is the same on any machine
    new LocalBackend(this, { path: `../../../terraform.${this.node.id}.tfstate` });
    new DockerProvider(this, "docker");
    return ImageBuilder.docker();
  }

  /** What one needs to test the deployment. */
  protected show(app: MlFunctionApp, values: { [name: string]: string }): void {
    const shown = { resource_group: this.options.resourceGroup.name, function_app: app.functionAppName, ...values };
    for (const [name, value] of Object.entries(shown)) new TerraformOutput(this, name, { value });
  }
}

class HttpStack extends ExampleStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const app = new HttpMlFunctionApp(this, "Diabetes", this.options);
    this.show(app, { scoring_url: app.scoringUrl });
  }
}

/** Serves the diabetes model as MLflow saved it, without a script. */
class MlflowStack extends ExampleStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id, { model: Model.mlflow("examples/diabetes/formats/mlflow") });
    const app = new HttpMlFunctionApp(this, "Diabetes", this.options);
    this.show(app, { scoring_url: app.scoringUrl });
  }
}

class BlobStack extends ExampleStack {
  public constructor(scope: Construct, id: string, source: BlobSource) {
    super(scope, id);
    const app = new BlobMlFunctionApp(this, "Diabetes", {
      ...this.options,
      inputPath: "input/{blobname}.json",
      outputPath: "output/{blobname}_out.json",
      source,
    });
    this.show(app, { storage_account: app.triggerStorageAccountName });
  }
}

class ServiceBusQueueStack extends ExampleStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const app = new ServiceBusQueueMlFunctionApp(this, "Diabetes", {
      ...this.options,
      inputQueueName: "input",
      outputQueueName: "output",
    });
    this.show(app, { service_bus_namespace: app.serviceBusNamespaceName });
  }
}

class ServiceBusTopicStack extends ExampleStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const app = new ServiceBusTopicMlFunctionApp(this, "Diabetes", {
      ...this.options,
      inputTopicName: "input",
      subscriptionName: "diabetes",
      outputTopicName: "output",
    });
    this.show(app, { service_bus_namespace: app.serviceBusNamespaceName });
  }
}

class StorageQueueStack extends ExampleStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const app = new StorageQueueMlFunctionApp(this, "Diabetes", {
      ...this.options,
      inputQueueName: "input",
      outputQueueName: "output",
    });
    this.show(app, { storage_account: app.triggerStorageAccountName });
  }
}

const app = new App();
new HttpStack(app, "http");
new MlflowStack(app, "mlflow");
new BlobStack(app, "blob", BlobSource.polling());
new BlobStack(app, "blob-event-grid", BlobSource.eventGrid());
new ServiceBusQueueStack(app, "service-bus-queue");
new ServiceBusTopicStack(app, "service-bus-topic");
new StorageQueueStack(app, "storage-queue");
app.synth();
