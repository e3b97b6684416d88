import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { TerraformOutput, TerraformVariable } from "cdktf";
import { Access, AzureStorageAccount, BlobMlFunctionApp, type BlobMlFunctionAppProps, BlobTrigger } from "../../lib";
import { ids } from "../support/ids";
import { all, functionApp, only, roles, synth } from "../support/synth";
import { appWith, publicImage, TestStack } from "../support/test-stack";

const PATHS = { inputPath: "input/{name}.json", outputPath: "output/{name}_out.json" };

function addBlobApp(stack: TestStack, props: Partial<BlobMlFunctionAppProps> = {}): BlobMlFunctionApp {
  return new BlobMlFunctionApp(stack, "App", {
    resourceGroup: stack.group,
    image: publicImage(),
    inputPath: "input/{name}.json",
    ...props,
  });
}

function blobApp(props?: Partial<BlobMlFunctionAppProps>) {
  const stack = new TestStack();
  addBlobApp(stack, props);
  return synth(stack);
}

const containers = (props?: Partial<BlobMlFunctionAppProps>) =>
  Object.entries(all(blobApp(props), "azurerm_storage_container"));

const ACCOUNT = "${azurerm_storage_account.App_Trigger_Storage.id}";
const given = AzureStorageAccount.fromAttributes({ id: ids.storage, name: "given" });

test("BlobTrigger.bind: an app of any kind can take it", () => {
  const { app_settings: settings } = appWith({ trigger: new BlobTrigger(PATHS) });
  expect(settings).toEqual(functionApp(blobApp(PATHS)).app_settings);
  expect(settings.ML_TRIGGER).toBe("blob");
});

test("BlobTriggerProps.inputPath: a setting, and its container", () => {
  expect(functionApp(blobApp()).app_settings.ML_TRIGGER_INPUT_PATH).toBe("input/{name}.json");
  expect(containers()).toEqual([["App_Trigger_InputContainer", { name: "input", storage_account_id: ACCOUNT }]]);
  expect(containers({ inputPath: "other/a/{b}" })).toEqual([
    ["App_Trigger_InputContainer", { name: "other", storage_account_id: ACCOUNT }],
  ]);
});

test("BlobTriggerProps.outputPath: a setting, and its container; neither without", () => {
  expect(functionApp(blobApp()).app_settings).not.toHaveProperty("ML_TRIGGER_OUTPUT_PATH");
  expect(functionApp(blobApp(PATHS)).app_settings.ML_TRIGGER_OUTPUT_PATH).toBe("output/{name}_out.json");
  expect(containers(PATHS)).toEqual([
    ["App_Trigger_InputContainer", { name: "input", storage_account_id: ACCOUNT }],
    ["App_Trigger_OutputContainer", { name: "output", storage_account_id: ACCOUNT }],
  ]);
});

test("one container serves both paths", () => {
  const paths = { inputPath: "data/in/{name}.json", outputPath: "data/out/{name}.json" };
  expect(containers(paths)).toEqual([["App_Trigger_InputContainer", { name: "data", storage_account_id: ACCOUNT }]]);
});

test("BlobTriggerProps.storage: an account of its own without", () => {
  expect(Object.keys(all(blobApp(), "azurerm_storage_account"))).toEqual(["App_HostStorage", "App_Trigger_Storage"]);
  const json = blobApp({ storage: given });
  expect(Object.keys(all(json, "azurerm_storage_account"))).toEqual(["App_HostStorage"]);
  expect(only(json, "azurerm_storage_container").storage_account_id).toBe(ids.storage);
  expect(functionApp(json).app_settings).toMatchObject({
    TriggerConnectionString__blobServiceUri: "https://given.blob.core.windows.net/",
    TriggerConnectionString__queueServiceUri: "https://given.queue.core.windows.net/",
  });
  expect(roles(json)).toEqual(
    expect.arrayContaining([
      `Storage Blob Data Owner on ${ids.storage}`,
      `Storage Queue Data Contributor on ${ids.storage}`,
    ]),
  );
});

