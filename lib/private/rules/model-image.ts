import type { IConstruct } from "constructs";
import type { AzureContainerRegistry } from "../../azure/azure-container-registry";
import type { BindContextProps } from "../../bind-context";
import type { ImageBuilderConfig } from "../../builders/image-build";
import { ValidationError } from "../../errors";
import type { ImageBuilder } from "../../image-builder";
import type { InferenceConfig } from "../../inference-config";
import type { Model } from "../../model";
import type { ModelImageProps } from "../../model-image";
import { type BuildContext, BuildContextError } from "../build-context";
import {
  dockerfileOf,
  hasTriggerModule,
  type ImageContents,
  type LocatedModel,
  scriptPath,
  type TriggerModule,
} from "../image/contents";
import { judgeTriggerModule } from "../python/trigger-module";
import { checkAzurermAtSynth } from "../stack/providers";
import { Inspector } from "../validation/inspector";
import { type Names, propsTakenBy } from "../validation/options";
import { isToken } from "../validation/tokens";
import { LOCATION, readResourceGroup, readTags } from "./common/common-props";
import { NAME_RULES } from "./common/names";
import { readOptionalPart, readPart } from "./common/parts";
import { pathProblem, readTextAt } from "./common/path-problems";
import { readFile, realPath, resolvePath } from "./common/paths";
import type { Inference } from "./environment";
import { readInferenceConfig } from "./inference-config";
import { readModel } from "./model";
import { NOTHING_KNOWN, readScriptlessModel } from "./scriptless-model";

/** What an image is given, its files not read yet. */
export interface ImageToMake {
  readonly surroundings: BindContextProps;
  /** Undefined where a Docker engine builds the image. */
  readonly builder: ImageBuilder | undefined;
  /** Undefined where the image gets one of its own. */
  readonly registry: AzureContainerRegistry | undefined;
  /** The repository that was given; undefined where its name is generated. */
  readonly repositoryName: string | undefined;
  readonly files: ImageFiles;
  readonly cacheDigests: boolean;
}

/** What says which files go into an image. */
export interface ImageFiles {
  readonly model: Model | undefined;
  readonly models: readonly Model[] | undefined;
  readonly inferenceConfig: InferenceConfig | undefined;
}

export const MODEL_IMAGE_PROPS: Names<ModelImageProps> = {
  builder: true,
  cacheDigests: true,
  inferenceConfig: true,
  location: true,
  model: true,
  models: true,
  registry: true,
  repositoryName: true,
  resourceGroup: true,
  tags: true,
};

export function readModelImage(inspector: Inspector, given: ModelImageProps): ImageToMake {
  checkAzurermAtSynth(inspector.scope);
  const props = inspector.struct("props", given, propsTakenBy(inspector.scope));
  return {
    surroundings: {
      resourceGroup: readResourceGroup(inspector, props.resourceGroup),
      location: inspector.optionalText("location", props.location, LOCATION),
      tags: readTags(inspector, props.tags),
    },
    builder: readOptionalPart(inspector, "builder", props.builder, "ImageBuilder"),
    registry: readOptionalPart(inspector, "registry", props.registry, "AzureContainerRegistry"),
    repositoryName: inspector.optionalText("repositoryName", props.repositoryName, NAME_RULES.repository),
    files: filesOf(props),
    cacheDigests: inspector.fixedFlag("cacheDigests", props.cacheDigests, true),
  };
}

/** Files are read at synthesis, when the caller may have changed its own list or struct. */
function filesOf({ model, models, inferenceConfig }: Partial<ModelImageProps>): ImageFiles {
  const isStruct = typeof inferenceConfig === "object" && inferenceConfig?.constructor === Object;
  return {
    model,
    models: Array.isArray(models) ? [...models] : models,
    inferenceConfig: isStruct ? { ...inferenceConfig } : inferenceConfig,
  };
}

/** What a builder returned, which may be the user's own. */
export function readBuild(inspector: Inspector, config: ImageBuilderConfig): ImageBuilderConfig {
  const members = {
    imageName: "text",
    imageTag: "text",
    contextFormat: "other?",
    contextRead: "other?",
    dependencies: "other?",
    options: "other?",
    pipSecret: "other?",
  } as const;
  return inspector.bound("builder", config, members, { imageName: "model", imageTag: "v1" });
}

/** The file of a trigger that is not the library's. */
export interface GivenTriggerModule {
  /** The trigger's construct. */
  readonly scope: IConstruct;
  readonly name: string;
  readonly path: string;
}

