import { StorageContainer } from "@cdktf/provider-azurerm/lib/storage-container";
import type { Construct } from "constructs";
import { AzureStorageAccount } from "../azure/azure-storage-account";
import type { BindContext } from "../bind-context";
import { MlFunctionApp, type MlFunctionAppOptions } from "../ml-function-app";
import { BLOB_PATH_PAGE, mayOverlap, parseBlobPath, type BlobPath } from "../private/blob-path";
import { NAME_RULES } from "../private/names";
import { TRIGGER_CONNECTION, triggerSetting } from "../private/runtime-contract";
import { Inspector, isToken } from "../private/validation";
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
    const { props } = this;
    const inspector = new Inspector(scope);
    const input = checkPath(inspector, "inputPath", props.inputPath);
    const output = props.outputPath === undefined ? undefined : checkPath(inspector, "outputPath", props.outputPath);
    if (input && output) checkOutput(inspector, props, input, output);

    const account = (props.storage ?? AzureStorageAccount.create()).bind(scope, "Storage", context, "data");
    const containers = new Set([input?.container, output?.container].filter((name) => name !== undefined));
    if (inspector.flag("createContainers", props.createContainers, true)) {
      for (const name of containers) {
        const id = name === input?.container ? "InputContainer" : "OutputContainer";
        context.waitFor(new StorageContainer(scope, id, { name, storageAccountId: account.id }));
      }
    }
    return {
      moduleName: "blob",
      requiresAlwaysOn: true,
      hostStorageRoles: ["Storage Queue Data Contributor", "Storage Account Contributor"],
      appSettings: {
        [triggerSetting("INPUT_PATH")]: props.inputPath,
        ...(props.outputPath === undefined ? {} : { [triggerSetting("OUTPUT_PATH")]: props.outputPath }),
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
    this.triggerStorageAccountName = this.triggerAttribute("storageAccountName");
    this.inputContainerName = this.triggerAttribute("inputContainerName");
    if (props.outputPath !== undefined) this.outputContainerName = this.triggerAttribute("outputContainerName");
  }
}

/** A checked path; undefined where it was refused, or where only Terraform knows it. */
function checkPath(inspector: Inspector, prop: string, path: string): BlobPath | undefined {
  const parsed = typeof path === "string" && !isToken(path) ? parseBlobPath(path) : undefined;
  if (parsed === undefined || parsed.expressions.includes("")) {
    inspector.reject({
      code: "blob-path",
      prop,
      value: path,
      message: "container/blob, where the blob's part may hold names in braces, such as input/{blobname}.json",
      remedy: "Give the container, a slash and a pattern; the container's name must be known at synth.",
      link: BLOB_PATH_PAGE,
    });
    return undefined;
  }
  return { ...parsed, container: inspector.text(`${prop} (container)`, parsed.container, NAME_RULES.container) };
}

/** What the host binds besides the names in the input path. */
const SYSTEM_EXPRESSION = /^(rand-guid|datetime(:.*)?|sys\..+|blobtrigger|uri|properties\..+|metadata\..+)$/i;

function checkOutput(inspector: Inspector, props: BlobTriggerProps, input: BlobPath, output: BlobPath): void {
  const unbound = output.expressions.filter(
    (name) => !input.expressions.includes(name) && !SYSTEM_EXPRESSION.test(name),
  );
  if (unbound.length > 0) {
    inspector.reject({
      code: "blob-output-expression",
      prop: "outputPath",
      value: props.outputPath,
      message: `names that inputPath binds (${input.expressions.join(", ") || "none"}), or the host's own such as {rand-guid}`,
      remedy: `Put {${unbound.join("}, {")}} into inputPath, or take it out of outputPath.`,
      link: "https://learn.microsoft.com/azure/azure-functions/functions-bindings-expressions-patterns",
    });
  }
  if (mayOverlap(input, output)) {
    inspector.reject({
      code: "blob-output-loop",
      prop: "outputPath",
      value: props.outputPath,
      message: `a path that does not fall under inputPath (${props.inputPath}): each prediction would start another one, without end`,
      remedy: "Write to another container, or give inputPath a folder or an ending that outputs do not have.",
      link: BLOB_PATH_PAGE,
    });
  }
}
