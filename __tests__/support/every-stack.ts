import { readFileSync } from "fs";
import { join } from "path";
import { ApplicationInsights } from "@cdktf/provider-azurerm/lib/application-insights";
import { DataAzurermEventgridSystemTopic } from "@cdktf/provider-azurerm/lib/data-azurerm-eventgrid-system-topic";
import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { App } from "cdktf";
import {
  Access,
  AzureApplicationInsights,
  AzureEventGridSystemTopic,
  AzureIdentity,
  AzureLogAnalyticsWorkspace,
  AzureServiceBusNamespace,
  AzureServicePlan,
  AzureStorageAccount,
  BlobMlFunctionApp,
  BlobSource,
  ContainerImage,
  Hosting,
  HttpMlFunctionApp,
  ImageBuilder,
  type MlFunctionAppOptions,
  ModelImage,
  Monitoring,
  ServiceBusQueueMlFunctionApp,
  ServiceBusTopicMlFunctionApp,
  StorageQueueMlFunctionApp,
  SubscriptionFilter,
} from "../../lib";
import { ids } from "./ids";
import { diabetes, givenRegistry, publicImage, TestStack } from "./test-stack";

/**
 * JSON of each stack that the library's promises are held against, by name: the examples, and one of all else it can make.
 * @param directory where the stacks are written
 */
export function everyStack(directory: string): { [name: string]: string } {
  const examples = join(directory, "examples");
  const before = process.env;
  // neither the account of whoever runs this nor what they synthesized before
  process.env = { ...before, CDKTF_OUTDIR: examples, TF_CLOUD_ORGANIZATION: "", XDG_CACHE_HOME: directory };
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- it reads its environment when it is loaded
    require("../../main");
  } finally {
    process.env = before;
  }
  const parts = join(directory, "parts");
  const app = new App({ outdir: parts });
  addStackOfAllParts(app);
  app.synth();
  return { ...stacksIn(examples), ...stacksIn(parts) };
}

function stacksIn(outdir: string): { [name: string]: string } {
  const manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as {
    readonly stacks: { readonly [name: string]: { readonly synthesizedStackPath: string } };
  };
  return Object.fromEntries(
    Object.entries(manifest.stacks).map(([name, { synthesizedStackPath }]) => {
      return [name, readFileSync(join(outdir, synthesizedStackPath), "utf8")];
    }),
  );
}

/**
 * Every way of hosting, access, monitoring, building and triggering that makes resources, on resources that the library makes and
 * on given ones. An app is added for what is new, and never changed: its addresses stand for those of real apps.
 */
