import { readdirSync, statSync } from "fs";
import { basename } from "path";
import type { Inspector, TextRule } from "./private/validation";

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

const MODEL = Symbol.for("cdktf-azure-ml-functions.Model");

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
    return typeof value === "object" && value !== null && MODEL in value;
  }

  private constructor(
    private readonly path: string,
    private readonly kind: "file" | "directory",
    private readonly options: ModelOptions,
  ) {
    Object.defineProperty(this, MODEL, { value: true });
  }

  /**
   * Reads where the model lies, and refuses what cannot be one.
   * @internal
   */
  public _locate(inspector: Inspector, prop: string, resolve: (path: string) => string): LocatedModel | undefined {
    if (typeof this.path !== "string" || this.path === "") return this.refusePath(inspector, prop, "a path");
    const source = resolve(this.path);
    const stats = statSync(source, { throwIfNoEntry: false });
    const found = stats?.isDirectory() ? "directory" : stats?.isFile() ? "file" : undefined;
    if (found === undefined) return this.refusePath(inspector, prop, `a ${this.kind} that exists`);
    if (found !== this.kind) return this.refusePath(inspector, prop, `a ${this.kind}, not a ${found}`);
    if (this.kind === "file" ? stats?.size === 0 : readdirSync(source).length === 0) {
      return this.refusePath(inspector, prop, `a ${this.kind} that is not empty`);
    }
    const stem = basename(source).replace(/(?<=.)\.[^.]+$/, "");
    const name = inspector.text(`${prop}.name`, this.options.name ?? stem, MODEL_NAME);
    const version = inspector.integer(`${prop}.version`, this.options.version ?? 1, MODEL_VERSION);
    return { name, version: String(version), source, fileName: basename(source) };
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

const MODEL_VERSION = {
  code: "model-version",
  minimum: 1,
  maximum: 2147483647,
  unit: "versions",
  link: "https://learn.microsoft.com/azure/machine-learning/how-to-manage-models",
};
