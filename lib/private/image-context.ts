import { readFileSync } from "fs";
import { join, posix } from "path";
import type { InferenceConfig } from "../inference-config";
import type { Model } from "../model";
import type { BuildContextSpec } from "./build-context/build-context";
import { renderDockerfile } from "./dockerfile";
import { readFile, statOf } from "./paths";
import { checkScript } from "./python-script";
import { isToken, type Inspector } from "./validation";

/** What an image is made of, as the user gave it. */
export interface ImageParts {
  readonly models: readonly Model[];
  readonly inferenceConfig: InferenceConfig | undefined;
  /** Whether the builder hands pip's configuration to the build as the secret `pip_conf`. */
  readonly pipSecret: boolean;
  /** Whatever else shapes the image: platform, build arguments, target. */
  readonly settings: { readonly [name: string]: string };
  /** Path of the user's own Dockerfile. */
  readonly dockerfile: string | undefined;
  /** Where what was read is remembered between synths. */
  readonly cacheDirectory: string | undefined;
}

/** What an image is built from. */
export interface ImageContext extends BuildContextSpec {
  /** What the context has to hold, and the prop that names it. */
  readonly needed: { readonly path: string; readonly prop: string };
}

/** `image/` lies beside `lib/` in the sources, and beside `dist/` in the package. */
const IMAGE_DIRECTORY = join(__dirname, "..", "..", "image");

/** Of `image/`, what goes into every context. */
const RUNTIME_FILES = [
  "host.json",
  "function_app.py",
  "requirements.txt",
  "check_environment.py",
  "check_unchanged_since_synth.py",
  "ml_runtime",
];

/**
 * Lays out the build context of an image: where each file comes from, and the texts that are made. Undefined when
 * something was refused.
 */
