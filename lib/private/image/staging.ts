import { existsSync } from "fs";
import { join } from "path";
import type { IConstruct } from "constructs";
import { BuildContext, type BuildContextSpec } from "../build-context";
import { earlierContext, type StagedImage, writeStagedImages, writeTerraformIgnore } from "./staged-images";

/** Directory of build contexts in the stack's directory. */
export const CONTEXTS = "build-contexts";

export const TARBALL_EXTENSION = ".tar.gz";

/** Not shared with other copies of the package, which may lay out contexts another way. */
const DIGESTED = Symbol("digested");

interface Digested {
  [DIGESTED]?: Map<string, BuildContext>;
}

/** Images of an app that are made of the same are read once. */
export function digestOnce(
  root: IConstruct & Digested,
  spec: BuildContextSpec,
  cacheDirectory: string | undefined,
): BuildContext {
  const known = (root[DIGESTED] ??= new Map<string, BuildContext>());
  const key = JSON.stringify([spec, cacheDirectory]);
  const context = known.get(key) ?? BuildContext.digest(spec, { cacheDirectory });
  known.set(key, context);
  return context;
}

/** An image whose context goes beside the stack's JSON. */
export interface ImageToStage {
  readonly context: BuildContext;
  readonly description: StagedImage;
  /** Whether Terraform reads the context. */
  readonly contextRead: boolean;
  /**
   * Puts the context at a path.
   * @param outdated Path of a context that nothing refers to any more, to be made this one.
   */
  stage(path: string, outdated?: string): void;
}

/** Notes on the construct of an image what it takes to stage it: the same in every copy of the package. */
const TO_STAGE = Symbol.for("cdktf-azure-ml-functions.image-to-stage");

interface Noted {
  readonly [TO_STAGE]?: () => ImageToStage;
}

export function noteImage(construct: IConstruct, describe: () => ImageToStage): void {
  Object.defineProperty(construct, TO_STAGE, { value: describe });
}

/** The images of a stack, in the order of the construct tree. */
export function imagesIn(stack: IConstruct): ImageToStage[] {
  return stack.node.findAll().flatMap((construct) => (construct as Noted)[TO_STAGE]?.() ?? []);
}

/** Puts the contexts of all images of a stack into its directory, and nothing else there that earlier synths left. */
export function stageImages(stackDirectory: string, images: readonly ImageToStage[]): void {
  const directory = join(stackDirectory, CONTEXTS);
  // of images that are made of the same, one is enough
  const byContext = new Map(images.map((image) => [image.description.context, image]));
  const isNew = ([name]: readonly [string, ImageToStage]) => !existsSync(join(directory, name));
  const [last, ...others] = [...byContext].sort((left, right) => Number(isNew(right)) - Number(isNew(left)));
  for (const [name, image] of others) image.stage(join(directory, name));
  // only the last may use up what an earlier synth left: none can fail after it
  if (last !== undefined) {
    const [name, image] = last;
    const outdated = earlierContext(directory, image.description.image);
    const usable = outdated !== undefined && !byContext.has(outdated);
    image.stage(join(directory, name), usable ? join(directory, outdated) : undefined);
  }
  // what earlier synths left goes last, so that one that fails leaves what they made
  const contexts = [...byContext.values()].map(({ context }) => context);
  BuildContext.prune(directory, [...byContext.keys()], contexts);
  writeStagedImages(
    directory,
    images.map(({ description }) => description),
  );
  const unread = images.filter(({ contextRead }) => !contextRead);
  writeTerraformIgnore(
    stackDirectory,
    unread.map(({ description }) => `${CONTEXTS}/${description.context}`),
  );
}
