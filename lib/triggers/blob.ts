import { StorageContainer } from "@cdktf/provider-azurerm/lib/storage-container";
import type { Construct } from "constructs";
import { type AzureStorageAccount, StorageService } from "../azure/azure-storage-account";
import type { BindContext } from "../bind-context";
import { MlFunctionApp, type MlFunctionAppOptions } from "../ml-function-app";
import { present, triggerSettings } from "../private/image/runtime-contract";
import { checkBlobsAtSynth, readBlobTrigger } from "../private/rules/blob";
import type { BlobPath } from "../private/rules/common/blob-path";
import { Inspector } from "../private/validation/inspector";
import type { ITrigger, TriggerConfig } from "../trigger";
import { attributesOf, bindStorage, hostSettings, makeHeld, storageConnection } from "./kit";

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
   * Whether the containers in the paths are made. Switch it off for containers that exist already.
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
    const make = (id: string, prop: string, { container: name, isContainerRefused }: BlobPath) => {
      const remedy = "Switch off createContainers, as the container is made already.";
      const held = { kind: "Container", id, prop, name, given: isContainerRefused ? undefined : name, remedy };
      makeHeld(scope, context, account, held, (owner, ownId) => {
        return new StorageContainer(owner, ownId, { name, storageAccountId: account.id });
      });
    };
    if (blobs.createContainers) make("InputContainer", "inputPath (container)", input);
    if (blobs.createContainers && output) make("OutputContainer", "outputPath (container)", output);
    const attributes: BlobAttributes = {
      storageAccountName: account.name,
      inputContainerName: input.container,
      outputContainerName: output?.container,
    };
    return {
      moduleName: "blob",
      requiresAlwaysOn: true,
      hostStorageRoles: ["Storage Queue Data Contributor", "Storage Account Contributor"],
      appSettings: {
        ...triggerSettings({ INPUT_PATH: input.terraformText, OUTPUT_PATH: output?.terraformText }),
        ...hostSettings("blobs", { maxDegreeOfParallelism: context.predictionsPerInstance }),
        ...storageConnection(scope, context, account, StorageService.BLOB, StorageService.QUEUE),
      },
      attributes: present(attributes),
    };
  }
}

/** Attributes of the trigger. */
type BlobAttributes = {
  readonly storageAccountName: string;
  readonly inputContainerName: string;
  readonly outputContainerName: string | undefined;
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

  /**
   * @param scope usually a stack
   * @param id of the app in its scope: generated names come from it
   * @param props model, paths and options
   */
  public constructor(scope: Construct, id: string, props: BlobMlFunctionAppProps) {
    super(scope, id, { ...props, trigger: new BlobTrigger(props) });
    const { storageAccountName, inputContainerName, outputContainerName } = attributesOf<BlobAttributes>(this);
    this.triggerStorageAccountName = storageAccountName;
    this.inputContainerName = inputContainerName;
    this.outputContainerName = outputContainerName;
  }
}
