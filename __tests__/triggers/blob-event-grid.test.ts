import { DataAzurermEventgridSystemTopic } from "@cdktf/provider-azurerm/lib/data-azurerm-eventgrid-system-topic";
import { EventgridSystemTopic } from "@cdktf/provider-azurerm/lib/eventgrid-system-topic";
import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { TerraformOutput, TerraformVariable, Testing } from "cdktf";
import {
  Access,
  AzureEventGridSystemTopic,
  AzureStorageAccount,
  BindContext,
  BlobMlFunctionApp,
  type BlobMlFunctionAppProps,
  BlobSource,
} from "../../lib";
import { ids } from "../support/ids";
import { all, functionApp, only, roles, synth } from "../support/synth";
import { publicImage, TestStack } from "../support/test-stack";
import { breachesOf } from "../validation/support";

type Props = Partial<BlobMlFunctionAppProps>;

function addEventApp(stack: TestStack, props: Props = {}, id = "App"): BlobMlFunctionApp {
  return new BlobMlFunctionApp(stack, id, {
    resourceGroup: stack.group,
    image: publicImage(),
    inputPath: "input/{name}.json",
    outputPath: "output/{name}_out.json",
    source: BlobSource.eventGrid(),
    ...props,
  });
}

function eventApp(props?: Props) {
  const stack = new TestStack();
  addEventApp(stack, props);
  return synth(stack);
}

function codesOf(props: Props): string[] {
  return codesIn(new TestStack(), (stack) => addEventApp(stack, props));
}

function codesIn(stack: TestStack, make: (stack: TestStack) => unknown = () => undefined): string[] {
  return breachesOf(make, stack).map(({ code, prop }) => `${code} ${prop}`);
}

const subscription = (props?: Props) => only(eventApp(props), "azurerm_eventgrid_system_topic_event_subscription");
const settingsOf = (props?: Props) => functionApp(eventApp(props)).app_settings;
const STORAGE = "azurerm_storage_account.App_Trigger_Storage";
const QUEUE = "azurerm_storage_queue.App_Trigger_EventQueue";

function givenAccount(stack: TestStack, id = "Data"): StorageAccount {
  return new StorageAccount(stack, id, {
    name: `ml${id.toLowerCase()}`,
    resourceGroupName: "ml",
    location: "northeurope",
    accountTier: "Standard",
    accountReplicationType: "LRS",
  });
}

test("BlobTriggerProps.source, BlobSource.polling: the host polls without one", () => {
  const polled = settingsOf({ source: undefined });
  expect(polled.ML_TRIGGER).toBe("blob");
  expect(settingsOf({ source: BlobSource.polling() })).toEqual(polled);
  expect(all(eventApp({ source: undefined }), "azurerm_eventgrid_system_topic")).toEqual({});
});

test("BlobSource.eventGrid: events of finished writes under the input path go to a queue that the app reads", () => {
  expect(subscription()).toMatchObject({
    system_topic: "${azurerm_eventgrid_system_topic.App_Trigger_SystemTopic.name}",
    included_event_types: ["Microsoft.Storage.BlobCreated"],
    subject_filter: {
      subject_begins_with: "/blobServices/default/containers/input/blobs/",
      subject_ends_with: ".json",
      case_sensitive: true,
    },
    advanced_filter: {
      string_in: [{ key: "data.api", values: ["CopyBlob", "FlushWithClose", "PutBlob", "PutBlockList", "SftpCommit"] }],
    },
    storage_queue_endpoint: { storage_account_id: `\${${STORAGE}.id}`, queue_name: `\${${QUEUE}.name}` },
    storage_blob_dead_letter_destination: {
      storage_blob_container_name: "${azurerm_storage_container.App_Trigger_Undelivered.name}",
    },
  });
  expect(settingsOf()).toMatchObject({
    ML_TRIGGER: "blob_event_grid",
    ML_TRIGGER_INPUT_PATH: "input/{name}.json",
    ML_TRIGGER_OUTPUT_PATH: "output/{name}_out.json",
    ML_TRIGGER_EVENT_QUEUE_NAME: `\${${QUEUE}.name}`,
    AzureFunctionsJobHost__extensions__queues__messageEncoding: "none",
    AzureFunctionsJobHost__extensions__queues__maxDequeueCount: "5",
    AzureFunctionsJobHost__extensions__queues__visibilityTimeout: "00:00:30",
    TriggerConnectionString__blobServiceUri: `\${${STORAGE}.primary_blob_endpoint}`,
    TriggerConnectionString__queueServiceUri: `\${${STORAGE}.primary_queue_endpoint}`,
  });
});

