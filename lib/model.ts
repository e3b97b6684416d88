import { readdirSync } from "fs";
import { basename } from "path";
import { brand, hasBrand } from "./private/brand";
import { readFile, statOf } from "./private/paths";
import { isToken, type Inspector, type TextRule, type NumberRule } from "./private/validation";

/**
 * How a model is known to its script.
 */
export interface ModelOptions {
  /**
   * Name of the model, as in `Model.get_model_path(name)`.
   * @default - the name of the file without its last ending, or of the directory
   */
  readonly name?: string;

  /**
   * Version of the model, a whole number from 1.
   * @default 1
   */
  readonly version?: number;
}

/**
 * A trained model. In the image it lies where Azure ML puts it, at
 * `/var/azureml-app/azureml-models/<name>/<version>/<file or directory>`, and `AZUREML_MODEL_DIR` names the version's
 * directory (with several models, the directory of all).
 */
export class Model {
  /**
   * A model in one file.
   * @param path of the file; a relative one counts from the directory of `cdktf.json`
   * @param options name and version
   */
  public static fromFile(path: string, options: ModelOptions = {}): Model {
    return new Model(path, "file", options);
  }

  /**
   * A model in a directory: all that lies in it.
   * @param path of the directory; a relative one counts from the directory of `cdktf.json`
   * @param options name and version
   */
  public static fromDirectory(path: string, options: ModelOptions = {}): Model {
    return new Model(path, "directory", options);
  }

  /**
   * Whether a value is a `Model`.
   * @param value anything
   */
  public static isModel(value: unknown): boolean {
    return hasBrand(value, "Model");
  }

  private constructor(
    private readonly path: string,
    private readonly kind: "file" | "directory",
    private readonly options: ModelOptions,
  ) {
    brand(this, "Model");
  }

  /**
   * Reads where the model lies, and refuses what cannot be one.
   * @internal
   */
  public _locate(inspector: Inspector, prop: string, resolve: (path: string) => string): LocatedModel | undefined {
    const { path, kind } = this;
    if (typeof path !== "string" || path === "") return this.refusePath(inspector, prop, "a path");
    if (isToken(path)) return this.refusePath(inspector, prop, "a path that is known when the stack is synthesized");
    const stats = statOf(path, resolve);
    const found = stats?.isDirectory() ? "directory" : stats?.isFile() ? "file" : undefined;
    if (found === undefined) return this.refusePath(inspector, prop, `a ${kind} that exists`);
    if (found !== kind) return this.refusePath(inspector, prop, `a ${kind}, not a ${found}`);
    const source = resolve(path);
    if (kind === "file" ? stats?.size === 0 : isEmptyDirectory(source)) {
      return this.refusePath(inspector, prop, `a ${kind} that is not empty and can be read`);
    }
    if (kind === "file" && isLfsPointer(source, stats?.size ?? 0)) return refuseLfsPointer(inspector, prop, path);
    const stem = basename(source).replace(/(?<=.)\.[^.]+$/, "");
    const { name = stem, version = 1 } = inspector.struct(prop, this.options);
    const known = (member: string, value: unknown) => {
      if (isToken(value)) inspector.rejectToken(`${prop}.${member}`, value);
    };
    known("name", name);
    known("version", version);
    return {
      name: inspector.text(`${prop}.name`, name, MODEL_NAME),
      version: String(inspector.integer(`${prop}.version`, version, MODEL_VERSION)),
      source,
      fileName: basename(source),
    };
  }

  private refusePath(inspector: Inspector, prop: string, message: string): undefined {
    const other = this.kind === "file" ? "Model.fromDirectory for a directory" : "Model.fromFile for a file";
    inspector.reject({
      code: "model-path",
      prop,
      value: this.path,
      message,
      remedy: `Give the path of the trained model, relative to the directory of cdktf.json; ${other}.`,
    });
    return undefined;
  }
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
  inspector.reject({
    code: "model-lfs-pointer",
    prop,
    value: path,
    message: "the model itself, not the pointer that Git LFS keeps in its place",
    remedy: "Run git lfs pull; in CI, switch LFS on where the repository is checked out.",
    link: "https://git-lfs.com",
  });
  return undefined;
}

/**
 * A model on disk.
 * @internal
 */
export interface LocatedModel {
  readonly name: string;
  readonly version: string;
  /** Where it lies, absolute. */
  readonly source: string;
  /** Name of the file or directory. */
  readonly fileName: string;
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
