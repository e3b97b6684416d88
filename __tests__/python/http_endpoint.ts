import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { ContainerImage, Hosting, HttpMlFunctionApp, Model } from "../../lib";

const app = new App();
const stack = new TerraformStack(app, "http");
new AzurermProvider(stack, "azurerm", {
  storageUseAzuread: true,
  features: [{ storage: [{ dataPlaneAvailable: false }] }],
});
new DockerProvider(stack, "docker");

const model = Model.mlflow("../diabetes/formats/mlflow");
const { scoringUrl } = new HttpMlFunctionApp(stack, "Diabetes", {
  resourceGroup: new ResourceGroup(stack, "Group", { name: "diabetes", location: "westeurope" }),
  image: ContainerImage.fromModel({ model }),
  hosting: Hosting.dedicated({ skuName: "P1v3" }),
  tags: { team: "risk" },
});
new TerraformOutput(stack, "scoring_url", { value: scoringUrl });
app.synth();