test.each([
  ["input/{name}", "", undefined],
  ["input/in/{name}", "in/", undefined],
  ["input/{name}.csv", "", ".csv"],
  ["input/a-{x}-b-{y}.csv", "a-", ".csv"],
  ["input/one.csv", "one.csv", undefined],
  ["input/{{x}}{y}", "{x}", undefined],
  ["input/%DIR%/{name}", "", undefined],
])("the filter of %s", (inputPath, prefix, suffix) => {
  const { subject_filter: filter } = subscription({ inputPath, outputPath: undefined });
  expect(filter.subject_begins_with).toBe(`/blobServices/default/containers/input/blobs/${prefix}`);
  expect(filter.subject_ends_with).toBe(suffix);
});

test("of a path that Terraform knows, what is known is filtered by", () => {
  const stack = new TestStack();
  const folder = new TerraformVariable(stack, "folder", { type: "string" });
  addEventApp(stack, { inputPath: `input/in/${folder.stringValue}/{name}.json`, outputPath: undefined });
  const { subject_filter: filter } = only(synth(stack), "azurerm_eventgrid_system_topic_event_subscription");
  expect(filter).toMatchObject({
    subject_begins_with: "/blobServices/default/containers/input/blobs/in/",
    subject_ends_with: ".json",
  });
});

test("as identities: the topic may write events, the app may read blobs of one container and write those of the other", () => {
  const json = eventApp();
  expect(roles(json).filter((role) => role.includes("_Trigger_"))).toEqual([
    "Storage Blob Data Contributor on ${azurerm_storage_container.App_Trigger_OutputContainer.id}",
    "Storage Blob Data Contributor on ${azurerm_storage_container.App_Trigger_Undelivered.id}",
    "Storage Blob Data Reader on ${azurerm_storage_container.App_Trigger_InputContainer.id}",
    `Storage Queue Data Contributor on \${${STORAGE}.id}`,
    `Storage Queue Data Message Sender on \${${QUEUE}.id}`,
  ]);
  expect(all(json, "azurerm_role_assignment").App_Trigger_EventSender.principal_id).toBe(
    "${azurerm_eventgrid_system_topic.App_Trigger_SystemTopic.identity[0].principal_id}",
  );
  // the queues of the host are none of its business
  expect(roles(json).filter((role) => role.includes("HostStorage"))).toEqual([
    "Storage Blob Data Owner on ${azurerm_storage_account.App_HostStorage.id}",
  ]);
  const { delivery_identity: delivery, dead_letter_identity: undelivered, depends_on: awaited } = subscription();
  expect([delivery, undelivered]).toEqual([{ type: "SystemAssigned" }, { type: "SystemAssigned" }]);
  expect(awaited).toEqual([
    "azurerm_role_assignment.App_Trigger_EventSender",
    "azurerm_role_assignment.App_Trigger_UndeliveredWriter",
  ]);
});

test("where a platform team assigns roles, none are assigned, to the topic neither", () => {
  expect(roles(eventApp({ access: Access.managedIdentity({ assignRoles: false }) }))).toEqual([]);
});

test("containers that are there already are named in the roles", () => {
  const json = eventApp({ createContainers: false });
  expect(roles(json)).toContain(`Storage Blob Data Reader on \${${STORAGE}.id}/blobServices/default/containers/input`);
});

test("with shared keys there are no identities and no roles, and the app has a connection string", () => {
  const json = eventApp({ access: Access.sharedKeys() });
  expect(roles(json)).toEqual([]);
  const made = only(json, "azurerm_eventgrid_system_topic_event_subscription");
  expect(made).not.toHaveProperty("delivery_identity");
  expect(made).not.toHaveProperty("dead_letter_identity");
  const connection = Object.entries(functionApp(json).app_settings).filter(([name]) => name.startsWith("TriggerConn"));
  expect(connection).toEqual([["TriggerConnectionString", `\${${STORAGE}.primary_connection_string}`]]);
});

test.each([
  [{}, "1", "0"],
  [{ concurrentPredictions: 8, workerProcesses: 2 }, "16", "0"],
  [{ concurrentPredictions: 40 }, "32", "8"],
])("an instance takes as many events at a time as it makes predictions: %j", (props, size, threshold) => {
  const settings = settingsOf(props);
  expect(settings.AzureFunctionsJobHost__extensions__queues__batchSize).toBe(size);
  expect(settings.AzureFunctionsJobHost__extensions__queues__newBatchThreshold).toBe(threshold);
});

