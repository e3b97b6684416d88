import type { ITerraformDependable } from "cdktf";
import { Fn, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { AzureContainerRegistry, BoundRegistry, RegistryCredentials } from "./azure/azure-container-registry";
import type { BindContext } from "./bind-context";
import { ModelImage, type ModelImageOptions } from "./model-image";
import { brand, hasBrand } from "./private/brand";
import { NAME_RULES, slug } from "./private/names";
import { Inspector, isToken, type TextRule } from "./private/validation";

/**
 * An image in an Azure Container Registry.
 */
export interface RegistryImageProps {
  /** The registry. */
  readonly registry: AzureContainerRegistry;

  /** Repository of the image in the registry, in lower case. */
  readonly repositoryName: string;

  /**
   * Tag of the image. Give either this or `digest`.
   * @default - given by digest
   */
  readonly tag?: string;

  /**
   * Digest of the image's manifest, `sha256:` and 64 hexadecimal digits.
   * @default - given by tag
   */
  readonly digest?: string;
}

/**
 * An image that everyone may pull.
 */
export interface PublicImageProps {
  /** Host name of the registry, for example `ghcr.io`; `index.docker.io` for Docker Hub. */
  readonly registryHost: string;

  /** Repository of the image in the registry, in lower case. */
  readonly repositoryName: string;

  /**
   * Tag of the image. Give either this or `digest`.
   * @default - given by digest
   */
  readonly tag?: string;

  /**
   * Digest of the image's manifest, `sha256:` and 64 hexadecimal digits.
   * @default - given by tag
   */
  readonly digest?: string;
}

/**
 * An image, as the function app needs to know it.
 */
export interface ContainerImageConfig {
  /** Host name of the registry. */
  readonly registryHost: string;

  /** Repository, with `@sha256` where the image is pinned by digest. */
  readonly imageName: string;

  /** Tag, or the digits of the digest. */
  readonly imageTag: string;

  /** Whether the image is pulled as the app's identity. */
  readonly pullsAsIdentity: boolean;

  /**
   * User name and password to pull with.
   * @default - none
   */
  readonly credentials?: RegistryCredentials;
}

/**
 * The image that a function app runs.
 */
export abstract class ContainerImage {
  /**
   * An image of the app's own, built from a model and its script.
   * @param options what the image is made of
   */
  public static fromModel(options: ModelImageOptions): ContainerImage {
    return new OwnModelImage(options);
  }

  /**
   * An image that several apps share: built and pushed once.
   * @param image made before, in the same stack
   */
  public static fromModelImage(image: ModelImage): ContainerImage {
    return new SharedModelImage(image);
  }

  /**
   * An image that is in an Azure Container Registry already.
   * @param props registry, repository, and tag or digest
   */
  public static fromRegistry(props: RegistryImageProps): ContainerImage {
    return new PrebuiltImage(props);
  }

  /**
   * An image that everyone may pull.
   * @param props registry, repository, and tag or digest
   */
  public static fromPublicRegistry(props: PublicImageProps): ContainerImage {
    return new PublicImage(props);
  }

  /**
   * Whether a value is a `ContainerImage`.
   * @param value anything
   */
  public static isContainerImage(value: unknown): boolean {
    return hasBrand(value, "ContainerImage");
  }

  protected constructor() {
    brand(this, "ContainerImage");
  }

  /**
   * Makes or names the image, and lets the app pull it.
   *
   * @param scope the construct that owns what is made
   * @param context what is known of the app
   */
  public abstract bind(scope: Construct, context: BindContext): ContainerImageConfig;
}

class OwnModelImage extends ContainerImage {
  public constructor(private readonly options: ModelImageOptions) {
    super();
  }

  public bind(scope: Construct, context: BindContext): ContainerImageConfig {
    const { resourceGroup, location, tags } = context;
    const options = new Inspector(scope).struct("image", this.options) as ModelImageOptions;
    const { repositoryName = slug(scope, 100) } = options;
    const image = new ModelImage(scope, "Image", {
      ...options,
      repositoryName,
      resourceGroup,
      location,
      tags,
    });
    return pullable(scope, context, image.registry, image, image.dependencies);
  }
}

class SharedModelImage extends ContainerImage {
  public constructor(private readonly image: ModelImage) {
    super();
  }

  public bind(scope: Construct, context: BindContext): ContainerImageConfig {
    const inspector = new Inspector(scope);
    const image = inspector.branded("image", this.image, "ModelImage");
    if (image !== undefined && !mayShare(image, scope)) {
      inspector.reject({
        code: "image-of-another-stack",
        prop: "image",
        value: image.node.path,
        message: "a ModelImage of the same stack, or of another one of the same app where Docker or CI builds it",
        remedy: "Make the image in this stack, or name it with ContainerImage.fromRegistry(…).",
      });
      return NO_IMAGE;
    }
    return image === undefined ? NO_IMAGE : pullable(scope, context, image.registry, image, image.dependencies);
  }
}

/** Terraform refers to attributes of another stack of an app, and cannot wait for a resource there. */
function mayShare(image: ModelImage, scope: Construct): boolean {
  const sameStack = TerraformStack.of(image) === TerraformStack.of(scope);
  return sameStack || (image.node.root === scope.node.root && image.dependencies.length === 0);
}

class PrebuiltImage extends ContainerImage {
  public constructor(private readonly props: RegistryImageProps) {
    super();
  }

  public bind(scope: Construct, context: BindContext): ContainerImageConfig {
    const inspector = new Inspector(scope);
    const props = inspector.struct("image", this.props);
    const reference = checkReference(inspector, props);
    const registry = inspector.branded("image.registry", props.registry, "AzureContainerRegistry");
    return registry === undefined ? NO_IMAGE : pullable(scope, context, registry.bind(scope, context), reference);
  }
}

class PublicImage extends ContainerImage {
  public constructor(private readonly props: PublicImageProps) {
    super();
  }

  public bind(scope: Construct, _context: BindContext): ContainerImageConfig {
    const inspector = new Inspector(scope);
    const props = inspector.struct("image", this.props);
    const registryHost = inspector.text("image.registryHost", props.registryHost, REGISTRY_HOST);
    return { registryHost, ...checkReference(inspector, props), pullsAsIdentity: false };
  }
}

/** Stands in for an image that was refused. */
const NO_IMAGE: ContainerImageConfig = {
  registryHost: "index.docker.io",
  imageName: "model",
  imageTag: "v1",
  pullsAsIdentity: false,
};

interface ImageReference {
  readonly imageName: string;
  readonly imageTag: string;
}

/** An image in an Azure Container Registry, pulled as the app's identity, or as the admin user with shared keys. */
function pullable(
  scope: Construct,
  context: BindContext,
  registry: BoundRegistry,
  { imageName, imageTag }: ImageReference,
  dependencies: readonly ITerraformDependable[] = [],
): ContainerImageConfig {
  dependencies.forEach((dependency) => context.waitFor(dependency));
  const pulled = { registryHost: registry.loginServer, imageName, imageTag };
  if (context.identity === undefined) {
    return { ...pulled, pullsAsIdentity: false, credentials: registry.adminCredentials(context) };
  }
  context.grantRole(scope, "AcrPull", registry.id, "AcrPull");
  return { ...pulled, pullsAsIdentity: true };
}

interface GivenReference {
  readonly repositoryName?: string;
  readonly tag?: string;
  readonly digest?: string;
}

function checkReference(inspector: Inspector, given: GivenReference): ImageReference {
  const repository = inspector.text("image.repositoryName", given.repositoryName, NAME_RULES.repository);
  const tag = inspector.optionalText("image.tag", given.tag, TAG);
  const digest = inspector.optionalText("image.digest", given.digest, DIGEST);
  if ((tag === undefined) === (digest === undefined)) {
    inspector.reject({
      code: "image-reference",
      prop: "image.tag",
      value: given.tag,
      message: "either tag or digest",
      remedy: "Give one of the two; a digest pins the image for good.",
    });
  }
  if (tag === "latest") {
    const message =
      'The tag "latest" names another image after each push: the app restarts with it at an unknown moment. Give a digest.';
    inspector.warn(message, "image-tag-latest");
  }
  // "<repository>@sha256" and the digits make a reference by digest, which Azure hands back as it is
  if (digest !== undefined) return { imageName: `${repository}@sha256`, imageTag: withoutAlgorithm(digest) };
  return { imageName: repository, imageTag: tag ?? TAG.example };
}

function withoutAlgorithm(digest: string): string {
  return isToken(digest) ? Fn.trimprefix(digest, "sha256:") : digest.replace(/^sha256:/, "");
}

const REFERENCE_PAGE = "https://learn.microsoft.com/azure/container-registry/container-registry-image-tag-version";

const TAG: TextRule = {
  code: "image-tag",
  allowed: "1 to 128 letters, digits, underscores, periods and hyphens, not beginning with a period or hyphen",
  remedy: "Give the tag alone, without repository or colon.",
  example: "v1",
  link: REFERENCE_PAGE,
  test: (tag) => /^\w[\w.-]{0,127}$/.test(tag),
};

const DIGEST: TextRule = {
  code: "image-digest",
  allowed: "sha256: and 64 hexadecimal digits in lower case",
  remedy: "Give the manifest's digest, as docker push prints it.",
  example: `sha256:${"0".repeat(64)}`,
  link: REFERENCE_PAGE,
  test: (digest) => /^sha256:[0-9a-f]{64}$/.test(digest),
};

function isPort(port = "443"): boolean {
  return Number(port) >= 1 && Number(port) <= 65535;
}

const REGISTRY_HOST: TextRule = {
  code: "image-registry-host",
  allowed: "a host name in lower case, with a port if need be, and without https://",
  remedy: "Give for example ghcr.io, or index.docker.io for Docker Hub.",
  example: "index.docker.io",
  test: (host) =>
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*(?::\d{1,5})?$/.test(host) &&
    host.length <= 253 &&
    /[.:]/.test(host) &&
    isPort(/:(\d+)$/.exec(host)?.[1]),
};