function addStackOfAllParts(app: App): void {
  const stack = new TestStack("parts", app);
  const resourceGroup = stack.group;
  const image = publicImage();
  const account = new StorageAccount(stack, "Account", {
    name: "mlparts",
    resourceGroupName: resourceGroup.name,
    location: resourceGroup.location,
    accountTier: "Standard",
    accountReplicationType: "LRS",
  });
  const storage = AzureStorageAccount.fromResource(account);
  const serviceBusNamespace = AzureServiceBusNamespace.fromAttributes({ id: ids.serviceBus, name: "given-bus" });
  const identity = AzureIdentity.fromAttributes({ id: ids.identity, clientId: ids.client, principalId: ids.principal });
  const plan = AzureServicePlan.fromAttributes({ id: ids.plan, skuName: "B1", location: resourceGroup.location });

  // with all that an app has of its own
  new HttpMlFunctionApp(stack, "Elastic", { resourceGroup, image, hosting: Hosting.elasticPremium() });
  new HttpMlFunctionApp(stack, "Keys", {
    resourceGroup,
    image: ContainerImage.fromModel(diabetes()),
    access: Access.sharedKeys(),
    hosting: Hosting.dedicated({ skuName: "P1v3" }),
  });
  new HttpMlFunctionApp(stack, "Named", {
    resourceGroup,
    image,
    functionAppName: "contoso-diabetes",
    hostStorage: AzureStorageAccount.create({ name: "contosodiabetes" }),
  });

  // with as little as can be: the rest is given
  const options: MlFunctionAppOptions = {
    resourceGroup,
    image,
    hosting: Hosting.existingPlan(plan),
    hostStorage: storage,
    monitoring: Monitoring.disabled(),
  };
  const withKeys: MlFunctionAppOptions = { ...options, access: Access.sharedKeys() };
  const registry = givenRegistry();
  const pulled = ContainerImage.fromRegistry({ registry, repositoryName: "model", tag: "v1" });
  new HttpMlFunctionApp(stack, "Given", { ...options, image: pulled, access: Access.managedIdentity({ identity }) });

  // monitoring
  const workspace = AzureLogAnalyticsWorkspace.fromId(ids.workspace);
  new HttpMlFunctionApp(stack, "InWorkspace", {
    ...options,
    monitoring: Monitoring.applicationInsights({ workspace }),
  });
  const insights = new ApplicationInsights(stack, "Insights", {
    name: "ml",
    resourceGroupName: resourceGroup.name,
    location: resourceGroup.location,
    applicationType: "web",
  });
  const monitoring = Monitoring.existingApplicationInsights(AzureApplicationInsights.fromResource(insights));
  new HttpMlFunctionApp(stack, "InsightsOfOthers", { ...options, monitoring });

  // builders
  const built = (builder: ImageBuilder) => ({ ...options, image: ContainerImage.fromModel(diabetes({ builder })) });
  new HttpMlFunctionApp(stack, "Docker", built(ImageBuilder.docker()));
  new HttpMlFunctionApp(stack, "Task", built(ImageBuilder.acrTask()));
  new HttpMlFunctionApp(stack, "TaskOnGiven", built(ImageBuilder.acrTask({ contextStorage: storage, identity })));
  new HttpMlFunctionApp(stack, "Prebuilt", built(ImageBuilder.prebuilt()));
  const shared = new ModelImage(stack, "Shared", { resourceGroup, ...diabetes({ registry }) });
  new HttpMlFunctionApp(stack, "Sharing", { ...options, image: ContainerImage.fromModelImage(shared) });

  // triggers: on what they make, on what is given, with keys
  const eventGrid = BlobSource.eventGrid();
  const blobs = { inputPath: "input/{name}", outputPath: "output/{name}" };
  new BlobMlFunctionApp(stack, "Blob", { ...options, ...blobs });
  new BlobMlFunctionApp(stack, "BlobOnGiven", { ...options, ...blobs, storage });
  new BlobMlFunctionApp(stack, "BlobKeys", { ...withKeys, ...blobs });
  new BlobMlFunctionApp(stack, "Event", { ...options, ...blobs, source: eventGrid });
  new BlobMlFunctionApp(stack, "EventKeys", { ...withKeys, ...blobs, source: eventGrid });
  const watched = { inputPath: "watched/{name}", outputPath: "seen/{name}" };
  new BlobMlFunctionApp(stack, "EventOnGiven", { ...options, ...watched, storage, source: eventGrid });
  const other = AzureStorageAccount.fromAttributes({ id: ids.storage, name: "given" });
  const topic = new DataAzurermEventgridSystemTopic(stack, "Topic", {
    name: "given-events",
    resourceGroupName: "shared",
  });
  const systemTopic = AzureEventGridSystemTopic.fromDataSource(topic);
  new BlobMlFunctionApp(stack, "EventOnTopic", {
    ...options,
    ...blobs,
    storage: other,
    createContainers: false,
    source: BlobSource.eventGrid({ systemTopic }),
  });

  const queues = { inputQueueName: "input", outputQueueName: "output" };
  const given = { inputQueueName: "asked", outputQueueName: "answered" };
  new StorageQueueMlFunctionApp(stack, "StorageQueue", { ...options, ...queues });
  new StorageQueueMlFunctionApp(stack, "StorageQueueOnGiven", { ...options, ...given, storage });
  new StorageQueueMlFunctionApp(stack, "StorageQueueKeys", { ...withKeys, ...queues });
  new ServiceBusQueueMlFunctionApp(stack, "Queue", { ...options, ...queues });
  new ServiceBusQueueMlFunctionApp(stack, "QueueOnGiven", { ...options, ...given, serviceBusNamespace });
  new ServiceBusQueueMlFunctionApp(stack, "QueueKeys", { ...withKeys, ...queues });

  const subscription = { inputTopicName: "orders", subscriptionName: "scoring" };
  const filter = SubscriptionFilter.sql("amount > 1000");
  new ServiceBusTopicMlFunctionApp(stack, "Topics", { ...options, ...subscription, filter, outputTopicName: "scored" });
  new ServiceBusTopicMlFunctionApp(stack, "TopicToQueue", { ...options, ...subscription, outputQueueName: "scored" });
  new ServiceBusTopicMlFunctionApp(stack, "TopicKeys", { ...withKeys, ...subscription });
  new ServiceBusTopicMlFunctionApp(stack, "TopicsOnGiven", {
    ...options,
    ...subscription,
    serviceBusNamespace,
    filter: SubscriptionFilter.correlation({ label: "order" }),
    outputTopicName: "scored",
  });
  new ServiceBusTopicMlFunctionApp(stack, "TopicToQueueOnGiven", {
    ...options,
    inputTopicName: "claims",
    subscriptionName: "scoring",
    serviceBusNamespace,
    outputQueueName: "assessed",
  });
}
