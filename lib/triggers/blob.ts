import { StorageContainer } from "@cdktf/provider-azurerm/lib/storage-container";
import { TerraformStack, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import { AzureStorageAccount } from "../azure/azure-storage-account";
import type { BindContext } from "../bind-context";
import { MlFunctionApp, type MlFunctionAppOptions } from "../ml-function-app";
import {
  BLOB_PATTERNS_PAGE,
  checkBlobInput,
  checkBlobOutput,
  checkBlobPath,
  mayOverlap,
  type BlobPath,
} from "../private/blob-path";
import { show } from "../private/display";
import { Flows, loopThrough } from "../private/flows";
import { madeOnce, resolvedText } from "../private/references";
import { TRIGGER_CONNECTION, triggerSetting } from "../private/runtime-contract";
import { needUniqueName } from "../private/unique-names";
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
    const inspector = new Inspector(scope);
    const props = inspector.struct("trigger", this.props);
    const { inputPath, outputPath, storage = AzureStorageAccount.create() } = props;
    const input = checkBlobPath(inspector, "inputPath", inputPath);
    const output = outputPath === undefined ? undefined : checkBlobPath(inspector, "outputPath", outputPath);
    if (input) checkBlobInput(inspector, input);
    if (input && output)
      checkBlobOutput(inspector, input, output, (text) => resolvedText(TerraformStack.of(scope), text));

    const holder = inspector.branded("storage", storage, "AzureStorageAccount") ?? AzureStorageAccount.create();
    const account = holder.bind(scope, "Storage", context, "data");
    if (input) checkOtherApps(inspector, account.id, input, output);
    if (inspector.fixedFlag("createContainers", props.createContainers, true)) {
      const shared = props.storage !== undefined;
      const make = (prop: string, id: string, path: BlobPath | undefined) => {
        if (path === undefined) return;
        const { container: name } = path;
        const once = { key: ["Container", account.id, name], id, shared } as const;
        const made = madeOnce(scope, once, (owner, ownId) => {
          const container = new StorageContainer(owner, ownId, { name, storageAccountId: account.id });
          needUniqueName(container, `${prop} (container)`, path.isContainerRefused ? undefined : name);
          return container;
        });
        context.waitFor(made);
      };
      make("inputPath", "InputContainer", input);
      make("outputPath", "OutputContainer", output);
    }
    return {
      moduleName: "blob",
      requiresAlwaysOn: true,
      hostStorageRoles: ["Storage Queue Data Contributor", "Storage Account Contributor"],
      appSettings: {
        [triggerSetting("INPUT_PATH")]: input?.terraformText ?? "",
        ...(output === undefined ? {} : { [triggerSetting("OUTPUT_PATH")]: output.terraformText }),
        // overrides host.json
        AzureFunctionsJobHost__extensions__blobs__maxDegreeOfParallelism: Tokenization.stringifyNumber(
          context.predictionsPerInstance,
        ),
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

interface Blobs {
  readonly path: BlobPath;
  /** Of the account, the expression behind its ID. */
  readonly account: unknown;
}

const FLOWS = new Flows<Blobs>((written, read) => {
  return written.account === read.account && mayOverlap(written.path, read.path);
});

/**
 * Two apps that watch the same blobs each predict all of them: hardly what is meant. Apps that write what the next one
 * watches, and the last of them what the first one watches, never end.
 */
function checkOtherApps(inspector: Inspector, accountId: string, input: BlobPath, output: BlobPath | undefined): void {
  const { scope } = inspector;
  const stack = TerraformStack.of(scope);
  const account = resolvedText(stack, accountId);
  const reads = { path: input, account };
  const other = FLOWS.of(stack).find((flow) => flow.reads.account === account && mayOverlap(flow.reads.path, input));
  if (other !== undefined) {
    const message = `inputPath ${show(input.text)} takes blobs that ${other.app} watches too (${show(other.reads.path.text)}): both predict them.`;
    inspector.warn(`${message} Give each app a container, a folder or an ending of its own.`, "blob-watched-twice");
  }
  const writes = output && { path: output, account };
  const loop = FLOWS.add(stack, { app: scope.node.path, reads, writes });
  if (loop === undefined || output === undefined) return;
  inspector.reject({
    code: "blob-output-loop",
    prop: "outputPath",
    value: output.text,
    message: `a path from which no way leads back to inputPath: ${loopThrough(loop)}, so that each prediction would start others, without end`,
    remedy: "Let one of these apps write to a container, a folder or an ending that none of them watches.",
    link: BLOB_PATTERNS_PAGE,
  });
}