/**
 * Reads all that lies in an image, when the stack is synthesized; undefined when something was refused.
 *
 * @param inspector of the image
 * @param files what the user gave
 * @param build what the builder returned
 * @param modules of triggers that are not the library's
 */
export function readImageContents(
  inspector: Inspector,
  files: ImageFiles,
  build: ImageBuilderConfig,
  modules: readonly GivenTriggerModule[],
  cacheDirectory: string | undefined,
): ImageContents | undefined {
  const resolve = (path: string) => resolvePath(inspector.scope, path);
  const { options = {}, pipSecret = false } = build;
  const isPipConfigured = pipSecret || options.dockerfile !== undefined;
  const models = readModels(inspector, files, resolve);
  const { inferenceConfig } = files;
  const inference =
    inferenceConfig === undefined
      ? readWithoutScript(inspector, models, resolve, isPipConfigured)
      : readInferenceConfig(inspector, inferenceConfig, resolve, isPipConfigured, cacheDirectory);
  const ownDockerfile =
    options.dockerfile === undefined ? undefined : readDockerfile(inspector, options.dockerfile, resolve);
  const { script, environment, settings } = inference;
  const triggerModules = readTriggerModules(inspector, modules, environment?.pythonVersion, cacheDirectory);
  if (inspector.breaches.length > 0 || script === undefined || environment === undefined) return undefined;
  const located = models.flatMap((model) => model.located ?? []);
  const contents = {
    models: located,
    script,
    environment,
    settings,
    triggerModules,
    ownDockerfile,
    pipSecret,
    options,
  };
  judgeTarget(inspector, stagesOf(dockerfileOf(contents)), options.target);
  return inspector.breaches.length > 0 ? undefined : contents;
}

/** The context of the image; undefined where its files keep it from being made. */
export function readBuildContext(
  inspector: Inspector,
  { script }: ImageContents,
  digest: () => BuildContext,
): BuildContext | undefined {
  try {
    const context = digest();
    context.warnings.forEach((warning) => inspector.warn(warning));
    if (context.has(scriptPath(script))) return context;
    inspector.refuse({
      code: "entry-script",
      prop: "inferenceConfig.entryScript",
      value: script.entryScript,
      message:
        "a script that goes into the image: the .dockerignore or .amlignore of sourceDirectory, or a directory that is always left out, keeps it away",
      remedy: "Take it out of the .dockerignore or .amlignore, or move it to another directory.",
      link: "https://docs.docker.com/build/concepts/context/#dockerignore-files",
    });
  } catch (error) {
    refuseProblems(inspector, error);
  }
  return undefined;
}

/** Stages a context, and reports what has changed since the stack was checked as it was reported then. */
export function reportProblems(inspector: Inspector, stage: () => void): void {
  try {
    stage();
  } catch (error) {
    if (!(error instanceof ValidationError)) refuseProblems(inspector, error);
    throw error instanceof ValidationError ? error : new ValidationError(inspector.breaches);
  }
}

/** What is wrong with the files of an image; another error is thrown on. */
function refuseProblems(inspector: Inspector, error: unknown): void {
  if (!(error instanceof BuildContextError)) throw error;
  for (const { path, message, remedy } of error.problems) {
    inspector.refuse({ code: "build-context", prop: "model or inferenceConfig", value: path, message, remedy });
  }
}

/** Of two apps that run one image, each may bring a trigger's module, or both the same. */
function readTriggerModules(
  inspector: Inspector,
  given: readonly GivenTriggerModule[],
  pythonVersion: string | undefined,
  cacheDirectory: string | undefined,
): readonly TriggerModule[] {
  const read = new Map<string, TriggerModule>();
  for (const { scope, name, path } of given) {
    const owner = new Inspector(scope, "detached");
    const source = realPath(resolvePath(scope, path));
    // some file systems hold but one of two names that differ by case
    const folded = name.toLowerCase();
    const other = read.get(folded);
    const problem = pathProblem(path, () => source, "file");
    const refuse = (message: string, remedy: string) => {
      owner.refuse({ code: "trigger-module", prop: "trigger.bind().modulePath", value: path, message, remedy });
    };
    if (other !== undefined && (other.source !== source || other.name !== name)) {
      refuse(`another name than ${other.name} for the module, or the same file`, "Rename one of the two modules.");
    } else if (hasTriggerModule(folded)) {
      refuse(`another name than ${name}, which is a module of the runtime's own`, "Rename the module.");
    } else if (!source.endsWith(".py")) {
      refuse("the path of a Python file, which ends with .py", "Give the file's path.");
    } else if (problem !== undefined) {
      refuse(problem.message, problem.remedy ?? "Give the file's path, relative to the directory of cdktf.json.");
    } else if (pythonVersion !== undefined) {
      judgeTriggerModule(
        refuse,
        readFile(path, () => source)!,
        pythonVersion,
        cacheDirectory,
      );
    }
    read.set(folded, { name, source });
    inspector.breaches.push(...owner.breaches);
  }
  return [...read.values()];
}

