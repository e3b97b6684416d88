import { readdirSync } from "fs";
import { basename, join, posix, relative, sep } from "path";
import type { Model } from "../../model";
import type { LocatedModel } from "../image/contents";
import type { Inspector, NumberRule, TextRule } from "../validation/inspector";
import { isToken } from "../validation/tokens";
import { readFile, statOf } from "./common/paths";

/** Where a model lies; undefined where it cannot be one. */
export function readModel(
  inspector: Inspector,
  prop: string,
  model: Model,
  resolve: (path: string) => string,
): LocatedModel | undefined {
  const { _path: path, _kind: kind, _options: options } = model;
  const refusePath = (message: string) => {
    const other = kind === "file" ? "Model.fromDirectory for a directory" : "Model.fromFile for a file";
    inspector.refuse({
      code: "model-path",
      prop,
      value: path,
      message,
      remedy: `Give the path of the trained model, relative to the directory of cdktf.json; ${other}.`,
    });
    return undefined;
  };
  if (typeof path !== "string" || path === "") return refusePath("a path");
  if (isToken(path)) return refusePath("a path that is known when the stack is synthesized");
  const stats = statOf(path, resolve);
  const found = stats?.isDirectory() ? "directory" : stats?.isFile() ? "file" : undefined;
  if (found === undefined) return refusePath(`a ${kind} that exists`);
  if (found !== kind) return refusePath(`a ${kind}, not a ${found}`);
  const source = resolve(path);
  if (kind === "file" ? stats?.size === 0 : isEmptyDirectory(source)) {
    return refusePath(`a ${kind} that is not empty and can be read`);
  }
  const [pointer, ...others] = kind === "file" ? lfsPointersAt(source) : lfsPointersIn(source);
  if (pointer !== undefined) {
    const within = relative(source, pointer).split(sep).join("/");
    const more = others.length === 0 ? "" : `, and ${others.length} more`;
    return refuseLfsPointer(inspector, prop, within === "" ? path : `${posix.join(path, within)}${more}`);
  }
  const stem = basename(source).replace(/(?<=.)\.[^.]+$/, "");
  const { name = stem, version = 1 } = inspector.struct(prop, options, { name: true, version: true });
  if (isToken(name)) inspector.refuseToken(`${prop}.name`, name);
  if (isToken(version)) inspector.refuseToken(`${prop}.version`, version);
  return {
    name: inspector.text(`${prop}.name`, name, MODEL_NAME),
    version: String(inspector.integer(`${prop}.version`, version, MODEL_VERSION)),
    source,
    fileName: basename(source),
  };
}

function isEmptyDirectory(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch {
    return true;
  }
}

/** Larger than any pointer of Git LFS. */
const LFS_POINTER_BYTES = 1024;

/** The file itself, if it is what Git leaves in the place of a large one that was not fetched. */
function lfsPointersAt(file: string): string[] {
  const size = statOf(file, (path) => path)?.size ?? 0;
  if (size === 0 || size > LFS_POINTER_BYTES) return [];
  const text = readFile(file, (path) => path)?.toString("latin1");
  return text?.startsWith("version https://git-lfs.github.com/spec/") ? [file] : [];
}

/** Such files in a directory, sorted. What cannot be read is told where the build context is made. */
function lfsPointersIn(directory: string): string[] {
  try {
    const children = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    return children.flatMap((child) => {
      const path = join(directory, child.name);
      return child.isDirectory() ? lfsPointersIn(path) : child.isFile() ? lfsPointersAt(path) : [];
    });
  } catch {
    return [];
  }
}

function refuseLfsPointer(inspector: Inspector, prop: string, path: string): undefined {
  inspector.refuse({
    code: "model-lfs-pointer",
    prop,
    value: path,
    message: "the model itself, not the pointer that Git LFS keeps in its place",
    remedy: "Run git lfs pull; in CI, switch LFS on where the repository is checked out.",
    link: "https://git-lfs.com",
  });
  return undefined;
}

const MODEL_NAME: TextRule = {
  code: "model-name",
  allowed: "1 to 255 letters, digits, underscores, hyphens and periods, beginning with a letter or digit",
  remedy: "Give a name in the model's options.",
  example: "model",
  link: "https://learn.microsoft.com/azure/machine-learning/how-to-manage-models",
  test: (name) => /^[A-Za-z0-9][\w.-]{0,254}$/.test(name),
};

const MODEL_VERSION: NumberRule = {
  code: "model-version",
  minimum: 1,
  maximum: 2147483647,
  unit: "versions",
  link: "https://learn.microsoft.com/azure/machine-learning/how-to-manage-models",
};
