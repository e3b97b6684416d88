import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { AzureStorageAccount } from "../../azure/azure-storage-account";
import type { BlobTriggerProps } from "../../triggers/blob";
import type { BlobSource } from "../../triggers/blob-source";
import { loopThrough, Medium } from "../stack/flows";
import { resolvedInApp, resolvedText } from "../stack/shared";
import { show } from "../validation/display";
import type { Inspector } from "../validation/inspector";
import type { Names } from "../validation/options";
import {
  BLOB_PATTERNS_PAGE,
  type BlobPath,
  isContainerInSetting,
  judgeBlobInput,
  judgeBlobOutput,
  mayOverlap,
  readBlobPath,
} from "./common/blob-path";
import { readOptionalPart } from "./common/parts";
import { readTriggerProps } from "./common/trigger-props";

/** What a blob trigger watches and writes. */
interface WatchedBlobs {
  readonly input: BlobPath;
  readonly output: BlobPath | undefined;
  /** Undefined where the app gets an account of its own. */
  readonly storage: AzureStorageAccount | undefined;
  readonly createContainers: boolean;
  /** Undefined where the host polls. */
  readonly source: BlobSource | undefined;
}

export const BLOB_PROPS: Names<BlobTriggerProps> = {
  inputPath: true,
  createContainers: true,
  outputPath: true,
  source: true,
  storage: true,
};

export function readBlobTrigger(inspector: Inspector, given: BlobTriggerProps): WatchedBlobs {
  const { inputPath, outputPath, storage, createContainers, source } = readTriggerProps(inspector, given, BLOB_PROPS);
  const stack = TerraformStack.of(inspector.scope);
  const made = inspector.fixedFlag("createContainers", createContainers, true);
  const input = readBlobPath(inspector, "inputPath", inputPath, made);
  const output = outputPath === undefined ? undefined : readBlobPath(inspector, "outputPath", outputPath, made);
  judgeBlobInput(inspector, input);
  if (output !== undefined) judgeBlobOutput(inspector, input, output, (text) => resolvedText(stack, text));
  return {
    input,
    output,
    storage: readOptionalPart(inspector, "storage", storage, "AzureStorageAccount"),
    createContainers: made,
    source: readOptionalPart(inspector, "source", source, "BlobSource"),
  };
}

interface Blobs {
  readonly path: BlobPath;
  /** The expression behind the ID of the account. */
  readonly account: string;
}

const feeds = (written: Blobs, read: Blobs) => {
  // a setting of one app is none of another's
  const isKnown = !isContainerInSetting(written.path) && !isContainerInSetting(read.path);
  return isKnown && written.account === read.account && mayOverlap(written.path, read.path);
};

const BLOBS = new Medium<Blobs>("blob", feeds);

/**
 * Checks, when the app is synthesized, that no app starts itself through others, and warns of blobs that two apps watch: both
 * predict all of them, which is hardly what is meant.
 */
export function checkBlobsAtSynth(scope: IConstruct, accountId: string, { input, output }: WatchedBlobs): void {
  const places: Parameters<typeof BLOBS.checkAtSynth>[1] = {
    reads: (stack) => ({ path: input, account: resolvedInApp(stack, accountId) }),
    writes: (stack) => output && { path: output, account: resolvedInApp(stack, accountId) },
  };
  BLOBS.checkAtSynth(scope, places, (inspector, { flow, before, loop }) => {
    const other = before.find(({ reads }) => feeds(reads, flow.reads));
    if (other !== undefined) {
      const message = `inputPath ${show(input.text)} takes blobs that ${other.app} watches too (${show(other.reads.path.text)}): both predict them.`;
      inspector.warn(`${message} Give each app a container, a folder or an ending of its own.`, "blob-watched-twice");
    }
    if (loop === undefined || output === undefined) return;
    inspector.refuse({
      code: "blob-output-loop",
      prop: "outputPath",
      value: output.text,
      message: `a path from which no way leads back to inputPath: ${loopThrough(loop)}, so that each prediction would start others, without end`,
      remedy: "Let one of these apps write to a container, a folder or an ending that none of them watches.",
      link: BLOB_PATTERNS_PAGE,
    });
  });
}
