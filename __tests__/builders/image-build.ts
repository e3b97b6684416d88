import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { dirname, join } from "path";
import { Testing } from "cdktf";
import { ContainerImage, type ImageBuilder, type ModelImageOptions } from "../../lib";
import { readable, synth, type Synthesized } from "../support/synth";
import { addApp, diabetes, TestStack } from "../support/test-stack";

const directories: string[] = [];

afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true });
});

/** A directory with some files, gone when the tests are done. */
export function directoryWith(files: { readonly [path: string]: string } = {}): string {
  const directory = mkdtempSync(join(tmpdir(), "builders-"));
  directories.push(directory);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

/** The JSON of a stack with one app, `App`, whose image is built by `builder`. */
export function builtBy(builder: ImageBuilder, options: Partial<ModelImageOptions> = {}): Synthesized {
  const stack = new TestStack();
  addApp(stack, { image: ContainerImage.fromModel(diabetes({ builder, ...options })) });
  return synth(stack);
}

export interface WrittenStack {
  /** cdktf's output directory. */
  readonly output: string;
  /** The stack's directory. */
  readonly directory: string;
  readonly json: Synthesized;
}

/** The same, written to disk. */
export function written(
  builder: ImageBuilder,
  options: Partial<ModelImageOptions> = {},
  output = directoryWith(),
): WrittenStack {
  const stack = new TestStack("test", Testing.app({ outdir: output }));
  addApp(stack, { image: ContainerImage.fromModel(diabetes({ builder, ...options })) });
  return write(stack, output);
}

/** Writes a stack of an app whose output directory is `output`. */
export function write(stack: TestStack, output: string): WrittenStack {
  (stack.node.root as ReturnType<typeof Testing.app>).synth();
  const directory = join(output, "stacks", stack.node.id);
  return { output, directory, json: readable(readFileSync(join(directory, "cdk.tf.json"), "utf8")) };
}

/** The content hash of an image that is built by `builder`. */
export function hashOf(builder: ImageBuilder, options: Partial<ModelImageOptions> = {}): string {
  const text = JSON.stringify(builtBy(builder, options));
  const [hash] = /[0-9a-f]{64}/.exec(text)!;
  return hash;
}
