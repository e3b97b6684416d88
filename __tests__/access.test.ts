import {
  Access,
  AzureIdentity,
  BlobTrigger,
  ContainerImage,
  HttpTrigger,
  type ITrigger,
  type MlFunctionAppProps,
  ServiceBusQueueTrigger,
  StorageQueueTrigger,
} from "../lib";
import { ids } from "./support/ids";
import { addresses, all, functionApp, only, roles, synth } from "./support/synth";
import { addApp, diabetes, givenRegistry, TestStack } from "./support/test-stack";

const TRIGGERS = {
  http: () => new HttpTrigger(),
  blob: () => new BlobTrigger({ inputPath: "input/{name}.json", outputPath: "output/{name}.json" }),
  "Service Bus queue": () => new ServiceBusQueueTrigger({ inputQueueName: "input", outputQueueName: "output" }),
  "Storage queue": () => new StorageQueueTrigger({ inputQueueName: "input", outputQueueName: "output" }),
};
type TriggerName = keyof typeof TRIGGERS;
const TRIGGER_NAMES = Object.keys(TRIGGERS) as TriggerName[];

/** An app with its own image, storage and monitoring. */
function appOf(trigger: ITrigger, props: Partial<MlFunctionAppProps> = {}) {
  const stack = new TestStack();
  addApp(stack, { trigger, image: ContainerImage.fromModel(diabetes()), ...props });
  return synth(stack);
}

const CLIENT = "${azurerm_user_assigned_identity.App_Identity.client_id}";
const HOST = "${azurerm_storage_account.App_HostStorage.id}";
const DATA = "${azurerm_storage_account.App_Trigger_Storage.id}";

/** What every app has, whatever starts it and however it authenticates. */
const COMMON = {
  WEBSITES_ENABLE_APP_SERVICE_STORAGE: "false",
  WEBSITES_CONTAINER_START_TIME_LIMIT: "1800",
  AzureFunctionsJobHost__functionTimeout: "00:30:00",
};

const OF_TRIGGER = {
  http: { ML_TRIGGER: "http", ML_TRIGGER_AUTH_LEVEL: "function", ML_TRIGGER_METHODS: "GET,POST,OPTIONS" },
  blob: {
    ML_TRIGGER: "blob",
    ML_TRIGGER_INPUT_PATH: "input/{name}.json",
    ML_TRIGGER_OUTPUT_PATH: "output/{name}.json",
    AzureFunctionsJobHost__extensions__blobs__maxDegreeOfParallelism: "1",
  },
  "Service Bus queue": {
    ML_TRIGGER: "service_bus_queue",
    ML_TRIGGER_INPUT_QUEUE_NAME: "input",
    ML_TRIGGER_OUTPUT_QUEUE_NAME: "output",
    AzureFunctionsJobHost__extensions__serviceBus__maxAutoLockRenewalDuration: "00:30:00",
    AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls: "1",
    AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentSessions: "1",
  },
  "Storage queue": {
    ML_TRIGGER: "storage_queue",
    ML_TRIGGER_INPUT_QUEUE_NAME: "input",
    ML_TRIGGER_OUTPUT_QUEUE_NAME: "output",
    ML_TRIGGER_MESSAGE_ENCODING: "none",
    AzureFunctionsJobHost__extensions__queues__batchSize: "1",
    AzureFunctionsJobHost__extensions__queues__newBatchThreshold: "0",
    AzureFunctionsJobHost__extensions__queues__messageEncoding: "none",
    AzureFunctionsJobHost__extensions__queues__maxDequeueCount: "5",
    AzureFunctionsJobHost__extensions__queues__visibilityTimeout: "00:00:00",
    AzureFunctionsJobHost__extensions__queues__maxPollingInterval: "00:01:00",
  },
};

