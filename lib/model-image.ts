import { type ITerraformDependable, Lazy } from "cdktf";
import { Construct } from "constructs";
import { AzureContainerRegistry, type BoundRegistry } from "./azure/azure-container-registry";
import type { IResourceGroup } from "./azure/azure-resource-group";
import { BindContext } from "./bind-context";
import { ContextFormat, type ImageBuilderConfig } from "./builders/image-build";
import { type Breach, ValidationError } from "./errors";
import { ImageBuilder } from "./image-builder";
import type { InferenceConfig } from "./inference-config";
import type { Model } from "./model";
import { BuildContext, defaultCacheDirectory } from "./private/build-context";
import { layOutContext } from "./private/image/contents";
import {
  CONTEXTS,
  digestOnce,
  imagesIn,
  type ImageToStage,
  noteImage,
  stageImages,
  TARBALL_EXTENSION,
} from "./private/image/staging";
import { judgeTarball, writeTarball } from "./private/image/tarball";
import {
  type GivenTriggerModule,
  type ImageToMake,
  MODEL_IMAGE_PROPS,
  readBuild,
  readBuildContext,
  readImageContents,
  readModelImage,
  reportProblems,
} from "./private/rules/model-image";
import { slug } from "./private/stack/slug";
import { onSynthesis } from "./private/stack/synthesis-hook";
import { brand, hasBrand } from "./private/validation/brand";
import { reportAtSynth } from "./private/validation/checks";
import { Inspector } from "./private/validation/inspector";
import { takesProps } from "./private/validation/options";
import { isToken } from "./private/validation/tokens";

/**
 * What an image is made of.
 */
export interface ModelImageOptions {
  /**
   * The model. Give either this or `models`.
   * @default - given in `models`
   */
  readonly model?: Model;

  /**
   * Several models.
   * @default - given in `model`
   */
  readonly models?: Model[];

  /**
   * The script that runs the model, and what it needs.
   * @default - of one model whose format needs none, such as `Model.mlflow`: the library's script for it, and its packages
   */
  readonly inferenceConfig?: InferenceConfig;

  /**
   * The registry that the image is pushed to.
   * @default - the image gets a Basic one of its own
   */
  readonly registry?: AzureContainerRegistry;

  /**
   * Repository of the image in its registry, in lower case.
   * @default - generated from the construct's path
   */
  readonly repositoryName?: string;

  /**
   * What builds the image.
   * @default - a Docker engine where Terraform runs
   */
  readonly builder?: ImageBuilder;

  /**
   * Whether digests of files are remembered between synths, in a cache of the user's outside the project.
   * @default true
   */
  readonly cacheDigests?: boolean;
}

/**
 * What an image is made of, and where.
 */
export interface ModelImageProps extends ModelImageOptions {
  /** The resource group of the registry that is made. */
  readonly resourceGroup: IResourceGroup;

  /**
   * Region of the registry that is made.
   * @default - the resource group's
   */
  readonly location?: string;

  /**
   * Tags of the registry that is made.
   * @default - none
   */
  readonly tags?: { readonly [name: string]: string };
}

/**
 * An image with a model, its script and the runtime: built and pushed once, for one or several apps.
 */
export class ModelImage extends Construct {
  /**
   * Whether a value is a `ModelImage`.
   * @param value anything
   */
  public static isModelImage(value: unknown): boolean {
    return hasBrand(value, "ModelImage");
  }

  /** The registry that the image is pushed to. */
  public readonly registry: BoundRegistry;

  /** Repository of the image in its registry. */
  public readonly repositoryName: string;

  /** Hash of all that shapes the image, and its tag; known when the stack is synthesized. */
  public readonly contentHash: string;

  /** Repository as a function app refers to it: with `@sha256` where the image is pinned by digest. */
  public readonly imageName: string;

  /** Tag as a function app refers to it: the digits of the digest where the image is pinned by digest. */
  public readonly imageTag: string;

  /** What puts the image into the registry, where neither name nor tag refers to it: whatever runs the image waits for it. */
  public readonly dependencies: ITerraformDependable[];

