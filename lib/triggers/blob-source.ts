import { EventgridSystemTopicEventSubscription } from "@cdktf/provider-azurerm/lib/eventgrid-system-topic-event-subscription";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { StorageContainer } from "@cdktf/provider-azurerm/lib/storage-container";
import { StorageQueue } from "@cdktf/provider-azurerm/lib/storage-queue";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { AzureEventGridSystemTopic } from "../azure/azure-event-grid-system-topic";
import { StorageService } from "../azure/azure-storage-account";
import type { BindContext } from "../bind-context";
import { triggerSettings } from "../private/image/runtime-contract";
import { judgeEventGridPaths, readEventGridSource, readSenderIdentity } from "../private/rules/blob-source";
import { type BlobPath, subjectFilter } from "../private/rules/common/blob-path";
import { batchesOf } from "../private/rules/storage-queue";
import { brand, hasBrand } from "../private/validation/brand";
import { Inspector } from "../private/validation/inspector";
import type { TriggerConfig } from "../trigger";
import { blobService, hostSettings, storageConnection, type TriggerStorage } from "./kit";

/**
 * How Event Grid tells of blobs.
 */
export interface EventGridBlobSourceOptions {
  /**
   * The system topic of the storage account. An account has one: give it where it is there already.
   * @default - one is made, for all apps of the stack that watch the account
   */
  readonly systemTopic?: AzureEventGridSystemTopic;
}

/**
 * How an app hears of new blobs.
 */
export class BlobSource {
  /**
   * The Functions host reads the account's logs and scans containers. A blob may be found after minutes, and some are missed
   * under load; blobs that were there before are predicted as well.
   * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger#polling-and-latency
   */
  public static polling(): BlobSource {
    return new BlobSource(pollBlobs);
  }

  /**
   * Event Grid tells of a blob within seconds, through a queue of the account. Blobs that were there before are not predicted,
   * and an event may come twice, so that the same prediction is made again and overwrites the first.
   * @see https://learn.microsoft.com/azure/event-grid/event-schema-blob-storage
   * @param options system topic
   */
  public static eventGrid(options: EventGridBlobSourceOptions = {}): BlobSource {
    return new BlobSource((...given) => subscribeToBlobs(options, ...given));
  }

  /**
   * Whether a value is a `BlobSource`.
   * @param value anything
   */
  public static isBlobSource(value: unknown): boolean {
    return hasBrand(value, "BlobSource");
  }

  private constructor(
    /**
     * Makes what tells the app of blobs.
     * @internal
     */
    public readonly _bind: (scope: Construct, context: BindContext, blobs: BlobsOfSource) => BlobSourceConfig,
  ) {
    brand(this, "BlobSource");
  }
}

/**
 * The blobs that an app is told of and writes.
 * @internal
 */
export interface BlobsOfSource {
  readonly input: BlobPath;
  readonly output: BlobPath | undefined;
  readonly account: TriggerStorage;
  /** Resource ID of a container of the account. */
  containerId(name: string): string;
}

/**
 * What a source tells the function app.
 * @internal
 */
export type BlobSourceConfig = Pick<TriggerConfig, "moduleName" | "hostStorageRoles" | "appSettings" | "attributes">;

function pollBlobs(scope: Construct, context: BindContext, { account }: BlobsOfSource): BlobSourceConfig {
  return {
    moduleName: "blob",
    hostStorageRoles: ["Storage Queue Data Contributor", "Storage Account Contributor"],
    appSettings: {
      ...hostSettings("blobs", { maxDegreeOfParallelism: context.predictionsPerInstance }),
      ...storageConnection(scope, context, account, StorageService.BLOB, StorageService.QUEUE),
    },
  };
}

/** What ends a write of a blob: on Data Lake accounts others tell of it before it is complete. */
const FINISHED_WRITES = ["CopyBlob", "FlushWithClose", "PutBlob", "PutBlockList", "SftpCommit"];

/** Five tries, as of a blob that is polled. */
const MAXIMUM_TRIES = 5;

function subscribeToBlobs(
  options: EventGridBlobSourceOptions,
  scope: Construct,
  context: BindContext,
  blobs: BlobsOfSource,
): BlobSourceConfig {
  const inspector = new Inspector(scope);
  const { input, output, account } = blobs;
  const { systemTopic = AzureEventGridSystemTopic.create() } = readEventGridSource(inspector, options);
  judgeEventGridPaths(inspector, input, output);
  const queueOf = (id: string, name: string) => new StorageQueue(scope, id, { name, storageAccountId: account.id });
  const queue = queueOf("EventQueue", context.uniqueName("blobs", 56));
  const poisonQueue = queueOf("PoisonQueue", `${queue.name}-poison`);
  context.waitFor(poisonQueue);
  const undelivered = new StorageContainer(scope, "Undelivered", {
    name: context.uniqueName("undelivered", 63),
    storageAccountId: account.id,
  });
  const topic = systemTopic.bind(scope, context, { account, shared: account.shared });
  const sender = readSenderIdentity(inspector, topic, context.identity);
  const asIdentity = sender === undefined ? undefined : { type: "SystemAssigned" };
  const roles: ITerraformDependable[] = [];
  const grant = (id: string, on: string, roleDefinitionName: string) => {
    if (sender === undefined || !context._assignsRoles) return;
    const principal = { principalId: sender, principalType: "ServicePrincipal", skipServicePrincipalAadCheck: true };
    roles.push(new RoleAssignment(scope, id, { scope: on, roleDefinitionName, ...principal }));
  };
  grant("EventSender", queue.id, "Storage Queue Data Message Sender");
  grant("UndeliveredWriter", undelivered.id, "Storage Blob Data Contributor");
  new EventgridSystemTopicEventSubscription(scope, "EventSubscription", {
    name: context.uniqueName("blobs", 64),
    systemTopic: topic.name,
    resourceGroupName: topic.resourceGroupName,
    includedEventTypes: ["Microsoft.Storage.BlobCreated"],
    subjectFilter: { ...subjectFilter(input), caseSensitive: true },
    advancedFilter: { stringIn: [{ key: "data.api", values: FINISHED_WRITES }] },
    storageQueueEndpoint: { storageAccountId: account.id, queueName: queue.name },
    deliveryIdentity: asIdentity,
    storageBlobDeadLetterDestination: {
      storageAccountId: account.id,
      storageBlobContainerName: undelivered.name,
    },
    deadLetterIdentity: asIdentity,
    dependsOn: roles,
  });
  if (context.identity !== undefined) {
    context.grantRole(scope, "InputReader", blobs.containerId(input.container), "Storage Blob Data Reader");
    if (output !== undefined) {
      context.grantRole(scope, "OutputWriter", blobs.containerId(output.container), "Storage Blob Data Contributor");
    }
  }
  return {
    moduleName: "blob_event_grid",
    appSettings: {
      ...triggerSettings({ EVENT_QUEUE_NAME: queue.name }),
      ...hostSettings("queues", {
        ...batchesOf(context.predictionsPerInstance),
        // Event Grid writes base64, which the runtime decodes: what the host cannot decode goes to the poison queue untried
        messageEncoding: "none",
        maxDequeueCount: MAXIMUM_TRIES,
        // the next try, which a role that was just assigned may need
        visibilityTimeout: "00:00:30",
      }),
      ...storageConnection(scope, context, account, StorageService.QUEUE),
      ...blobService(context, account),
    },
    attributes: {
      eventQueueName: queue.name,
      poisonQueueName: poisonQueue.name,
      undeliveredContainerName: undelivered.name,
    },
  };
}
