import { readFileSync } from "fs";
import { join } from "path";
import { readStagedImages, type StagedImage } from "../private/image/staged-images";

/** Told to the user without a stack trace. */
export class UsageError extends Error {}

export interface ContextQuery {
  readonly stack: string;
  readonly output: string;
  readonly image?: string | undefined;
  readonly json: boolean;
}

/** What the command `context` prints. */
export function describeContext(query: ContextQuery): string {
  const contexts = join(query.output, workingDirectory(query), "build-contexts");
  const { context, ...image } = chosen(query, stagedIn(contexts, query.stack));
  const directory = join(contexts, context);
  if (query.json) return `${JSON.stringify({ directory, ...image }, undefined, 2)}\n`;
  const { repository, tag, platform, target, registry } = image;
  return Object.entries({ directory, repository, tag, platform, target, registry })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

function workingDirectory({ output, stack }: ContextQuery): string {
  const { stacks } = read(join(output, "manifest.json")) as {
    readonly stacks: { readonly [name: string]: { readonly workingDirectory: string } };
  };
  const found = stacks[stack];
  if (found !== undefined) return found.workingDirectory;
  throw new UsageError(`No stack ${stack} in ${output}. There is: ${Object.keys(stacks).join(", ")}.`);
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new UsageError(`${file} cannot be read. Run cdktf synth first, or name its output directory with --output.`);
  }
}

function stagedIn(directory: string, stack: string): StagedImage[] {
  try {
    return readStagedImages(directory);
  } catch {
    throw new UsageError(`The stack ${stack} builds no image.`);
  }
}

function chosen({ image, stack }: ContextQuery, images: readonly StagedImage[]): StagedImage {
  const found = image === undefined ? images : images.filter((one) => one.image === image);
  if (found.length === 1) return found[0]!;
  const paths = images.map((one) => one.image).join(", ");
  throw new UsageError(
    image === undefined
      ? `The stack ${stack} has several images. Name one with --image: ${paths}.`
      : `The stack ${stack} has no image ${image}. There is: ${paths}.`,
  );
}
