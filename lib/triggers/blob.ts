import { StorageContainer } from "@cdktf/provider-azurerm/lib/storage-container";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AzureStorageAccount } from "../azure/azure-storage-account";
import type { BindContext } from "../bind-context";
import { MlFunctionApp, type MlFunctionAppOptions } from "../ml-function-app";
import { checkBlobInput, checkBlobOutput, checkBlobPath, mayOverlap, type BlobPath } from "../private/blob-path";
import { show } from "../private/display";
import { madeOnce, resolvedText } from "../private/references";
import { TRIGGER_CONNECTION, triggerSetting } from "../private/runtime-contract";
import { Inspector } from "../private/validation";
import type { ITrigger, TriggerConfig } from "../trigger";

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
 * Starts a prediction for each blob that is written.
 */
export class BlobTrigger implements ITrigger {
  /**
   * @param props paths and storage
   */
  public constructor(private readonly props: BlobTriggerProps) {}

  public bind(scope: Construct, context: BindContext): TriggerConfig {
    const inspector = new Inspector(scope);
    const props = inspector.struct("trigger", this.props);
    const { inputPath, outputPath, storage = AzureStorageAccount.create() } = props;
    const input = checkBlobPath(inspector, "inputPath", inputPath);
    const output = outputPath === undefined ? undefined : checkBlobPath(inspector, "outputPath", outputPath);
    if (input) checkBlobInput(inspector, input);
    if (input && output) checkBlobOutput(inspector, input, output);

    const holder = inspector.branded("storage", storage, "AzureStorageAccount") ?? AzureStorageAccount.create();
    const account = holder.bind(scope, "Storage", context, "data");
    if (input) watch(inspector, input, account.id);
    const containers = new Set([input?.container, output?.container].filter((name) => name !== undefined));
    if (inspector.fixedFlag("createContainers", props.createContainers, true)) {
      for (const name of containers) {
        const id = name === input?.container ? "InputContainer" : "OutputContainer";
        const once = { key: ["Container", account.id, name], id, shared: props.storage !== undefined } as const;
        context.waitFor(
          madeOnce(scope, once, (owner, ownId) => {
            return new StorageContainer(owner, ownId, { name, storageAccountId: account.id });
          }),
        );
      }
    }
    return {
      moduleName: "blob",
      requiresAlwaysOn: true,
      hostStorageRoles: ["Storage Queue Data Contributor", "Storage Account Contributor"],
      appSettings: {
        [triggerSetting("INPUT_PATH")]: input?.text ?? "",
        ...(output === undefined ? {} : { [triggerSetting("OUTPUT_PATH")]: output.text }),
        ...AzureStorageAccount.connectionSettings(scope, context, TRIGGER_CONNECTION, account),
      },
      attributes: {
        storageAccountName: account.name,
        ...(input ? { inputContainerName: input.container } : {}),
        ...(output ? { outputContainerName: output.container } : {}),
      },
    };
  }
}

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
    this.triggerStorageAccountName = this.triggerAttributes.storageAccountName ?? "";
    this.inputContainerName = this.triggerAttributes.inputContainerName ?? "";
    this.outputContainerName = this.triggerAttributes.outputContainerName;
  }
}

interface Watched {
  readonly path: BlobPath;
  readonly account: unknown;
  readonly app: string;
}

const WATCHED = new WeakMap<TerraformStack, Watched[]>();

/** Two apps that watch the same blobs each predict all of them: hardly what is meant. */
function watch(inspector: Inspector, path: BlobPath, accountId: string): void {
  const { scope } = inspector;
  const stack = TerraformStack.of(scope);
  const watched = WATCHED.get(stack) ?? [];
  WATCHED.set(stack, watched);
  const account = resolvedText(stack, accountId);
  const app = scope.node.path;
  const other = watched.find((one) => one.account === account && mayOverlap(one.path, path));
  if (other !== undefined) {
    const message = `inputPath ${show(path.text)} takes blobs that ${other.app} watches too (${show(other.path.text)}): both predict them.`;
    inspector.warn(`${message} Give each app a container, a folder or an ending of its own.`, "blob-watched-twice");
  }
  watched.push({ path, account, app });
}
