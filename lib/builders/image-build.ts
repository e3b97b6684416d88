import type { ITerraformDependable } from "cdktf";
import type { BoundRegistry } from "../azure/azure-container-registry";
import { typeOf } from "../private/display";
import { isStruct, isToken, type Inspector, type NumberRule, type TextRule } from "../private/validation";

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

/** Where Azure Functions runs containers. */
export const PLATFORM = "linux/amd64";

/** The options as they may pass. */
export function checkBuildOptions(inspector: Inspector, options: Partial<ImageBuildOptions>): ImageBuildOptions {
  const { buildArgs, dockerfile, platform, target } = options;
  return {
    buildArgs: checkBuildArgs(inspector, buildArgs),
    dockerfile,
    platform: inspector.oneOf(
      "builder.platform",
      platform ?? PLATFORM,
      [PLATFORM],
      "builder-platform",
      "https://learn.microsoft.com/azure/azure-functions/functions-how-to-custom-container",
    ),
    target: inspector.optionalText("builder.target", target, TARGET),
  };
}

/** A time limit, an hour where none is given. */
export function checkTimeout(inspector: Inspector, minutes: number | undefined, rule: NumberRule): number {
  return inspector.integer("builder.timeoutMinutes", minutes ?? 60, rule);
}

/** The options as settings of the content hash. */
export function settingsOf(options: ImageBuildOptions): { readonly [name: string]: string } {
  const { buildArgs = {}, platform = PLATFORM, target } = options;
  const args = Object.entries(buildArgs).map(([name, value]) => [`buildArg ${name}`, value]);
  return { platform, ...(target === undefined ? {} : { target }), ...Object.fromEntries(args) };
}

function checkBuildArgs(
  inspector: Inspector,
  given: { readonly [name: string]: string } | undefined,
): { readonly [name: string]: string } | undefined {
  if (given !== undefined && !isStruct(given)) {
    const remedy = 'Give for example { PIP_VERSION: "25.2" }, or leave it out.';
    inspector.reject({
      code: "struct",
      prop: "builder.buildArgs",
      value: typeOf(given),
      message: "names and texts",
      remedy,
    });
    return undefined;
  }
  const entries = Object.entries(given ?? {}).filter((entry): entry is [string, string] => {
    const [name, value] = entry;
    const { code, allowed, remedy, test } = ARGUMENT_NAME;
    // of a map that Terraform computes, the name is a token
    if (!test(name)) {
      inspector.reject({ code, prop: "builder.buildArgs", value: name, message: allowed, remedy });
      return false;
    }
    if (typeof value === "string" && !isToken(value)) return true;
    inspector.reject({
      code: "build-argument-value",
      prop: `builder.buildArgs.${name}`,
      value: typeof value === "string" ? "(a value that Terraform computes)" : typeOf(value),
      message: "a text that is known when the stack is synthesized, as it goes into the content hash",
      remedy: "Give the text itself.",
    });
    return false;
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const ARGUMENT_NAME: TextRule = {
  code: "build-argument-name",
  allowed: "letters, digits and underscores, not beginning with a digit",
  remedy: "Give the name as the Dockerfile's ARG has it.",
  example: "ARGUMENT",
  test: (name) => /^[A-Za-z_]\w*$/.test(name),
};

const TARGET: TextRule = {
  code: "builder-target",
  allowed: "letters, digits, hyphens, underscores and periods, beginning with a letter",
  remedy: "Give the name of a stage as the Dockerfile's FROM … AS has it.",
  example: "final",
  test: (target) => /^[A-Za-z][\w.-]*$/.test(target),
};