export function imageContext(
  inspector: Inspector,
  parts: ImageParts,
  resolve: (path: string) => string,
): ImageContext | undefined {
  const inferenceConfig = inspector.struct("inferenceConfig", parts.inferenceConfig);
  const models = parts.models.map((model, i) => {
    const prop = parts.models.length === 1 ? "model" : `models[${i}]`;
    return inspector.branded(prop, model, "Model")?._locate(inspector, prop, resolve);
  });
  const located = models.filter((model) => model !== undefined);
  checkNames(inspector, located);
  const source = locateScript(inspector, inferenceConfig, resolve);
  const given = inspector.branded("inferenceConfig.environment", inferenceConfig.environment, "Environment");
  const environment = given?._describe(inspector, resolve);
  if (source !== undefined && environment !== undefined) {
    const { packages, pythonVersion } = environment;
    checkScript(inspector, source.directory, source.entryScript, { ...packages, pythonVersion }, parts.cacheDirectory);
  }
  const own = parts.dockerfile === undefined ? undefined : readDockerfile(inspector, parts.dockerfile, resolve);
  if (inspector.breaches.length > 0 || source === undefined || environment === undefined) return undefined;

  const dependencies = environment.kind === "pip" ? "environment/requirements.txt" : "environment/conda.yml";
  const dockerfile =
    own ??
    renderDockerfile(readFileSync(join(IMAGE_DIRECTORY, "Dockerfile"), "utf8"), {
      baseImage: environment.baseImage,
      pythonVersion: environment.pythonVersion,
      environment: environment.kind,
      systemPackages: environment.systemPackages,
      pipSecret: parts.pipSecret,
      hashed: /^[^#\n]*\s--(?:hash=|require-hashes)|^--require-hashes/m.test(environment.text),
      models: located,
      entryScript: source.entryScript,
    });
  const stages = stagesOf(dockerfile);
  const { target } = parts.settings;
  if (target !== undefined && !isToken(target) && !stages.includes(target.toLowerCase())) {
    const named = stages.filter((name) => name !== "");
    inspector.reject({
      code: "builder-target",
      prop: "builder.target",
      value: target,
      message: named.length === 0 ? "nothing, as no stage of the Dockerfile has a name" : `one of ${named.join(", ")}`,
      remedy: "Name a stage of the Dockerfile, or leave it out.",
      link: "https://docs.docker.com/build/building/multi-stage/#stop-at-a-specific-build-stage",
    });
    return undefined;
  }
  return {
    texts: [
      { path: "Dockerfile", text: dockerfile },
      { path: dependencies, text: environment.text },
    ],
    trees: [
      ...RUNTIME_FILES.map((name) => {
        return { path: `runtime/${name}`, source: join(IMAGE_DIRECTORY, name), filter: "dockerignore" as const };
      }),
      ...located.map(({ name, version, fileName, source }) => {
        return { path: `models/${name}/${version}/${fileName}`, source, filter: "none" as const };
      }),
      { path: "app", source: source.directory, filter: "dockerignore" },
    ],
    needed: { path: `app/${source.entryScript}`, prop: "inferenceConfig.entryScript" },
    settings: parts.settings,
    // our Dockerfile checks large files, so that they need not be copied
    verified: own === undefined ? ["models", "app"] : [],
  };
}

function readDockerfile(inspector: Inspector, path: string, resolve: (path: string) => string): string | undefined {
  if (isToken(path)) {
    inspector.rejectToken("builder.dockerfile", path);
    return undefined;
  }
  const text = readFile(path, resolve)?.toString("utf8");
  if (text !== undefined && stagesOf(text).length > 0) return text;
  inspector.reject({
    code: "dockerfile",
    prop: "builder.dockerfile",
    value: path,
    message: text === undefined ? "the path of a file that exists" : "a Dockerfile, which has an instruction FROM",
    remedy: "Give the Dockerfile's path, relative to the directory of cdktf.json.",
    link: "https://docs.docker.com/reference/dockerfile/#from",
  });
  return undefined;
}

/** Names of a Dockerfile's stages, in lower case; an empty one of a stage without. */
function stagesOf(dockerfile: string): string[] {
  const stages = dockerfile
    .replace(/\\\r?\n/g, " ")
    .matchAll(/^[ \t]*FROM[ \t]+\S.*?(?:[ \t]AS[ \t]+(\S+))?[ \t]*\r?$/gim);
  return Array.from(stages, ([, name = ""]) => name.toLowerCase());
}

function checkNames(
  inspector: Inspector,
  models: readonly { readonly name: string; readonly version: string }[],
): void {
  const names = models.map(({ name }) => name.toLowerCase());
  const twice = models.filter(({ name }, i) => names.indexOf(name.toLowerCase()) !== i);
  for (const { name } of twice) {
    inspector.reject({
      code: "model-name-twice",
      prop: "models",
      value: name,
      message: "models of different names",
      remedy: 'Give each a name of its own: Model.fromFile(path, { name: "…" }).',
    });
  }
}

function locateScript(
  inspector: Inspector,
  config: Partial<InferenceConfig>,
  resolve: (path: string) => string,
): { readonly directory: string; readonly entryScript: string } | undefined {
  const { sourceDirectory, entryScript } = config;
  const isDirectory = isPath(sourceDirectory) && statOf(sourceDirectory, resolve)?.isDirectory() === true;
  if (!isDirectory) {
    inspector.reject({
      code: "source-directory",
      prop: "inferenceConfig.sourceDirectory",
      value: sourceDirectory,
      message: "the path of a directory that exists",
      remedy: "Give the directory of the scoring script, relative to the directory of cdktf.json.",
    });
  }
  const directory = isDirectory ? resolve(sourceDirectory as string) : undefined;
  const script = isPath(entryScript) ? posix.normalize(entryScript.replace(/\\/g, "/")) : "";
  const outside = posix.isAbsolute(script) || script.split("/").includes("..");
  const isScript = !outside && script.endsWith(".py");
  // without the directory, the name is all that can be judged
  const isThere = directory === undefined || statOf(join(directory, script), (path) => path)?.isFile();
  if (!isScript || !isThere) {
    inspector.reject({
      code: "entry-script",
      prop: "inferenceConfig.entryScript",
      value: entryScript,
      message: "the path of a Python file in sourceDirectory",
      remedy: "Give the script's path relative to sourceDirectory, for example score.py.",
      link: "https://learn.microsoft.com/azure/machine-learning/how-to-deploy-online-endpoints#understand-the-scoring-script",
    });
    return undefined;
  }
  return directory === undefined ? undefined : { directory, entryScript: script };
}

function isPath(value: unknown): value is string {
  return typeof value === "string" && value !== "" && !isToken(value);
}
