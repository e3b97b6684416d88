import { DataAzurermStorageAccount } from "@cdktf/provider-azurerm/lib/data-azurerm-storage-account";
import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { Construct } from "constructs";
import {
  Access,
  AzureStorageAccount,
  BindContext,
  BlobTrigger,
  type StorageAccountAttributes,
  type StorageAccountOptions,
  StorageService,
} from "../../lib";
import { ids } from "../support/ids";
import { functionApp, only, roles, synth } from "../support/synth";
import { addApp, TestStack } from "../support/test-stack";

const IDENTITY = { id: ids.identity, clientId: ids.client, principalId: ids.principal };

/** What an app does with an account as host and trigger storage. */
function appOn(account: (stack: TestStack) => AzureStorageAccount, access = Access.managedIdentity()) {
  const stack = new TestStack();
  const storage = account(stack);
  addApp(stack, { access, hostStorage: storage, trigger: new BlobTrigger({ inputPath: "input/{name}", storage }) });
  return synth(stack);
}

function connectionOn(attributes: StorageAccountAttributes, access?: Access) {
  const app = functionApp(appOn(() => AzureStorageAccount.fromAttributes(attributes), access));
  const settings = Object.entries(app.app_settings).filter(([name]) => name.startsWith("TriggerConnectionString"));
  return { app, settings: Object.fromEntries(settings) };
}

describe("AzureStorageAccount.create: an account of the app's own", () => {
  const account = (options?: StorageAccountOptions) => {
    const stack = new TestStack();
    addApp(stack, { hostStorage: AzureStorageAccount.create(options) });
    return only(synth(stack), "azurerm_storage_account");
  };

  test("is closed: TLS 1.2, HTTPS only, nothing public, no keys", () => {
    expect(account()).toEqual({
      name: "apphost${local.App_NameSuffix}",
      resource_group_name: "${azurerm_resource_group.Group.name}",
      location: "${azurerm_resource_group.Group.location}",
      account_kind: "StorageV2",
      account_tier: "Standard",
      account_replication_type: "LRS",
      min_tls_version: "TLS1_2",
      https_traffic_only_enabled: true,
      allow_nested_items_to_be_public: false,
      cross_tenant_replication_enabled: false,
      local_user_enabled: false,
      shared_access_key_enabled: false,
      default_to_oauth_authentication: true,
    });
  });

  test("StorageAccountOptions.name: generated without", () => {
    expect(account().name).toBe("apphost${local.App_NameSuffix}");
    expect(account({ name: "chosen" }).name).toBe("chosen");
  });

  test("StorageAccountOptions.replicationType: LRS without", () => {
    expect(account().account_replication_type).toBe("LRS");
    for (const replicationType of ["ZRS", "GRS", "RAGRS", "GZRS", "RAGZRS"]) {
      expect(account({ replicationType }).account_replication_type).toBe(replicationType);
    }
  });
});

