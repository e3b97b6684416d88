import { readdirSync } from "fs";
import { basename } from "path";
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
  if (kind === "file" && isLfsPointer(source, stats?.size ?? 0)) return refuseLfsPointer(inspector, prop, path);
  const stem = basename(source).replace(/(?<=.)\.[^.]+$/, "");
  const { name = stem, version = 1 } = inspector.struct(prop, options);
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

/** Whether a file is what Git leaves in the place of a large one that was not fetched. */
function isLfsPointer(path: string, size: number): boolean {
  if (size > LFS_POINTER_BYTES) return false;
  const text = readFile(path, (file) => file)?.toString("latin1");
  return text?.startsWith("version https://git-lfs.github.com/spec/") ?? false;
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