test("also where Terraform alone knows how many", () => {
  const stack = new TestStack();
  const count = new TerraformVariable(stack, "count", { type: "number" });
  addEventApp(stack, { concurrentPredictions: count.numberValue });
  const { app_settings: settings } = functionApp(synth(stack));
  expect(settings.AzureFunctionsJobHost__extensions__queues__batchSize).toBe("${min(var.count, 32)}");
  expect(settings.AzureFunctionsJobHost__extensions__queues__newBatchThreshold).toBe(
    "${(var.count - min(var.count, 32))}",
  );
});

describe("the system topic", () => {
  const topicIn = (stack: TestStack, identity?: { type: string }, sourceResourceId = ids.storage) =>
    new EventgridSystemTopic(stack, "Topic", {
      name: "given-topic",
      resourceGroupName: "shared",
      location: "westeurope",
      topicType: "Microsoft.Storage.StorageAccounts",
      sourceResourceId,
      identity,
    });
  const storage = AzureStorageAccount.fromAttributes({ id: ids.storage, name: "given" });

  test("AzureEventGridSystemTopic.create, EventGridSystemTopicOptions.name, StorageAccountAttributes.location: lies beside its account", () => {
    const json = eventApp();
    expect(only(json, "azurerm_eventgrid_system_topic")).toEqual({
      name: `\${${STORAGE}.name}-events`,
      resource_group_name: "${azurerm_resource_group.Group.name}",
      location: `\${${STORAGE}.location}`,
      topic_type: "Microsoft.Storage.StorageAccounts",
      source_resource_id: `\${${STORAGE}.id}`,
      identity: { type: "SystemAssigned" },
    });
    const named = BlobSource.eventGrid({ systemTopic: AzureEventGridSystemTopic.create({ name: "own-topic" }) });
    expect(only(eventApp({ source: named }), "azurerm_eventgrid_system_topic").name).toBe("own-topic");
    const given = { id: ids.storage, name: "given" };
    const located = (location?: string) =>
      only(
        eventApp({ storage: AzureStorageAccount.fromAttributes({ ...given, location }) }),
        "azurerm_eventgrid_system_topic",
      ).location;
    expect(located("northeurope")).toBe("northeurope");
    expect(located()).toBe("${azurerm_resource_group.Group.location}");
  });

  test("is one for all apps of a stack that watch an account", () => {
    const stack = new TestStack();
    const storage = AzureStorageAccount.fromResource(givenAccount(stack));
    addEventApp(stack, { storage, inputPath: "one/{name}" }, "One");
    addEventApp(stack, { storage, inputPath: "two/{name}" }, "Two");
    const json = synth(stack);
    expect(only(json, "azurerm_eventgrid_system_topic").location).toBe("${azurerm_storage_account.Data.location}");
    expect(Object.keys(all(json, "azurerm_eventgrid_system_topic_event_subscription"))).toHaveLength(2);
    expect(Object.keys(all(json, "azurerm_storage_queue"))).toHaveLength(4);
  });

  test.each<[string, string, string, (stack: TestStack) => AzureEventGridSystemTopic]>([
    [
      "AzureEventGridSystemTopic.fromResource",
      "${azurerm_eventgrid_system_topic.Topic.name}",
      "${azurerm_eventgrid_system_topic.Topic.identity[0].principal_id}",
      (stack) => AzureEventGridSystemTopic.fromResource(topicIn(stack, { type: "SystemAssigned" })),
    ],
    [
      "AzureEventGridSystemTopic.fromDataSource",
      "${data.azurerm_eventgrid_system_topic.Topic.name}",
      "${data.azurerm_eventgrid_system_topic.Topic.identity[0].principal_id}",
      (stack) =>
        AzureEventGridSystemTopic.fromDataSource(
          new DataAzurermEventgridSystemTopic(stack, "Topic", { name: "given-topic", resourceGroupName: "shared" }),
        ),
    ],
    [
      "AzureEventGridSystemTopic.fromAttributes, EventGridSystemTopicAttributes.name, EventGridSystemTopicAttributes.resourceGroupName, EventGridSystemTopicAttributes.principalId, EventGridBlobSourceOptions.systemTopic",
      "given-topic",
      ids.principal,
      () =>
        AzureEventGridSystemTopic.fromAttributes({
          name: "given-topic",
          resourceGroupName: "shared",
          principalId: ids.principal,
        }),
    ],
  ])("%s: is subscribed to", (_, name, principal, systemTopic) => {
    const stack = new TestStack();
    const storage = AzureStorageAccount.fromAttributes({ id: ids.storage, name: "given" });
    addEventApp(stack, { storage, source: BlobSource.eventGrid({ systemTopic: systemTopic(stack) }) });
    const json = synth(stack);
    expect(only(json, "azurerm_eventgrid_system_topic_event_subscription").system_topic).toBe(name);
    expect(all(json, "azurerm_role_assignment").App_Trigger_EventSender.principal_id).toBe(principal);
    expect(Object.keys(all(json, "azurerm_eventgrid_system_topic"))).not.toContain("App_Trigger_SystemTopic");
  });

  test("without an identity of its own is refused, unless the app uses shared keys", () => {
    const systemTopic = AzureEventGridSystemTopic.fromAttributes({ name: "given-topic", resourceGroupName: "shared" });
    const source = BlobSource.eventGrid({ systemTopic });
    expect(codesOf({ source })).toEqual(["event-grid-identity source.systemTopic.principalId"]);
    expect(codesOf({ source, access: Access.sharedKeys() })).toEqual([]);
  });

  test.each<[{ type: string } | undefined, string[]]>([
    [undefined, ["event-grid-identity source.systemTopic.principalId"]],
    [{ type: "UserAssigned" }, ["event-grid-identity source.systemTopic.principalId"]],
    [{ type: "SystemAssigned, UserAssigned" }, []],
    [{ type: "${var.identity}" }, []],
  ])("whose identity is %j", (identity, codes) => {
    const stack = new TestStack();
    const systemTopic = AzureEventGridSystemTopic.fromResource(topicIn(stack, identity));
    addEventApp(stack, { storage, source: BlobSource.eventGrid({ systemTopic }) });
    expect(codesIn(stack)).toEqual(codes);
  });

  test("of another account is refused", () => {
    const from = (stack: TestStack, sourceResourceId?: string) => {
      const topic = topicIn(stack, { type: "SystemAssigned" }, sourceResourceId);
      return BlobSource.eventGrid({ systemTopic: AzureEventGridSystemTopic.fromResource(topic) });
    };
    const stack = new TestStack();
    addEventApp(stack, { storage, source: from(stack, `${ids.storage}2`) });
    expect(codesIn(stack)).toEqual(["system-topic-account source.systemTopic.sourceResourceId"]);
    // the ID of a resource that is not made yet may be any
    const made = new TestStack();
    const account = givenAccount(made);
    addEventApp(made, { storage: AzureStorageAccount.fromResource(account), source: from(made) });
    expect(codesIn(made)).toEqual([]);
    const two = new TestStack();
    const other = givenAccount(two, "Other");
    addEventApp(two, { storage: AzureStorageAccount.fromResource(givenAccount(two)), source: from(two, other.id) });
    expect(codesIn(two)).toEqual(["system-topic-account source.systemTopic.sourceResourceId"]);
    const same = new TestStack();
    const watched = givenAccount(same);
    addEventApp(same, { storage: AzureStorageAccount.fromResource(watched), source: from(same, watched.id) });
    expect(codesIn(same)).toEqual([]);
  });

  test("that the library makes is the only one of its account, in all stacks", () => {
    const beside = new TestStack();
    addEventApp(beside, { storage });
    topicIn(beside, { type: "SystemAssigned" });
    expect(codesIn(beside)).toEqual(["system-topic-twice source.systemTopic"]);
    const app = Testing.app();
    const [owner, one, two] = [new TestStack("owner", app), new TestStack("one", app), new TestStack("two", app)];
    const shared = AzureStorageAccount.fromResource(givenAccount(owner));
    addEventApp(one, { storage: shared, inputPath: "one/{name}" });
    addEventApp(two, { storage: shared, inputPath: "two/{name}" });
    expect(codesIn(two)).toEqual(["system-topic-twice source.systemTopic"]);
  });

  test("has one name for all apps of a stack", () => {
    const stack = new TestStack();
    const named = (name: string) => ({
      storage,
      source: BlobSource.eventGrid({ systemTopic: AzureEventGridSystemTopic.create({ name }) }),
    });
    addEventApp(stack, { ...named("one-topic"), inputPath: "one/{name}" }, "One");
    addEventApp(stack, { ...named("one-topic"), inputPath: "two/{name}" }, "Two");
    expect(codesIn(stack)).toEqual([]);
    addEventApp(stack, { ...named("other-topic"), inputPath: "three/{name}" }, "Three");
    expect(codesIn(stack)).toEqual(["system-topic-twice source.systemTopic.name"]);
  });

  test("AzureEventGridSystemTopic.bind, EventGridSource.account, EventGridSource.shared: for whoever watches an account", () => {
    const stack = new TestStack();
    const context = new BindContext(stack, { resourceGroup: stack.group });
    const account = { id: ids.storage, name: "given" };
    const topic = AzureEventGridSystemTopic.create();
    topic.bind(stack, context, { account, shared: true });
    const { name } = topic.bind(stack, context, { account, shared: true });
    new TerraformOutput(stack, "topic", { value: name });
    const json = synth(stack);
    expect(Object.keys(all(json, "azurerm_eventgrid_system_topic"))).toHaveLength(1);
    expect(json.output.topic.value).toMatch(/^\$\{azurerm_eventgrid_system_topic\.MlFunctionsShared_SystemTopic/);
  });
});

test.each([
  ["{rand-guid}", []],
  ["{name}-{datetime:yyyy-MM-dd}", []],
  ["{blobtrigger}", []],
  ["{rand-guid:N}", []],
  ["{sys.utcnow:yyyy.MM}", []],
  ["{datetime}", []],
  ["{datetime:yyyy.MM}", ["blob-output-expression outputPath"]],
  ["{datetime:y}", ["blob-output-expression outputPath"]],
  ["{datetime:zzz}", ["blob-output-expression outputPath"]],
  ["{uri}", ["blob-output-expression outputPath"]],
  ["{metadata.owner}", ["blob-output-expression outputPath"]],
])("of output/%s, what only the host computes is refused", (name, expected) => {
  expect(codesOf({ outputPath: `output/${name}` })).toEqual(expected);
  expect(codesOf({ outputPath: `output/${name}`, source: BlobSource.polling() })).toEqual([]);
});

test("of a container whose name only the app's settings tell, is refused", () => {
  const codes = codesOf({ inputPath: "%IN%/{name}", outputPath: "%OUT%/{name}", createContainers: false });
  expect(codes).toEqual(["blob-path inputPath", "blob-path outputPath"]);
});

test("of $root, whose events are spelled in no known way, is refused", () => {
  expect(codesOf({ inputPath: "$root/{name}" })).toEqual(["blob-path inputPath"]);
});

test.each([
  ["a source that is none", { source: "eventGrid" as never }, "part source"],
  [
    "a topic that is none",
    { source: BlobSource.eventGrid({ systemTopic: "topic" as never }) },
    "part source.systemTopic",
  ],
  [
    "a topic's name",
    { source: BlobSource.eventGrid({ systemTopic: AzureEventGridSystemTopic.create({ name: "a_b" }) }) },
    "system-topic-name source.systemTopic.name",
  ],
])("%s is refused", (_, props, breach) => {
  expect(codesOf(props)).toEqual([breach]);
});

test("BlobMlFunctionApp.eventQueueName, BlobMlFunctionApp.poisonQueueName, BlobMlFunctionApp.undeliveredContainerName: for outputs; undefined where the host polls", () => {
  const names = ({ eventQueueName, poisonQueueName, undeliveredContainerName }: BlobMlFunctionApp) => {
    return { eventQueueName, poisonQueueName, undeliveredContainerName };
  };
  const stack = new TestStack();
  for (const [id, value] of Object.entries(names(addEventApp(stack)))) new TerraformOutput(stack, id, { value });
  expect(synth(stack).output).toEqual({
    eventQueueName: { value: `\${${QUEUE}.name}` },
    poisonQueueName: { value: "${azurerm_storage_queue.App_Trigger_PoisonQueue.name}" },
    undeliveredContainerName: { value: "${azurerm_storage_container.App_Trigger_Undelivered.name}" },
  });
  expect(Object.values(names(addEventApp(new TestStack(), { source: undefined })))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("BlobSource.isBlobSource: by brand", () => {
  expect([BlobSource.polling(), BlobSource.eventGrid()].every((source) => BlobSource.isBlobSource(source))).toBe(true);
  expect([undefined, null, {}, "polling"].some((source) => BlobSource.isBlobSource(source))).toBe(false);
});
