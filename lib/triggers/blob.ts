import { StorageContainer } from "@cdktf/provider-azurerm/lib/storage-container";
import type { Construct } from "constructs";
import type { AzureStorageAccount } from "../azure/azure-storage-account";
import type { BindContext } from "../bind-context";
import { MlFunctionApp, type MlFunctionAppOptions } from "../ml-function-app";
import { present, triggerSettings } from "../private/image/runtime-contract";
import { BLOB_PROPS, checkBlobsAtSynth, readBlobTrigger } from "../private/rules/blob";
import type { BlobPath } from "../private/rules/common/blob-path";
import { APP_OPTIONS } from "../private/rules/ml-function-app";
import { Inspector } from "../private/validation/inspector";
import { takesProps } from "../private/validation/options";
import type { ITrigger, TriggerConfig } from "../trigger";
import { BlobSource } from "./blob-source";
import { attributesOf, bindStorage, makeHeld } from "./kit";

/**
 * What the blob trigger watches and writes.
 */
export interface BlobTriggerProps {
  /**
   * Pattern of the blobs that are predicted, container first, for example `input/{blobname}.json`. A name in braces
   * stands for any text, slashes included.
   * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger#blob-name-patterns
   */
  readonly inputPath: string;

  /**
   * Where the prediction of a blob is written, for example `output/{blobname}_out.json`. It may use the names that
   * `inputPath` binds, and must not fall under `inputPath`.
   * @default - predictions are made and not written
   */
  readonly outputPath?: string;

  /**
   * The account that holds the containers.
   * @default - the app gets one of its own
   */
  readonly storage?: AzureStorageAccount;

  /**
   * How the app hears of new blobs. Event Grid tells of them within seconds, polling after minutes and of blobs that were there
   * before as well.
   * @default BlobSource.polling()
   */
  readonly source?: BlobSource;

  /**
   * Whether the containers in the paths are made. Switch it off for containers that exist already. A path may then take its
   * container from an app setting, `%CONTAINER%/{blobname}`, unless Event Grid tells of the blobs.
   * @default true
   */
  readonly createContainers?: boolean;
}

/**
 * Starts a prediction for each blob that is written. An instance takes as many blobs at a time as it makes predictions:
 * `concurrentPredictions` times `workerProcesses` of the app.
 * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob#hostjson-settings
 */
export class BlobTrigger implements ITrigger {
  /**
   * @param props paths and storage
   */
  public constructor(private readonly props: BlobTriggerProps) {}

  public bind(scope: Construct, context: BindContext): TriggerConfig {
    const blobs = readBlobTrigger(new Inspector(scope), this.props);
    const { input, output } = blobs;
    const account = bindStorage(scope, context, blobs.storage);
    checkBlobsAtSynth(scope, account.id, blobs);
    const made = new Map<string, StorageContainer>();
    const make = (id: string, prop: string, { container: name, isContainerRefused }: BlobPath) => {
      const remedy = "Switch off createContainers, as the container is made already.";
      const held = { kind: "Container", id, prop, name, given: isContainerRefused ? undefined : name, remedy };
      const container = makeHeld(scope, context, account, held, (owner, ownId) => {
        return new StorageContainer(owner, ownId, { name, storageAccountId: account.id });
      });
      made.set(name, container);
    };
    if (blobs.createContainers) make("InputContainer", "inputPath (container)", input);
    if (blobs.createContainers && output) make("OutputContainer", "outputPath (container)", output);
    const containerId = (name: string) => {
      return made.get(name)?.id ?? `${account.id}/blobServices/default/containers/${name}`;
    };
    const source = (blobs.source ?? BlobSource.polling())._bind(scope, context, {
      input,
      output,
      account,
      containerId,
    });
    const attributes: BlobAttributes = {
      storageAccountName: account.name,
      inputContainerName: input.container,
      outputContainerName: output?.container,
    };
    return {
      ...source,
      requiresAlwaysOn: true,
      appSettings: {
        ...triggerSettings({ INPUT_PATH: input.terraformText, OUTPUT_PATH: output?.terraformText }),
        ...source.appSettings,
      },
      attributes: { ...present(attributes), ...source.attributes },
    };
  }
}

/** Attributes of the trigger. */
type BlobAttributes = {
  readonly storageAccountName: string;
  readonly inputContainerName: string;
  readonly outputContainerName: string | undefined;
  /** These are of `BlobSource.eventGrid`. */
  readonly eventQueueName?: string;
  readonly poisonQueueName?: string;
  readonly undeliveredContainerName?: string;
};

/**
 * A function app that predicts each blob written to a container.
 */
export interface BlobMlFunctionAppProps extends MlFunctionAppOptions, BlobTriggerProps {}

/**
 * A model behind a blob trigger: each blob written under `inputPath` is predicted, and the prediction written to
 * `outputPath`.
 */
export class BlobMlFunctionApp extends MlFunctionApp {
  /** Name of the storage account that holds the containers. */
  public readonly triggerStorageAccountName: string;

  /** Name of the container that is watched. */
  public readonly inputContainerName: string;

  /** Name of the container that predictions are written to; undefined without `outputPath`. */
  public readonly outputContainerName?: string;

  /** Name of the queue for events that wait for their turn; undefined where the Functions host polls. */
  public readonly eventQueueName?: string;

  /**
   * Name of the queue for events whose blob could not be predicted; undefined where the Functions host polls, which keeps them
   * in `webjobs-blobtrigger-poison` of the account.
   */
  public readonly poisonQueueName?: string;

  /** Name of the container for events that Event Grid could not deliver; undefined where the Functions host polls. */
  public readonly undeliveredContainerName?: string;

  /**
   * @param scope usually a stack
   * @param id of the app in its scope: generated names come from it
   * @param props model, paths and options
   */
  public constructor(scope: Construct, id: string, props: BlobMlFunctionAppProps) {
    super(scope, id, { ...props, trigger: new BlobTrigger(props) });
    const attributes = attributesOf<BlobAttributes>(this);
    this.triggerStorageAccountName = attributes.storageAccountName;
    this.inputContainerName = attributes.inputContainerName;
    this.outputContainerName = attributes.outputContainerName;
    this.eventQueueName = attributes.eventQueueName;
    this.poisonQueueName = attributes.poisonQueueName;
    this.undeliveredContainerName = attributes.undeliveredContainerName;
  }
}

takesProps<BlobMlFunctionAppProps>(BlobMlFunctionApp, { ...APP_OPTIONS, ...BLOB_PROPS });
