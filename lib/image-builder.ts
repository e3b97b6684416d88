import type { Construct } from "constructs";
import type { BindContext } from "./bind-context";
import { type AcrTaskBuilderOptions, buildWithAcrTask } from "./builders/acr-task";
import { buildWithDocker, type DockerBuilderOptions } from "./builders/docker";
import type { ImageBuilderConfig, ImageBuildOptions, ImageBuildRequest } from "./builders/image-build";
import { expectPrebuilt } from "./builders/prebuilt";
import { brand, hasBrand } from "./private/validation/brand";

/**
 * What builds an image and pushes it.
 */
export abstract class ImageBuilder {
  /**
   * A Docker engine where Terraform runs: a laptop, or a CI agent with Docker or podman.
   * @param options of build and push
   */
  public static docker(options: DockerBuilderOptions = {}): ImageBuilder {
    return new BuiltInBuilder((scope, context, request) => buildWithDocker(scope, context, request, options));
  }

  /**
   * A task inside of the registry, with no Docker engine anywhere: for HCP Terraform, and agents without Docker. The build
   * context goes there through a storage account.
   * @param options of upload and task
   */
  public static acrTask(options: AcrTaskBuilderOptions = {}): ImageBuilder {
    return new BuiltInBuilder((scope, context, request) => buildWithAcrTask(scope, context, request, options));
  }

  /**
   * Something outside of Terraform, which builds the context beside the stack's JSON and pushes the image to the registry
   * under the content hash, before the stack is applied. The package's command `context` says where the context is and
   * what its hash is.
   * @param options of the build
   */
  public static prebuilt(options: ImageBuildOptions = {}): ImageBuilder {
    return new BuiltInBuilder((scope, _context, request) => expectPrebuilt(scope, request, options));
  }

  /**
   * Whether a value is an `ImageBuilder`.
   * @param value anything
   */
  public static isImageBuilder(value: unknown): boolean {
    return hasBrand(value, "ImageBuilder");
  }

  protected constructor() {
    brand(this, "ImageBuilder");
  }

  /**
   * Makes what builds and pushes the image.
   *
   * @param scope the construct that owns what is made
   * @param context what is known of the image's surroundings
   * @param request what is to be built
   */
  public abstract bind(scope: Construct, context: BindContext, request: ImageBuildRequest): ImageBuilderConfig;
}

type Build = (scope: Construct, context: BindContext, request: ImageBuildRequest) => ImageBuilderConfig;

class BuiltInBuilder extends ImageBuilder {
  public constructor(private readonly build: Build) {
    super();
  }

  public bind(scope: Construct, context: BindContext, request: ImageBuildRequest): ImageBuilderConfig {
    return this.build(scope, context, request);
  }
}
