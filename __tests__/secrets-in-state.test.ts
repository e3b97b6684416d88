import {
  BlobMlFunctionApp,
  BlobSource,
  ContainerImage,
  HttpMlFunctionApp,
  ImageBuilder,
  ServiceBusQueueMlFunctionApp,
  ServiceBusTopicMlFunctionApp,
  StorageQueueMlFunctionApp,
} from "../lib";
import { type Block, synth } from "./support/synth";
import { diabetes, TestStack } from "./support/test-stack";

/** What makes the secret attributes of a resource useless, or why one stays live. */
interface Secrets {
  readonly attributes: readonly string[];
  /** Arguments of the resource that switch them off. */
  readonly off?: Block;
  readonly live?: string;
}

/**
 * Attributes that the providers compute and mark as sensitive, and so write into the state: azurerm 4.55.0 and docker 3.6.2, by
 * `terraform providers schema -json`.
 */
const SECRETS: { readonly [type: string]: Secrets } = {
  azurerm_application_insights: {
    attributes: ["connection_string", "instrumentation_key"],
    off: { local_authentication_disabled: true },
  },
  azurerm_container_registry: { attributes: ["admin_password"], off: { admin_enabled: false } },
  azurerm_container_registry_token_password: {
    attributes: ["password1.value", "password2.value"],
    live: "by which the Docker builder pushes the image",
  },
  // the verification ID is no key: it is put into public DNS records
  azurerm_linux_function_app: {
    attributes: ["custom_domain_verification_id", "site_credential"],
    off: {
      ftp_publish_basic_authentication_enabled: false,
      webdeploy_publish_basic_authentication_enabled: false,
    },
  },
  azurerm_log_analytics_workspace: {
    attributes: ["primary_shared_key", "secondary_shared_key"],
    off: { local_authentication_enabled: false },
  },
  azurerm_servicebus_namespace: {
    attributes: [
      "default_primary_connection_string",
      "default_primary_key",
      "default_secondary_connection_string",
      "default_secondary_key",
    ],
    off: { local_auth_enabled: false },
  },
  azurerm_storage_account: {
    attributes: [
      "primary_access_key",
      "primary_blob_connection_string",
      "primary_connection_string",
      "secondary_access_key",
      "secondary_blob_connection_string",
      "secondary_connection_string",
    ],
    off: { shared_access_key_enabled: false },
  },
};

/** Types without a sensitive attribute of the provider's own making. */
const HARMLESS = new Set([
  "azurerm_container_registry_scope_map",
  "azurerm_container_registry_task",
  "azurerm_container_registry_task_schedule_run_now",
  "azurerm_container_registry_token",
  "azurerm_eventgrid_system_topic",
  "azurerm_eventgrid_system_topic_event_subscription",
  "azurerm_resource_group",
  "azurerm_role_assignment",
  "azurerm_service_plan",
  "azurerm_servicebus_queue",
  "azurerm_servicebus_subscription",
  "azurerm_servicebus_subscription_rule",
  "azurerm_servicebus_topic",
  "azurerm_storage_blob",
  "azurerm_storage_container",
  "azurerm_storage_queue",
  "azurerm_user_assigned_identity",
  "docker_image",
  "docker_registry_image",
  "terraform_data",
]);

const BUILDERS: [string, () => ImageBuilder, live: string[]][] = [
  ["docker", () => ImageBuilder.docker(), ["azurerm_container_registry_token_password"]],
  ["an ACR task", () => ImageBuilder.acrTask(), []],
];

/** All that the library makes with an identity, built in one way. */
function everything(builder: ImageBuilder): [type: string, block: Block][] {
  const stack = new TestStack();
  const options = { resourceGroup: stack.group, image: ContainerImage.fromModel({ ...diabetes(), builder }) };
  const entities = { ...options, outputQueueName: "output" };
  new HttpMlFunctionApp(stack, "Http", options);
  new BlobMlFunctionApp(stack, "Polled", { ...options, inputPath: "input/{name}" });
  new BlobMlFunctionApp(stack, "Told", { ...options, inputPath: "input/{name}", source: BlobSource.eventGrid() });
  new StorageQueueMlFunctionApp(stack, "StorageQueue", { ...entities, inputQueueName: "input" });
  new ServiceBusQueueMlFunctionApp(stack, "Queue", { ...entities, inputQueueName: "input" });
  new ServiceBusTopicMlFunctionApp(stack, "Topic", { ...entities, inputTopicName: "input", subscriptionName: "model" });
  return Object.entries(synth(stack).resource).flatMap(([type, blocks]) => {
    return Object.values(blocks).map((block): [string, Block] => [type, block]);
  });
}

describe.each(BUILDERS)("secrets in the state, with images built by %s", (_, builder, live) => {
  const made = everything(builder());

  test("are looked for in every type that the library makes", () => {
    const types = new Set(made.map(([type]) => type));
    expect([...types].filter((type) => !(type in SECRETS) && !HARMLESS.has(type))).toEqual([]);
  });

  test("are switched off, but for the password of the token that pushes", () => {
    const secret = made.filter(([type]) => type in SECRETS);
    expect(secret).toEqual(secret.map(([type]) => [type, expect.objectContaining({ ...SECRETS[type]!.off })]));
    const types = secret.map(([type]) => type).filter((type) => SECRETS[type]!.off === undefined);
    expect([...new Set(types)]).toEqual(live);
  });
});
