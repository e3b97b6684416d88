import cdktf_azure_ml_functions as ml
from cdktf import App, TerraformStack
from cdktf_cdktf_provider_azurerm.provider import (
    AzurermProvider,
    AzurermProviderFeatures,
    AzurermProviderFeaturesStorage,
)
from cdktf_cdktf_provider_azurerm.resource_group import ResourceGroup
from cdktf_cdktf_provider_docker.provider import DockerProvider

app = App()
stack = TerraformStack(app, "diabetes")
AzurermProvider(
    stack,
    "azurerm",
    storage_use_azuread=True,  # the storage accounts have no shared keys
    features=[AzurermProviderFeatures(storage=[AzurermProviderFeaturesStorage(data_plane_available=False)])],
)
DockerProvider(stack, "docker")

ml.BlobMlFunctionApp(
    stack,
    "Diabetes",
    resource_group=ResourceGroup(stack, "Group", name="diabetes", location="westeurope"),
    image=ml.ContainerImage.from_model(
        model=ml.Model.from_file("../diabetes/model.joblib"),
        inference_config=ml.InferenceConfig(
            entry_script="score.py",
            source_directory="../diabetes",
            environment=ml.Environment.from_requirements("../diabetes/requirements.txt", python_version="3.12"),
        ),
    ),
    input_path="input/{blobname}.json",
    output_path="output/{blobname}_out.json",
)
app.synth()
