import cdktf_azure_ml_functions as ml
from cdktf import App, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_azurerm.provider import (
    AzurermProvider,
    AzurermProviderFeatures,
    AzurermProviderFeaturesStorage,
)
from cdktf_cdktf_provider_azurerm.resource_group import ResourceGroup
from cdktf_cdktf_provider_docker.provider import DockerProvider
from constructs import Construct


class HttpStack(TerraformStack):
    """Serves a model of MLflow, without a script, at `/score`."""

    def __init__(self, scope: Construct, id: str, *, location: str) -> None:
        super().__init__(scope, id)
        AzurermProvider(
            self,
            "azurerm",
            storage_use_azuread=True,  # the storage accounts have no shared keys
            features=[AzurermProviderFeatures(storage=[AzurermProviderFeaturesStorage(data_plane_available=False)])],
        )
        DockerProvider(self, "docker")

        model = ml.Model.mlflow("../diabetes/formats/mlflow")
        app = ml.HttpMlFunctionApp(
            self,
            "Diabetes",
            resource_group=ResourceGroup(self, "Group", name="diabetes", location=location),
            image=ml.ContainerImage.from_model(model=model),
            hosting=ml.Hosting.dedicated(sku_name="P1v3"),
            tags={"team": "risk"},
        )
        TerraformOutput(self, "scoring_url", value=app.scoring_url)


app = App()
HttpStack(app, "http", location="westeurope")
app.synth()