describe("Access.managedIdentity: a user-assigned identity with the roles it needs", () => {
  const AS_IDENTITY = {
    AzureWebJobsStorage__credential: "managedidentity",
    AzureWebJobsStorage__clientId: CLIENT,
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: `ClientId=${CLIENT};Authorization=AAD`,
  };
  const CONNECTION = {
    http: {},
    blob: {
      TriggerConnectionString__blobServiceUri: "${azurerm_storage_account.App_Trigger_Storage.primary_blob_endpoint}",
      TriggerConnectionString__queueServiceUri: "${azurerm_storage_account.App_Trigger_Storage.primary_queue_endpoint}",
      TriggerConnectionString__credential: "managedidentity",
      TriggerConnectionString__clientId: CLIENT,
    },
    "Service Bus queue": {
      TriggerConnectionString__fullyQualifiedNamespace:
        "${azurerm_servicebus_namespace.App_Trigger_Namespace.name}.servicebus.windows.net",
      TriggerConnectionString__credential: "managedidentity",
      TriggerConnectionString__clientId: CLIENT,
    },
    "Storage queue": {
      TriggerConnectionString__queueServiceUri: "${azurerm_storage_account.App_Trigger_Storage.primary_queue_endpoint}",
      TriggerConnectionString__credential: "managedidentity",
      TriggerConnectionString__clientId: CLIENT,
    },
  };
  const ROLES_OF_ALL = [
    "AcrPull on ${azurerm_container_registry.App_Image_Registry.id}",
    "Monitoring Metrics Publisher on ${azurerm_application_insights.App_Insights.id}",
    `Storage Blob Data Owner on ${HOST}`,
  ];
  const ROLES = {
    http: [],
    blob: [
      `Storage Account Contributor on ${HOST}`,
      `Storage Blob Data Owner on ${DATA}`,
      `Storage Queue Data Contributor on ${HOST}`,
      `Storage Queue Data Contributor on ${DATA}`,
    ],
    "Service Bus queue": [
      "Azure Service Bus Data Receiver on ${azurerm_servicebus_queue.App_Trigger_InputQueue.id}",
      "Azure Service Bus Data Sender on ${azurerm_servicebus_queue.App_Trigger_OutputQueue.id}",
    ],
    "Storage queue": [`Storage Queue Data Contributor on ${DATA}`],
  };

  describe.each(TRIGGER_NAMES)("%s", (name) => {
    const json = appOf(TRIGGERS[name]());
    const app = functionApp(json);

    test("has these app settings and no other", () => {
      expect(app.app_settings).toEqual({ ...COMMON, ...AS_IDENTITY, ...OF_TRIGGER[name], ...CONNECTION[name] });
    });

    test("has these roles and no other, each assigned to its identity", () => {
      expect(roles(json)).toEqual([...ROLES_OF_ALL, ...ROLES[name]].sort());
      for (const assignment of Object.values(all(json, "azurerm_role_assignment"))) {
        expect(assignment).toMatchObject({
          principal_id: "${azurerm_user_assigned_identity.App_Identity.principal_id}",
          principal_type: "ServicePrincipal",
          skip_service_principal_aad_check: true,
        });
      }
    });

    test("waits for its roles, and for what it uses without referring to it", () => {
      const awaited = /^azurerm_(role_assignment|storage_container|storage_queue|servicebus_queue)\./;
      expect([...app.depends_on].sort()).toEqual(addresses(json).filter((address) => awaited.test(address)));
    });

    test("is given no secret, and none is in outputs", () => {
      const secret = /access_key|connection_string|admin_password|password|primary_key|sas/;
      const { site_config: site, ...rest } = app;
      // this one lets nobody in: local authentication is off
      const { application_insights_connection_string: insights, ...others } = site;
      expect(insights).toBe("${azurerm_application_insights.App_Insights.connection_string}");
      expect(JSON.stringify([rest, others, json.output])).not.toMatch(secret);
      expect(only(json, "azurerm_application_insights").local_authentication_disabled).toBe(true);
    });

    test("has no shared keys on what is made for it", () => {
      for (const account of Object.values(all(json, "azurerm_storage_account"))) {
        expect(account).toMatchObject({ shared_access_key_enabled: false, default_to_oauth_authentication: true });
      }
      for (const namespace of Object.values(all(json, "azurerm_servicebus_namespace"))) {
        expect(namespace.local_auth_enabled).toBe(false);
      }
      expect(only(json, "azurerm_container_registry").admin_enabled).toBe(false);
    });
  });

  test("the app reads Key Vault references as the identity, pulls as it, and reaches its storage as it", () => {
    const app = functionApp(appOf(new HttpTrigger()));
    expect(app).toMatchObject({
      identity: { type: "UserAssigned", identity_ids: ["${azurerm_user_assigned_identity.App_Identity.id}"] },
      key_vault_reference_identity_id: "${azurerm_user_assigned_identity.App_Identity.id}",
      storage_uses_managed_identity: true,
      site_config: {
        container_registry_use_managed_identity: true,
        container_registry_managed_identity_client_id: CLIENT,
      },
    });
    expect(app).not.toHaveProperty("storage_account_access_key");
  });

  test("ManagedIdentityAccessOptions.identity: one of its own without", () => {
    expect(only(appOf(new HttpTrigger()), "azurerm_user_assigned_identity").name).toBe(
      "app-${local.App_NameSuffix}-identity",
    );
    const identity = AzureIdentity.fromAttributes({
      id: ids.identity,
      clientId: ids.client,
      principalId: ids.principal,
    });
    const json = appOf(TRIGGERS.blob(), { access: Access.managedIdentity({ identity }) });
    expect(all(json, "azurerm_user_assigned_identity")).toEqual({});
    expect(JSON.stringify(json)).not.toContain("App_Identity");
    expect(functionApp(json)).toMatchObject({
      identity: { type: "UserAssigned", identity_ids: [ids.identity] },
      app_settings: {
        AzureWebJobsStorage__clientId: ids.client,
        TriggerConnectionString__clientId: ids.client,
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: `ClientId=${ids.client};Authorization=AAD`,
      },
    });
  });

  test.each(TRIGGER_NAMES)("ManagedIdentityAccessOptions.assignRoles: true without (%s)", (name) => {
    const assigned = (assignRoles?: boolean) =>
      roles(appOf(TRIGGERS[name](), { access: Access.managedIdentity({ assignRoles }) }));
    expect(assigned()).toHaveLength(3 + ROLES[name].length);
    expect(assigned(true)).toEqual(assigned());
    expect(assigned(false)).toEqual([]);
  });
});

