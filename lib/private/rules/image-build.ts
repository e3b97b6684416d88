import type { ImageBuildOptions } from "../../builders/image-build";
import { PLATFORM } from "../image/contents";
import { typeOf } from "../validation/display";
import { type Inspector, isStruct, type NumberRule, type TextRule } from "../validation/inspector";
import type { Names } from "../validation/options";
import { isToken } from "../validation/tokens";

export function readPrebuiltBuilder(inspector: Inspector, given: ImageBuildOptions): ImageBuildOptions {
  return readBuildOptions(inspector, inspector.struct("builder", given, BUILD_OPTIONS));
}

export const BUILD_OPTIONS: Names<ImageBuildOptions> = {
  buildArgs: true,
  dockerfile: true,
  platform: true,
  target: true,
};

/** The options as they may pass. */
export function readBuildOptions(inspector: Inspector, options: Partial<ImageBuildOptions>): ImageBuildOptions {
  const { buildArgs, dockerfile, platform, target } = options;
  return {
    buildArgs: readBuildArgs(inspector, buildArgs),
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
export function readTimeout(inspector: Inspector, minutes: number | undefined, rule: NumberRule): number {
  return inspector.integer("builder.timeoutMinutes", minutes ?? 60, rule);
}

function readBuildArgs(
  inspector: Inspector,
  given: { readonly [name: string]: string } | undefined,
): { readonly [name: string]: string } | undefined {
  if (given !== undefined && !isStruct(given)) {
    const remedy = 'Give for example { PIP_VERSION: "25.2" }, or leave it out.';
    inspector.refuse({
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
      inspector.refuse({ code, prop: "builder.buildArgs", value: name, message: allowed, remedy });
      return false;
    }
    if (typeof value === "string" && !isToken(value)) return true;
    inspector.refuse({
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
  allowed: "ASCII letters, digits and underscores, not beginning with a digit",
  remedy: "Give the name as the Dockerfile's ARG has it.",
  example: "ARGUMENT",
  test: (name) => /^[A-Za-z_]\w*$/.test(name),
};

const TARGET: TextRule = {
  code: "builder-target",
  allowed: "ASCII letters, digits, hyphens, underscores and periods, beginning with a letter",
  remedy: "Give the name of a stage as the Dockerfile's FROM … AS has it.",
  example: "final",
  test: (target) => /^[A-Za-z][\w.-]*$/.test(target),
};