/** A model, and where it lies. */
interface ReadModel {
  readonly prop: string;
  /** Undefined where it is none. */
  readonly model: Model | undefined;
  /** Undefined where it was refused. */
  readonly located: LocatedModel | undefined;
}

function readModels(inspector: Inspector, files: ImageFiles, resolve: (path: string) => string): readonly ReadModel[] {
  const given = listModels(inspector, files);
  const models = given.map((value, i) => {
    const prop = given.length === 1 ? "model" : `models[${i}]`;
    const model = readPart(inspector, prop, value, "Model");
    return { prop, model, located: model && readModel(inspector, prop, model, resolve) };
  });
  judgeNames(
    inspector,
    models.flatMap(({ located }) => located ?? []),
  );
  return models;
}

/** How the one model is served. */
function readWithoutScript(
  inspector: Inspector,
  models: readonly ReadModel[],
  resolve: (path: string) => string,
  isPipConfigured: boolean,
): Inference {
  const [first] = models;
  if (models.length > 1) {
    inspector.refuse({
      code: "inference-config",
      prop: "inferenceConfig",
      value: undefined,
      message: `a script that says which of the ${models.length} models a request is for`,
      remedy: "Give entryScript, sourceDirectory and environment, or make an image for each model.",
    });
  }
  if (models.length !== 1 || first?.model === undefined || first.located === undefined) return NOTHING_KNOWN;
  return readScriptlessModel(inspector, first.prop, first.model, first.located, resolve, isPipConfigured);
}

function listModels(inspector: Inspector, { model, models }: ImageFiles): readonly Model[] {
  if (model !== undefined && models === undefined) return [model];
  if (model === undefined && Array.isArray(models) && models.length > 0) return models as readonly Model[];
  inspector.refuse({
    code: "model",
    prop: models === undefined ? "model" : "models",
    value: models === undefined ? model : models,
    message: "either model or models, and at least one",
    remedy: 'Give for example model: Model.fromFile("model.joblib").',
  });
  return [];
}

function judgeNames(
  inspector: Inspector,
  models: readonly { readonly name: string; readonly version: string }[],
): void {
  const names = models.map(({ name }) => name.toLowerCase());
  const twice = models.filter(({ name }, i) => names.indexOf(name.toLowerCase()) !== i);
  for (const { name } of twice) {
    inspector.refuse({
      code: "model-name-twice",
      prop: "models",
      value: name,
      message: "models of different names",
      remedy: 'Give each a name of its own: Model.fromFile(path, { name: "…" }).',
    });
  }
}

/** Refuses a stage at which the build is to end, and that the Dockerfile does not have. */
function judgeTarget(inspector: Inspector, stages: readonly string[], target: string | undefined): void {
  if (target === undefined || isToken(target) || stages.includes(target.toLowerCase())) return;
  const named = stages.filter((name) => name !== "");
  inspector.refuse({
    code: "builder-target",
    prop: "builder.target",
    value: target,
    message: named.length === 0 ? "nothing, as no stage of the Dockerfile has a name" : `one of ${named.join(", ")}`,
    remedy: "Name a stage of the Dockerfile, or leave it out.",
    link: "https://docs.docker.com/build/building/multi-stage/#stop-at-a-specific-build-stage",
  });
}

function readDockerfile(inspector: Inspector, path: string, resolve: (path: string) => string): string | undefined {
  if (isToken(path)) {
    inspector.refuseToken("builder.dockerfile", path);
    return undefined;
  }
  const { text, ...problem } = readTextAt(path, resolve);
  if (text !== undefined && stagesOf(text).length > 0) return text;
  inspector.refuse({
    code: "dockerfile",
    prop: "builder.dockerfile",
    value: path,
    message: "a Dockerfile, which has an instruction FROM",
    remedy: "Give the Dockerfile's path, relative to the directory of cdktf.json.",
    link: "https://docs.docker.com/reference/dockerfile/#from",
    ...problem,
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
