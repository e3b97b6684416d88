import type { ITerraformDependable } from "cdktf";
import type { BoundRegistry } from "../azure/azure-container-registry";

/**
 * What shapes an image beside its model, script and environment. All of it goes into the content hash.
 */
export interface ImageBuildOptions {
  /**
   * Build arguments (`ARG`). They stay in the image's history and in Terraform's state: no place for secrets.
   * @see https://docs.docker.com/reference/dockerfile/#arg
   * @default - none
   */
  readonly buildArgs?: { readonly [name: string]: string };

  /**
   * A Dockerfile of one's own in place of the library's, relative to the directory of `cdktf.json`. The files of the build
   * context lie where the library's Dockerfile expects them.
   * @default - the library's
   */
  readonly dockerfile?: string;

  /**
   * Platform of the image. Azure Functions runs `linux/amd64` and nothing else.
   * @default linux/amd64
   */
  readonly platform?: string;

  /**
   * The stage of the Dockerfile at which the build ends.
   * @see https://docs.docker.com/build/building/multi-stage/#stop-at-a-specific-build-stage
   * @default - the last
   */
  readonly target?: string;
}

/**
 * What is to be built.
 */
export interface ImageBuildRequest {
  /** The registry that the image is pushed to. */
  readonly registry: BoundRegistry;

  /** Repository of the image. */
  readonly repositoryName: string;

  /** Hash of all that shapes the image: its tag. 64 hexadecimal digits, known when the stack is synthesized. */
  readonly contentHash: string;

  /** The build context as a directory, relative to the stack's directory. */
  readonly contextPath: string;

  /** The build context as a tarball (tar.gz), relative to the stack's directory; there with `ContextFormat.TARBALL` only. */
  readonly contextTarballPath: string;
}

/**
 * How the build context lies beside the stack's JSON.
 */
export enum ContextFormat {
  /** A directory, for a build where Terraform runs. */
  DIRECTORY = "directory",

  /** A tarball (tar.gz), for a build elsewhere. */
  TARBALL = "tarball",
}

/**
 * An image in its registry, as a function app refers to it, and what it takes to build it.
 */
export interface ImageBuilderConfig {
  /** Repository, with `@sha256` where the image is pinned by digest. */
  readonly imageName: string;

  /** Tag, or the digits of the digest. */
  readonly imageTag: string;

  /**
   * What puts the image into the registry, where neither name nor tag refers to it.
   * @default - none
   */
  readonly dependencies?: ITerraformDependable[];

  /**
   * How the build context lies beside the stack's JSON.
   * @default ContextFormat.DIRECTORY
   */
  readonly contextFormat?: ContextFormat;

  /**
   * Whether Terraform reads the build context. One that it does not read stays out of what is uploaded to HCP Terraform, by
   * the `.terraformignore` of the stack's directory.
   * @default true
   */
  readonly contextRead?: boolean;

  /**
   * What shapes the image. Goes into the content hash.
   * @default - nothing but its files
   */
  readonly options?: ImageBuildOptions;

  /**
   * Whether pip reads its configuration from the build secret `pip_conf`.
   * @default false
   */
  readonly pipSecret?: boolean;
}
