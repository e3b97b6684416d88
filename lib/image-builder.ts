import { Fn } from "cdktf";
import { ContainerRegistryScopeMap } from "@cdktf/provider-azurerm/lib/container-registry-scope-map";
import { ContainerRegistryToken } from "@cdktf/provider-azurerm/lib/container-registry-token";
import { ContainerRegistryTokenPassword } from "@cdktf/provider-azurerm/lib/container-registry-token-password";
import { Image } from "@cdktf/provider-docker/lib/image";
import { RegistryImage, type RegistryImageAuthConfig } from "@cdktf/provider-docker/lib/registry-image";
import type { Construct } from "constructs";
import type { BoundRegistry } from "./azure/azure-container-registry";
import type { BindContext } from "./bind-context";
import { Inspector } from "./private/validation";

/**
 * A Docker engine where Terraform runs.
 */
export interface DockerBuilderOptions {
  /**
   * How long the build may take, in minutes.
   * @default 60
   */
  readonly timeoutMinutes?: number;
}

/**
 * What is to be built.
 */
export interface BuildRequest {
  /** The registry that the image is pushed to. */
  readonly registry: BoundRegistry;

  /** Repository of the image. */
  readonly repositoryName: string;

  /** Hash of all that shapes the image: its tag. 64 hexadecimal digits, known when the stack is synthesized. */
  readonly contentHash: string;

  /** Directory of the build context, relative to the stack's directory. */
  readonly contextPath: string;
}

/**
 * An image in its registry, as a function app refers to it.
 */
export interface BuiltImage {
  /** Repository, with `@sha256` where the image is pinned by digest. */
  readonly imageName: string;

  /** Tag, or the digits of the digest. */
  readonly imageTag: string;
}

/** Architecture of the Functions base image. */
export const PLATFORM = "linux/amd64";

const IMAGE_BUILDER = Symbol.for("cdktf-azure-ml-functions.ImageBuilder");

/**
 * What builds an image and pushes it.
 */
export abstract class ImageBuilder {
  /**
   * A Docker engine where Terraform runs: a laptop, or a CI agent with Docker or podman. It pushes with a registry token
   * that may write to the one repository only; its password is in Terraform's state.
   * @param options of the build
   */
  public static docker(options: DockerBuilderOptions = {}): ImageBuilder {
    return new DockerBuilder(options);
  }

  /**
   * Whether a value is an `ImageBuilder`.
   * @param value anything
   */
  public static isImageBuilder(value: unknown): boolean {
    return typeof value === "object" && value !== null && IMAGE_BUILDER in value;
  }

  protected constructor() {
    Object.defineProperty(this, IMAGE_BUILDER, { value: true });
  }

  /**
   * Makes what builds and pushes the image.
   *
   * @param scope the construct that owns what is made
   * @param context what is known of the image's surroundings
   * @param request what is to be built
   */
  public abstract bind(scope: Construct, context: BindContext, request: BuildRequest): BuiltImage;
}

class DockerBuilder extends ImageBuilder {
  public constructor(private readonly options: DockerBuilderOptions) {
    super();
  }

  public bind(scope: Construct, context: BindContext, request: BuildRequest): BuiltImage {
    const { registry, repositoryName, contentHash, contextPath } = request;
    const minutes = new Inspector(scope).integer("builder.timeoutMinutes", this.options.timeoutMinutes ?? 60, {
      code: "builder-timeout",
      minimum: 1,
      maximum: 1440,
      unit: "minutes",
    });
    const timeout = `${minutes}m`;
    // builds are not reproducible: only a changed context may push, not a fresh machine's other image ID
    const triggers = { contentHash };
    // a failed build leaves the image that runs in state; the hash in the name keeps the two apart
    const lifecycle = { createBeforeDestroy: true };
    const image = new Image(scope, "Build", {
      name: `${registry.loginServer}/${repositoryName}:${contentHash}`,
      buildAttribute: { context: contextPath, platform: PLATFORM },
      triggers,
      // the layers serve as cache of the next build
      keepLocally: true,
      timeouts: { create: timeout, update: timeout },
      lifecycle,
    });
    const pushed = new RegistryImage(scope, "Push", {
      name: image.name,
      authConfig: pushToken(scope, context, registry, repositoryName),
      triggers,
      // an older image is what a rollback needs
      keepRemotely: true,
      lifecycle,
    });
    return { imageName: `${repositoryName}@sha256`, imageTag: Fn.trimprefix(pushed.sha256Digest, "sha256:") };
  }
}

/** A registry token that may push to one repository. */
function pushToken(
  scope: Construct,
  context: BindContext,
  registry: BoundRegistry,
  repositoryName: string,
): RegistryImageAuthConfig {
  const where = { containerRegistryName: registry.name, resourceGroupName: registry.resourceGroupName };
  const name = context.uniqueName("push", 49);
  const scopeMap = new ContainerRegistryScopeMap(scope, "PushScope", {
    ...where,
    name,
    // a push asks for what is there already before it writes
    actions: [`repositories/${repositoryName}/content/read`, `repositories/${repositoryName}/content/write`],
  });
  const token = new ContainerRegistryToken(scope, "PushToken", { ...where, name, scopeMapId: scopeMap.id });
  const password = new ContainerRegistryTokenPassword(scope, "PushPassword", {
    containerRegistryTokenId: token.id,
    password1: {},
  });
  return { address: registry.loginServer, username: token.name, password: password.password1.value };
}