describe("a given account", () => {
  const resource = (stack: TestStack) =>
    new StorageAccount(stack, "Given", {
      name: "given",
      resourceGroupName: "shared",
      location: "westeurope",
      accountTier: "Standard",
      accountReplicationType: "LRS",
    });
  const dataSource = (stack: TestStack) =>
    new DataAzurermStorageAccount(stack, "Given", { name: "given", resourceGroupName: "shared" });
  const kinds: [string, string, (stack: TestStack) => AzureStorageAccount][] = [
    [
      "AzureStorageAccount.fromResource",
      "azurerm_storage_account.Given",
      (stack) => AzureStorageAccount.fromResource(resource(stack)),
    ],
    [
      "AzureStorageAccount.fromDataSource",
      "data.azurerm_storage_account.Given",
      (stack) => AzureStorageAccount.fromDataSource(dataSource(stack)),
    ],
  ];

  test.each(kinds)("%s: with the identity's roles on it", (_, address, account) => {
    const json = appOn(account);
    expect(roles(json)).toEqual([
      "Monitoring Metrics Publisher on ${azurerm_application_insights.App_Insights.id}",
      `Storage Account Contributor on \${${address}.id}`,
      `Storage Blob Data Owner on \${${address}.id}`,
      `Storage Queue Data Contributor on \${${address}.id}`,
    ]);
    const app = functionApp(json);
    expect(app.storage_account_name).toBe(`\${${address}.name}`);
    expect(app.app_settings).toMatchObject({
      TriggerConnectionString__blobServiceUri: `\${${address}.primary_blob_endpoint}`,
      TriggerConnectionString__queueServiceUri: `\${${address}.primary_queue_endpoint}`,
    });
  });

  test.each(kinds)("%s: with its keys", (_, address, account) => {
    const app = functionApp(appOn(account, Access.sharedKeys()));
    expect(app.storage_account_access_key).toBe(`\${${address}.primary_access_key}`);
    expect(app.app_settings.TriggerConnectionString).toBe(`\${${address}.primary_connection_string}`);
  });

  test("AzureStorageAccount.fromAttributes, StorageAccountAttributes.id, StorageAccountAttributes.name: no more is needed", () => {
    const { app, settings } = connectionOn({ id: ids.storage, name: "given" });
    expect(app.storage_account_name).toBe("given");
    expect(settings).toEqual({
      TriggerConnectionString__blobServiceUri: "https://given.blob.core.windows.net/",
      TriggerConnectionString__queueServiceUri: "https://given.queue.core.windows.net/",
      TriggerConnectionString__credential: "managedidentity",
      TriggerConnectionString__clientId: "${azurerm_user_assigned_identity.App_Identity.client_id}",
    });
    const account = () => AzureStorageAccount.fromAttributes({ id: ids.storage, name: "given" });
    expect(roles(appOn(account))).toContain(`Storage Blob Data Owner on ${ids.storage}`);
  });

  test("StorageAccountAttributes.primaryBlobEndpoint, StorageAccountAttributes.primaryQueueEndpoint: of another cloud", () => {
    const endpoints = {
      primaryBlobEndpoint: "https://blob.example.com/",
      primaryQueueEndpoint: "https://q.example.com/",
    };
    expect(connectionOn({ id: ids.storage, name: "given", ...endpoints }).settings).toMatchObject({
      TriggerConnectionString__blobServiceUri: "https://blob.example.com/",
      TriggerConnectionString__queueServiceUri: "https://q.example.com/",
    });
  });

  test("StorageAccountAttributes.primaryAccessKey: makes the connection string too", () => {
    const keyed = { id: ids.storage, name: "given", primaryAccessKey: "storage-key" };
    const { app, settings } = connectionOn(keyed, Access.sharedKeys());
    expect(app.storage_account_access_key).toBe("storage-key");
    expect(settings).toEqual({
      TriggerConnectionString:
        "DefaultEndpointsProtocol=https;AccountName=given;AccountKey=storage-key;EndpointSuffix=core.windows.net",
    });
  });

  test("StorageAccountAttributes.primaryAccessKey: is needed with shared keys only, and stays out of apps without", () => {
    expect(() => connectionOn({ id: ids.storage, name: "given" }, Access.sharedKeys())).toThrow(
      "(storage-key-missing)",
    );
    const keyed = { id: ids.storage, name: "given", primaryAccessKey: "storage-key" };
    expect(JSON.stringify(connectionOn(keyed))).not.toContain("storage-key");
  });

  test("StorageAccountAttributes.primaryConnectionString: as it is", () => {
    const given = { id: ids.storage, name: "given", primaryAccessKey: "key", primaryConnectionString: "given-string" };
    expect(connectionOn(given, Access.sharedKeys()).settings).toEqual({ TriggerConnectionString: "given-string" });
  });
});

describe("for triggers of one's own", () => {
  function bound(identity?: typeof IDENTITY) {
    const stack = new TestStack();
    const scope = new Construct(stack, "Own");
    const context = new BindContext(scope, { resourceGroup: stack.group, identity });
    return { stack, scope, context, account: AzureStorageAccount.create().bind(scope, "Account", context, "own") };
  }

  test("AzureStorageAccount.bind: makes the account, and tells keys only where they are used", () => {
    const { stack, account } = bound(IDENTITY);
    expect(Object.keys(account).sort()).toEqual([
      "id",
      "location",
      "name",
      "primaryBlobEndpoint",
      "primaryQueueEndpoint",
    ]);
    expect(only(synth(stack), "azurerm_storage_account").name).toBe("ownown${local.Own_NameSuffix}");
    expect(Object.keys(bound().account)).toEqual(
      expect.arrayContaining(["primaryAccessKey", "primaryConnectionString"]),
    );
  });

  test("AzureStorageAccount.connectionSettings, StorageConnection.name, StorageConnection.account: of any name, with the roles", () => {
    const services = [StorageService.BLOB, StorageService.QUEUE];
    const { stack, scope, context, account } = bound(IDENTITY);
    const settings = AzureStorageAccount.connectionSettings(scope, context, { name: "Own", account, services });
    expect(Object.keys(settings)).toEqual([
      "Own__blobServiceUri",
      "Own__queueServiceUri",
      "Own__credential",
      "Own__clientId",
    ]);
    expect(settings).toMatchObject({ Own__credential: "managedidentity", Own__clientId: ids.client });
    expect(roles(synth(stack))).toEqual([
      "Storage Blob Data Owner on ${azurerm_storage_account.Own_Account.id}",
      "Storage Queue Data Contributor on ${azurerm_storage_account.Own_Account.id}",
    ]);
    const keyed = bound();
    const connection = { name: "Own", account: keyed.account, services };
    const keys = AzureStorageAccount.connectionSettings(keyed.scope, keyed.context, connection);
    expect(Object.keys(keys)).toEqual(["Own"]);
    expect(roles(synth(keyed.stack))).toEqual([]);
  });

  test.each([
    [StorageService.BLOB, "Own__blobServiceUri", "Storage Blob Data Owner"],
    [StorageService.QUEUE, "Own__queueServiceUri", "Storage Queue Data Contributor"],
  ])("StorageConnection.services: only %s", (service, setting, role) => {
    const { stack, scope, context, account } = bound(IDENTITY);
    const connection = { name: "Own", account, services: [service] };
    const settings = AzureStorageAccount.connectionSettings(scope, context, connection);
    expect(Object.keys(settings)).toEqual([setting, "Own__credential", "Own__clientId"]);
    expect(roles(synth(stack))).toEqual([`${role} on \${azurerm_storage_account.Own_Account.id}`]);
  });
});
