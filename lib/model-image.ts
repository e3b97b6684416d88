import { join } from "path";
import { Lazy, TerraformStack, type ISynthesisSession, type ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { AzureContainerRegistry, type BoundRegistry } from "./azure/azure-container-registry";
import type { IResourceGroup } from "./azure/azure-resource-group";
import { BindContext } from "./bind-context";
import { ContextFormat, settingsOf, type ImageBuilderConfig } from "./builders/image-build";
import { ValidationError, type Breach } from "./errors";
import { ImageBuilder } from "./image-builder";
import type { InferenceConfig } from "./inference-config";
import type { Model } from "./model";
import { brand, hasBrand } from "./private/brand";
import { BuildContext, BuildContextError, defaultCacheDirectory, type BuildContextSpec } from "./private/build-context";
import { checkResourceGroup, checkTags, LOCATION } from "./private/common-props";
import { judgeTarball, writeTarball } from "./private/context-tarball";
import { imageContext } from "./private/image-context";
import { NAME_RULES, slug } from "./private/names";
import { resolvePath } from "./private/paths";
import { needAzurerm } from "./private/provider-checks";
import { writeStagedImages, writeTerraformIgnore, type StagedImage } from "./private/staged-images";
import { addCheck, Inspector, isToken } from "./private/validation";

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

  /** The script that runs the model, and what it needs. */
  readonly inferenceConfig: InferenceConfig;

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

/** cdktf's own hook, which its assets use: called when the stack is written. */
const CUSTOM_SYNTHESIS = Symbol.for("cdktf/customSynthesis");

/** Directory of build contexts in the stack's directory. */
const CONTEXTS = "build-contexts";

const TARBALL_EXTENSION = ".tar.gz";

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
  private readonly props: Partial<ModelImageProps>;
  private readonly cacheDigests: boolean;
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
    needAzurerm(this);
    this.props = copyOf(inspector.struct("props", props));
    const { builder = ImageBuilder.docker(), registry = AzureContainerRegistry.create() } = this.props;
    const context = new BindContext(this, {
      resourceGroup: checkResourceGroup(inspector, this.props.resourceGroup),
      location: inspector.optionalText("location", this.props.location, LOCATION),
      tags: checkTags(inspector, this.props.tags),
    });
    const maker = inspector.branded("builder", builder, "ImageBuilder") ?? ImageBuilder.docker();
    const keeper = inspector.branded("registry", registry, "AzureContainerRegistry") ?? AzureContainerRegistry.create();
    this.registry = keeper.bind(this, context);
    this.repositoryName =
      inspector.optionalText("repositoryName", this.props.repositoryName, NAME_RULES.repository) ?? slug(this, 100);
    this.cacheDigests = inspector.fixedFlag("cacheDigests", this.props.cacheDigests, true);
    this.contentHash = Lazy.stringValue({ produce: () => this.hash() });
    const build = maker.bind(this, context, {
      registry: this.registry,
      repositoryName: this.repositoryName,
      contentHash: this.contentHash,
      contextPath: `${CONTEXTS}/${this.contentHash}`,
      contextTarballPath: `${CONTEXTS}/${this.contentHash}${TARBALL_EXTENSION}`,
    });
    const members = { imageName: "text", imageTag: "text" } as const;
    this.build = inspector.bound("builder", build, members, { imageName: "model", imageTag: "v1" });
    this.imageName = this.build.imageName;
    this.imageTag = this.build.imageTag;
    this.dependencies = [...(this.build.dependencies ?? [])];
    addCheck(this, () => (this.read() instanceof BuildContext ? [] : (this.outcome as Breach[])));
    Object.defineProperty(this, CUSTOM_SYNTHESIS, { value: { onSynthesize: this.onSynthesize.bind(this) } });
  }

  /** A stand-in where something was refused: cdktf asks for it before all that is wrong with the app is told. */
  private hash(): string {
    const outcome = this.read();
    return outcome instanceof BuildContext ? outcome.hash : "0".repeat(64);
  }

  private buildContext(): BuildContext {
    const outcome = this.read();
    if (outcome instanceof BuildContext) return outcome;
    throw new ValidationError(outcome);
  }

  /** Files are read when the stack is synthesized, and once. */
  private read(): BuildContext | Breach[] {
    this.outcome ??= this.digest();
    return this.outcome;
  }

  private digest(): BuildContext | Breach[] {
    const cacheDirectory = this.cacheDigests ? defaultCacheDirectory() : undefined;
    const inspector = new Inspector(this, "detached");
    const parts = {
      models: this.models(inspector),
      inferenceConfig: this.props.inferenceConfig,
      pipSecret: this.build.pipSecret ?? false,
      settings: settingsOf(this.build.options ?? {}),
      dockerfile: this.build.options?.dockerfile,
      cacheDirectory,
    };
    const spec = imageContext(inspector, parts, (path) => resolvePath(this, path));
    if (spec === undefined) return inspector.breaches;
    try {
      const context = digestOnce(this.node.root, spec, cacheDirectory);
      context.warnings.forEach((warning) => inspector.warn(warning));
      if (context.has(spec.needed.path)) return context;
      inspector.reject({
        code: "entry-script",
        prop: spec.needed.prop,
        value: spec.needed.path.replace(/^app\//, ""),
        message:
          "a script that goes into the image: the .dockerignore of sourceDirectory, or a directory that is always left out, keeps it away",
        remedy: "Take it out of the .dockerignore, or move it to another directory.",
        link: "https://docs.docker.com/build/concepts/context/#dockerignore-files",
      });
      return inspector.breaches;
    } catch (error) {
      return breachesOf(inspector, error);
    }
  }

  private models(inspector: Inspector): readonly Model[] {
    const { model, models } = this.props;
    if (model !== undefined && models === undefined) return [model];
    if (model === undefined && Array.isArray(models) && models.length > 0) return models;
    inspector.reject({
      code: "model",
      prop: models === undefined ? "model" : "models",
      value: models === undefined ? model : models,
      message: "either model or models, and at least one",
      remedy: 'Give for example model: Model.fromFile("model.joblib").',
    });
    return [];
  }

  private onSynthesize(session: ISynthesisSession): void {
    const stack = TerraformStack.of(this);
    const stackDirectory = join(session.outdir, session.manifest.forStack(stack).workingDirectory);
    const directory = join(stackDirectory, CONTEXTS);
    if (!isFirstOf(session, stack)) return;
    const images = stack.node.findAll().filter(isModelImage);
    const staged = images.map((image) => image.staged());
    // of images that are made of the same, one is enough
    const byContext = new Map(images.map((image, i) => [staged[i]!.context, image]));
    byContext.forEach((image, context) => image.stage(join(directory, context)));
    // what earlier synths left goes last, so that one that fails leaves what they made
    BuildContext.prune(
      directory,
      staged.map(({ context }) => context),
      [...byContext.values()].map((image) => image.buildContext()),
    );
    writeStagedImages(directory, staged);
    const unread = staged.filter((_, i) => images[i]!.build.contextRead === false);
    writeTerraformIgnore(
      stackDirectory,
      unread.map(({ context }) => `${CONTEXTS}/${context}`),
    );
  }

  private stage(path: string): void {
    try {
      this.write(path);
    } catch (error) {
      // a file has changed since the stack was checked
      throw new ValidationError(breachesOf(new Inspector(this, "detached"), error));
    }
  }

  private write(path: string): void {
    if (this.build.contextFormat === ContextFormat.TARBALL) {
      judgeTarball(new Inspector(this, "detached"), writeTarball(this.buildContext(), path));
    } else {
      this.buildContext().stage(path);
    }
  }

  private staged(): StagedImage {
    const { hash } = this.buildContext();
    const { buildArgs, platform, target } = this.build.options ?? {};
    const known = (text: string) => (isToken(text) ? undefined : text);
    return {
      image: this.node.path,
      context: this.build.contextFormat === ContextFormat.TARBALL ? `${hash}${TARBALL_EXTENSION}` : hash,
      registry: known(this.registry.loginServer),
      repository: known(this.repositoryName),
      tag: hash,
      platform,
      target,
      buildArgs,
    };
  }
}