  private readonly build: ImageBuilderConfig;
  private readonly given: ImageToMake;
  private readonly triggerModules: GivenTriggerModule[] = [];
  private outcome?: BuildContext | Breach[];

  /**
   * @param scope usually a stack
   * @param id of the image in its scope: generated names come from it
   * @param props what the image is made of
   */
  public constructor(scope: Construct, id: string, props: ModelImageProps) {
    super(scope, id);
    brand(this, "ModelImage");
    const inspector = new Inspector(this);
    this.given = readModelImage(inspector, props);
    const { builder, registry, repositoryName, surroundings } = this.given;
    const context = new BindContext(this, surroundings);
    this.registry = (registry ?? AzureContainerRegistry.create()).bind(this, context);
    this.repositoryName = repositoryName ?? slug(this, 100);
    this.contentHash = Lazy.stringValue({ produce: () => hashOf(this.digest()) });
    const build = (builder ?? ImageBuilder.docker()).bind(this, context, {
      registry: this.registry,
      repositoryName: this.repositoryName,
      contentHash: this.contentHash,
      contextPath: `${CONTEXTS}/${this.contentHash}`,
      contextTarballPath: `${CONTEXTS}/${this.contentHash}${TARBALL_EXTENSION}`,
    });
    this.build = readBuild(inspector, build);
    this.imageName = this.build.imageName;
    this.imageTag = this.build.imageTag;
    this.dependencies = [...new Set([...(this.build.dependencies ?? []), ...context.dependencies])];
    reportAtSynth(this, () => breachesIn(this.digest()));
    noteImage(this, () => this.describe());
    onSynthesis(this, "MlFunctionsBuildContexts", (directory, stack) => stageImages(directory, imagesIn(stack)));
  }

  /**
   * Takes the module of a trigger that is not the library's into the image.
   * @internal
   */
  public _addTriggerModule(module: GivenTriggerModule): void {
    this.triggerModules.push(module);
    this.outcome = undefined;
  }

  /** Reads the files, when the stack is synthesized and once. */
  private digest(): BuildContext | Breach[] {
    if (this.outcome !== undefined) return this.outcome;
    const inspector = new Inspector(this, "detached");
    const cacheDirectory = this.given.cacheDigests ? defaultCacheDirectory() : undefined;
    const { build, triggerModules } = this;
    const contents = readImageContents(inspector, this.given.files, build, triggerModules, cacheDirectory);
    const context =
      contents &&
      readBuildContext(inspector, contents, () => {
        return digestOnce(this.node.root, layOutContext(contents), cacheDirectory);
      });
    this.outcome = context ?? inspector.breaches;
    return this.outcome;
  }

  /** What it takes to stage the image, and to build it outside of Terraform. */
  private describe(): ImageToStage {
    const context = this.digest();
    if (!(context instanceof BuildContext)) throw new ValidationError(context);
    const { contextFormat, contextRead = true, options = {} } = this.build;
    const { buildArgs, platform, target } = options;
    const known = (text: string) => (isToken(text) ? undefined : text);
    const description = {
      image: this.node.path,
      context: contextFormat === ContextFormat.TARBALL ? `${context.hash}${TARBALL_EXTENSION}` : context.hash,
      registry: known(this.registry.loginServer),
      repository: known(this.repositoryName),
      tag: context.hash,
      platform,
      target,
      buildArgs,
    };
    return { context, description, contextRead, stage: (path, outdated) => this.stage(context, path, outdated) };
  }

  private stage(context: BuildContext, path: string, outdated?: string): void {
    const inspector = new Inspector(this, "detached");
    reportProblems(inspector, () => {
      if (this.build.contextFormat === ContextFormat.TARBALL) judgeTarball(inspector, writeTarball(context, path));
      else context.stage(path, outdated);
    });
  }
}

takesProps<ModelImageProps>(ModelImage, MODEL_IMAGE_PROPS);

/** A stand-in where something was refused: cdktf asks for the hash before the breaches are reported. */
function hashOf(outcome: BuildContext | Breach[]): string {
  return outcome instanceof BuildContext ? outcome.hash : "0".repeat(64);
}

function breachesIn(outcome: BuildContext | Breach[]): Breach[] {
  return outcome instanceof BuildContext ? [] : outcome;
}
