import { StorageQueue } from "@cdktf/provider-azurerm/lib/storage-queue";
import type { Construct } from "constructs";
import { type AzureStorageAccount, StorageService } from "../azure/azure-storage-account";
import type { BindContext } from "../bind-context";
import type { MlFunctionAppOptions } from "../ml-function-app";
import { triggerSettings } from "../private/image/runtime-contract";
import { APP_OPTIONS } from "../private/rules/ml-function-app";
import {
  batchesOf,
  checkEncodingAtSynth,
  readStorageQueueTrigger,
  STORAGE_QUEUE_PROPS,
} from "../private/rules/storage-queue";
import { Inspector } from "../private/validation/inspector";
import { takesProps } from "../private/validation/options";
import type { ITrigger, TriggerConfig } from "../trigger";
import { attributesOf, bindStorage, hostSettings, storageConnection, useQueues } from "./kit";
import { QueueMlFunctionApp, type QueueTriggerProps } from "./queue";

/**
 * The queues that the trigger reads and writes, and how the Functions host handles their messages. The name of the input queue
 * has 56 characters at most, so that the one of its poison queue, which ends with `-poison`, has no more than Azure's 63.
 */
export interface StorageQueueTriggerProps extends QueueTriggerProps {
  /**
   * The account that holds the queues.
   * @default - the app gets one of its own
   */
  readonly storage?: AzureStorageAccount;

  /**
   * How messages are written in the queues, both of them: `none` for plain text, or `base64`, which is the host's own default
   * and so what other function apps write. Plain text is the default here because a producer writes plain JSON where nobody
   * tells it otherwise, and with `base64` the host would move that to the poison queue without a try.
   * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue#host-json
   * @default none
   */
  readonly messageEncoding?: string;

  /**
   * How often a message is tried before it goes to the poison queue, from 1 on.
   * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#poison-messages
   * @default 5
   */
  readonly maxDequeueCount?: number;

  /**
   * How long a message whose prediction failed waits for the next try, in seconds, from 0 to 604800 (7 days).
   * @see https://learn.microsoft.com/rest/api/storageservices/update-message#uri-parameters
   * @default 0
   */
  readonly visibilityTimeoutSeconds?: number;

  /**
   * How long the host waits at most before it looks into an empty queue again, in seconds, from 1 to 604800 (7 days, after which
   * a message expires unless its producer says otherwise). It waits a little longer each time.
   * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#polling-algorithm
   * @default 60
   */
  readonly maxPollingIntervalSeconds?: number;
}

/**
 * Starts a prediction for each message of a Storage queue. An instance takes as many messages at a time as it makes
 * predictions: `concurrentPredictions` times `workerProcesses` of the app. A message that failed on each try goes to the poison
 * queue, which is named like the input queue with `-poison` at its end and made with it, so that an alert can watch it.
 *
 * The answer is sent as one message, which has 64 KiB at most, 48 KiB with `messageEncoding: "base64"`: a longer one fails.
 * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue#host-json
 */
export class StorageQueueTrigger implements ITrigger {
  /**
   * @param props queues and storage
   */
  public constructor(private readonly props: StorageQueueTriggerProps) {}

  public bind(scope: Construct, context: BindContext): TriggerConfig {
    const queues = readStorageQueueTrigger(new Inspector(scope), this.props);
    const account = bindStorage(scope, context, queues.storage);
    checkEncodingAtSynth(scope, account.id, queues);
    const used = useQueues(scope, context, account, queues, (owner, id, name) => {
      return new StorageQueue(owner, id, { name, storageAccountId: account.id });
    });
    return {
      moduleName: "storage_queue",
      requiresAlwaysOn: true,
      appSettings: {
        ...used.appSettings,
        ...triggerSettings({ MESSAGE_ENCODING: queues.handling.messageEncoding }),
        ...hostSettings("queues", { ...batchesOf(context.predictionsPerInstance), ...queues.handling }),
        ...storageConnection(scope, context, account, StorageService.QUEUE),
      },
      attributes: { storageAccountName: account.name, ...used.attributes },
    };
  }
}

/**
 * A function app that predicts each message of a Storage queue.
 */
export interface StorageQueueMlFunctionAppProps extends MlFunctionAppOptions, StorageQueueTriggerProps {}

/**
 * A model behind a Storage queue: each message of the input queue is predicted, and the prediction sent to the output queue.
 */
export class StorageQueueMlFunctionApp extends QueueMlFunctionApp {
  /** Name of the storage account that holds the queues. */
  public readonly triggerStorageAccountName: string;

  /** Name of the queue to which messages go that failed on each try. */
  public readonly poisonQueueName: string;

  /**
   * @param scope usually a stack
   * @param id of the app in its scope: generated names come from it
   * @param props model, queues and options
   */
  public constructor(scope: Construct, id: string, props: StorageQueueMlFunctionAppProps) {
    super(scope, id, { ...props, trigger: new StorageQueueTrigger(props) });
    const { storageAccountName, poisonQueueName } = attributesOf<StorageQueueAttributes>(this);
    this.triggerStorageAccountName = storageAccountName;
    this.poisonQueueName = poisonQueueName;
  }
}

takesProps<StorageQueueMlFunctionAppProps>(StorageQueueMlFunctionApp, { ...APP_OPTIONS, ...STORAGE_QUEUE_PROPS });

/** Attributes of the trigger besides those that all triggers of queues have. */
type StorageQueueAttributes = { readonly storageAccountName: string; readonly poisonQueueName: string };