describe("Access.sharedKeys: the registry's admin user, and connection strings", () => {
  const CONNECTION = {
    http: {},
    blob: {
      TriggerConnectionString: "${azurerm_storage_account.App_Trigger_Storage.primary_connection_string}",
    },
    "Service Bus queue": {
      TriggerConnectionString:
        "${azurerm_servicebus_namespace_authorization_rule.App_Trigger_Key.primary_connection_string}",
    },
    "Storage queue": {
      TriggerConnectionString: "${azurerm_storage_account.App_Trigger_Storage.primary_connection_string}",
    },
  };

  describe.each(TRIGGER_NAMES)("%s", (name) => {
    const json = appOf(TRIGGERS[name](), { access: Access.sharedKeys() });
    const app = functionApp(json);

    test("has these app settings and no other", () => {
      expect(app.app_settings).toEqual({ ...COMMON, ...OF_TRIGGER[name], ...CONNECTION[name] });
    });

    test("has neither identity nor roles", () => {
      expect(all(json, "azurerm_user_assigned_identity")).toEqual({});
      expect(all(json, "azurerm_role_assignment")).toEqual({});
      expect(app).not.toHaveProperty("identity");
      expect(app).not.toHaveProperty("storage_uses_managed_identity");
      expect(app.site_config).not.toHaveProperty("container_registry_use_managed_identity");
    });

    test("waits for what it uses without referring to it", () => {
      const awaited = /^azurerm_(storage_container|storage_queue|servicebus_queue)\./;
      expect([...(app.depends_on ?? [])].sort()).toEqual(addresses(json).filter((address) => awaited.test(address)));
    });

    test("has shared keys on what is made for it", () => {
      expect(app.storage_account_access_key).toBe("${azurerm_storage_account.App_HostStorage.primary_access_key}");
      for (const account of Object.values(all(json, "azurerm_storage_account"))) {
        expect(account).toMatchObject({ shared_access_key_enabled: true, default_to_oauth_authentication: false });
      }
      for (const namespace of Object.values(all(json, "azurerm_servicebus_namespace"))) {
        expect(namespace.local_auth_enabled).toBe(true);
      }
      expect(only(json, "azurerm_application_insights").local_authentication_disabled).toBe(false);
    });

    test("pulls as the registry's admin user", () => {
      expect(only(json, "azurerm_container_registry").admin_enabled).toBe(true);
      expect(app.site_config.application_stack.docker[0]).toMatchObject({
        registry_username: "${azurerm_container_registry.App_Image_Registry.admin_username}",
        registry_password: "${azurerm_container_registry.App_Image_Registry.admin_password}",
      });
    });
  });

  test("a given registry's password is used", () => {
    const image = ContainerImage.fromRegistry({ registry: givenRegistry(), repositoryName: "model", tag: "v1" });
    const { docker } = functionApp(appOf(new HttpTrigger(), { image, access: Access.sharedKeys() })).site_config
      .application_stack;
    expect(docker[0]).toMatchObject({ registry_username: "Given", registry_password: "registry-secret" });
  });
});

test("Access.isAccess: by brand", () => {
  expect([Access.managedIdentity(), Access.sharedKeys()].every((value) => Access.isAccess(value))).toBe(true);
  expect([undefined, null, {}, "managedIdentity", new HttpTrigger()].some((value) => Access.isAccess(value))).toBe(
    false,
  );
});
