import type { Construct } from "constructs";
import type { AzureContainerRegistry, BoundRegistry, RegistryCredentials } from "./azure/azure-container-registry";
import type { BindContext } from "./bind-context";
import { ModelImage, type ModelImageOptions } from "./model-image";
import {
  type ImageReference,
  readOwnModelImage,
  readPublicImage,
  readRegistryImage,
  readSharedModelImage,
  REFUSED_IMAGE,
} from "./private/rules/container-image";
import { slug } from "./private/stack/slug";
import { brand, hasBrand } from "./private/validation/brand";
import { Inspector } from "./private/validation/inspector";

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

  /**
   * The image, where it is made in the same app: what a trigger brings of its own goes into it.
   * @default - the image is there already, with all that the trigger needs
   */
  readonly modelImage?: ModelImage;
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
    const options = readOwnModelImage(new Inspector(scope), this.options);
    const { repositoryName = slug(scope, 100) } = options;
    const image = new ModelImage(scope, "Image", { ...options, repositoryName, resourceGroup, location, tags });
    return built(scope, context, image);
  }
}

class SharedModelImage extends ContainerImage {
  public constructor(private readonly image: ModelImage) {
    super();
  }

  public bind(scope: Construct, context: BindContext): ContainerImageConfig {
    const image = readSharedModelImage(new Inspector(scope), this.image);
    return image === undefined ? REFUSED_IMAGE : built(scope, context, image);
  }
}

class PrebuiltImage extends ContainerImage {
  public constructor(private readonly props: RegistryImageProps) {
    super();
  }

  public bind(scope: Construct, context: BindContext): ContainerImageConfig {
    const { registry, reference } = readRegistryImage(new Inspector(scope), this.props);
    return registry === undefined ? REFUSED_IMAGE : pullable(scope, context, registry.bind(scope, context), reference);
  }
}

class PublicImage extends ContainerImage {
  public constructor(private readonly props: PublicImageProps) {
    super();
  }

  public bind(scope: Construct, _context: BindContext): ContainerImageConfig {
    return readPublicImage(new Inspector(scope), this.props);
  }
}

/** An image that is there before the app. */
function built(scope: Construct, context: BindContext, image: ModelImage): ContainerImageConfig {
  image.dependencies.forEach((dependency) => context.waitFor(dependency));
  return { ...pullable(scope, context, image.registry, image), modelImage: image };
}

/** An image in an Azure Container Registry, pulled as the app's identity, or as the admin user with shared keys. */
function pullable(
  scope: Construct,
  context: BindContext,
  registry: BoundRegistry,
  { imageName, imageTag }: ImageReference,
): ContainerImageConfig {
  const pulled = { registryHost: registry.loginServer, imageName, imageTag };
  if (context.identity === undefined) {
    return { ...pulled, pullsAsIdentity: false, credentials: registry.adminCredentials(context) };
  }
  context.grantRole(scope, "AcrPull", registry.id, "AcrPull");
  return { ...pulled, pullsAsIdentity: true };
}
