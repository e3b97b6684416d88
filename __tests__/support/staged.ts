import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "fs";
import { dirname, join } from "path";
import { App } from "cdktf";
import { Environment, Model, ModelImage, type ModelImageOptions } from "../../lib";
import { temporaryDirectory } from "../private/build-context/temporary";
import { readable, type Synthesized } from "./synth";
import { TestStack } from "./test-stack";

/** Files of a project, by path. */
export type Files = { readonly [path: string]: string | Buffer };

/** The least that an image is made of. */
export const FILES: Files = {
  "cdktf.json": "{}",
  "model.pkl": "a model",
  "src/score.py": "def init():\n    pass\n\n\ndef run(data):\n    return data\n",
  "requirements.txt": "numpy==2.0.0\n",
};

/** A directory of a cdktf project. */
export function project(files: Files = FILES): string {
  const directory = temporaryDirectory();
  write(directory, files);
  return directory;
}

export function write(directory: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

/** A cdktf app as its CLI runs it: told where the project is, and where to write. */
export function appIn(directory: string): App {
  return new App({
    outdir: join(directory, "cdktf.out"),
    stackTraces: false,
    context: { cdktfJsonPath: join(directory, "cdktf.json") },
  });
}

/** The image of a project's files, with paths relative to the project. */
export function imageOf(options: Partial<ModelImageOptions> = {}): ModelImageOptions {
  return {
    model: Model.fromFile("model.pkl"),
    inferenceConfig: {
      entryScript: "score.py",
      sourceDirectory: "src",
      environment: Environment.fromRequirements("requirements.txt"),
    },
    cacheDigests: false,
    ...options,
  };
}

export interface Staged {
  readonly json: Synthesized;
  readonly stackDirectory: string;
  /** Hash of the image, from its tag. */
  readonly hash: string;
  /** Paths of the files in the build context, sorted. */
  readonly files: readonly string[];
  /** Text of a file in the build context. */
  readonly read: (path: string) => string;
}

/** What the synthesis of one image writes. */
export function stage(options: Partial<ModelImageOptions> = {}, directory = project()): Staged {
  const app = appIn(directory);
  const stack = new TestStack("test", app);
  new ModelImage(stack, "Model", { resourceGroup: stack.group, ...imageOf(options) });
  app.synth();
  const stackDirectory = join(directory, "cdktf.out/stacks/test");
  const json = readable(readFileSync(join(stackDirectory, "cdk.tf.json"), "utf8"));
  const { context } = json.resource.docker_image!.Model_Build.build;
  return {
    json,
    stackDirectory,
    hash: context.replace(/^.*\//, ""),
    files: filesIn(join(stackDirectory, context)),
    read: (path) => readFileSync(join(stackDirectory, context, path), "utf8"),
  };
}

/** Paths of all files below a directory, sorted. */
export function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}