/** Files are read at synthesis, when the caller may have changed its own list or struct. */
function copyOf(props: Partial<ModelImageProps>): Partial<ModelImageProps> {
  const { models, inferenceConfig } = props;
  const isStruct = typeof inferenceConfig === "object" && inferenceConfig?.constructor === Object;
  return {
    ...props,
    ...(Array.isArray(models) ? { models: [...models] } : {}),
    ...(isStruct ? { inferenceConfig: { ...inferenceConfig } } : {}),
  };
}

/** What is wrong with the files of an image; another error is thrown on. */
function breachesOf(inspector: Inspector, error: unknown): Breach[] {
  if (!(error instanceof BuildContextError)) throw error;
  for (const { path, message, remedy } of error.problems) {
    inspector.reject({ code: "build-context", prop: "model or inferenceConfig", value: path, message, remedy });
  }
  return inspector.breaches;
}

function isModelImage(construct: IConstruct): construct is ModelImage {
  return ModelImage.isModelImage(construct);
}

const DIGESTED = new WeakMap<IConstruct, Map<string, BuildContext>>();

/** Images of an app that are made of the same are read once. */
function digestOnce(root: IConstruct, spec: BuildContextSpec, cacheDirectory: string | undefined): BuildContext {
  const known = DIGESTED.get(root) ?? new Map<string, BuildContext>();
  DIGESTED.set(root, known);
  const key = JSON.stringify([spec, cacheDirectory]);
  const context = known.get(key) ?? BuildContext.digest(spec, { cacheDirectory });
  known.set(key, context);
  return context;
}

const BEGUN = new WeakMap<ISynthesisSession, Set<TerraformStack>>();

/** Whether no image of the stack was written in this synthesis yet. */
function isFirstOf(session: ISynthesisSession, stack: TerraformStack): boolean {
  const begun = BEGUN.get(session) ?? new Set<TerraformStack>();
  BEGUN.set(session, begun);
  const first = !begun.has(stack);
  begun.add(stack);
  return first;
}
