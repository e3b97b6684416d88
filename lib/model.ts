import { brand, hasBrand } from "./private/validation/brand";

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
    /** @internal */
    public readonly _path: string,
    /** @internal */
    public readonly _kind: "file" | "directory",
    /** @internal */
    public readonly _options: ModelOptions,
  ) {
    brand(this, "Model");
  }
}