test("a container from an app setting reaches the host, which reads the setting", () => {
  const paths = { inputPath: "%IN%/{name}", outputPath: "results-%OUT%/{name}" };
  const json = blobApp({ ...paths, createContainers: false, appSettings: { IN: "input", OUT: "eu" } });
  expect(functionApp(json).app_settings).toMatchObject({
    IN: "input",
    ML_TRIGGER_INPUT_PATH: "%IN%/{name}",
    ML_TRIGGER_OUTPUT_PATH: "results-%OUT%/{name}",
  });
  expect(all(json, "azurerm_storage_container")).toEqual({});
});

test("BlobTriggerProps.createContainers: true without", () => {
  expect(containers({ ...PATHS, createContainers: true })).toHaveLength(2);
  expect(containers({ ...PATHS, createContainers: false })).toEqual([]);
  expect(functionApp(blobApp({ ...PATHS, createContainers: false })).app_settings).toMatchObject({
    ML_TRIGGER_INPUT_PATH: "input/{name}.json",
    ML_TRIGGER_OUTPUT_PATH: "output/{name}_out.json",
  });
});

test("host and trigger can share one account, and each role on it is assigned once", () => {
  const stack = new TestStack();
  const account = new StorageAccount(stack, "Shared", {
    name: "shared",
    resourceGroupName: stack.group.name,
    location: stack.group.location,
    accountTier: "Standard",
    accountReplicationType: "LRS",
  });
  const storage = AzureStorageAccount.fromResource(account);
  addBlobApp(stack, { storage, hostStorage: storage });
  const json = synth(stack);
  expect(roles(json)).toEqual([
    "Monitoring Metrics Publisher on ${azurerm_application_insights.App_Insights.id}",
    "Storage Account Contributor on ${azurerm_storage_account.Shared.id}",
    "Storage Blob Data Owner on ${azurerm_storage_account.Shared.id}",
    "Storage Queue Data Contributor on ${azurerm_storage_account.Shared.id}",
  ]);
  expect(only(json, "azurerm_storage_account").name).toBe("shared");
});

test("as many blobs are taken at a time as predictions are made", () => {
  const taken = (props?: Partial<BlobMlFunctionAppProps>) =>
    functionApp(blobApp(props)).app_settings.AzureFunctionsJobHost__extensions__blobs__maxDegreeOfParallelism;
  expect(taken()).toBe("1");
  expect(taken({ concurrentPredictions: 4, workerProcesses: 2 })).toBe("8");

  const stack = new TestStack();
  const variable = (name: string) => new TerraformVariable(stack, name, { type: "number" }).numberValue;
  addBlobApp(stack, { concurrentPredictions: variable("lanes"), workerProcesses: variable("processes") });
  expect(functionApp(synth(stack)).app_settings).toMatchObject({
    AzureFunctionsJobHost__extensions__blobs__maxDegreeOfParallelism: "${(var.lanes * var.processes)}",
  });
});

test("BlobMlFunctionApp.triggerStorageAccountName, BlobMlFunctionApp.inputContainerName, BlobMlFunctionApp.outputContainerName: for outputs", () => {
  const stack = new TestStack();
  const app = addBlobApp(stack, PATHS);
  new TerraformOutput(stack, "account", { value: app.triggerStorageAccountName });
  expect(synth(stack).output.account.value).toBe("${azurerm_storage_account.App_Trigger_Storage.name}");
  expect([app.inputContainerName, app.outputContainerName]).toEqual(["input", "output"]);

  const other = addBlobApp(new TestStack(), { storage: given });
  expect(other.triggerStorageAccountName).toBe("given");
  expect(other.outputContainerName).toBeUndefined();
});

test("with shared keys the connection is a connection string, and nothing else", () => {
  const { app_settings: settings } = functionApp(blobApp({ ...PATHS, access: Access.sharedKeys() }));
  expect(Object.keys(settings).filter((name) => name.startsWith("TriggerConnectionString"))).toEqual([
    "TriggerConnectionString",
  ]);
  expect(settings.TriggerConnectionString).toBe(
    "${azurerm_storage_account.App_Trigger_Storage.primary_connection_string}",
  );
});
