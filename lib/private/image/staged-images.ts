import { mkdirSync, readFileSync, rmSync, writeFileSync } from "fs";
import { join } from "path";

/** What it takes to build an image outside of Terraform. */
export interface StagedImage {
  /** Path of the construct. */
  readonly image: string;
  /** Name of the build context's directory or tarball. */
  readonly context: string;
  /** Host name of the registry, and repository in it; not told where Terraform computes them. */
  readonly registry: string | undefined;
  readonly repository: string | undefined;
  readonly tag: string;
  readonly platform: string | undefined;
  readonly target: string | undefined;
  readonly buildArgs: { readonly [name: string]: string } | undefined;
}

const FILE = "images.json";

/** Says in the directory of the build contexts which image each of them is for. */
export function writeStagedImages(directory: string, images: readonly StagedImage[]): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, FILE), `${JSON.stringify(images, undefined, 2)}\n`);
}

/**
 * Keeps paths in a stack's directory from being uploaded to HCP Terraform.
 * @see https://developer.hashicorp.com/terraform/cli/cloud/settings#excluding-files-from-upload-with-terraformignore
 */
export function writeTerraformIgnore(stackDirectory: string, paths: readonly string[]): void {
  const file = join(stackDirectory, ".terraformignore");
  if (paths.length === 0) rmSync(file, { force: true });
  else writeFileSync(file, paths.map((path) => `${path}\n`).join(""));
}

export function readStagedImages(directory: string): StagedImage[] {
  return JSON.parse(readFileSync(join(directory, FILE), "utf8")) as StagedImage[];
}

/** Directory of the context that an earlier synth staged for an image; undefined where nothing says so. */
export function earlierContext(directory: string, path: string): string | undefined {
  try {
    const context = readStagedImages(directory).find(({ image }) => image === path)?.context;
    return context !== undefined && /^[0-9a-f]{64}$/.test(context) ? context : undefined;
  } catch {
    return undefined;
  }
}
