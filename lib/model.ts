import type {
  LightgbmModelOptions,
  MlflowModelOptions,
  ModelOptions,
  OnnxModelOptions,
  SklearnModelOptions,
  SkopsModelOptions,
  XgboostModelOptions,
} from "./model-options";
import { brand, hasBrand } from "./private/validation/brand";

/**
 * A trained model. In the image it lies where Azure ML puts it, at
 * `/var/azureml-app/azureml-models/<name>/<version>/<file or directory>`, and `AZUREML_MODEL_DIR` names the version's
 * directory (with several models, the directory of all).
 *
 * A model of a format that is known, such as `Model.mlflow`, needs no script: where no `inferenceConfig` is given, the image
 * gets the library's script for the format, and the packages that it needs. A given one wins.
 */
export class Model {
  /**
   * A model in one file.
   * @param path of the file; a relative one counts from the directory of `cdktf.json`
   * @param options name and version
   */
  public static fromFile(path: string, options: ModelOptions = {}): Model {
    return new Model(path, "file", undefined, options);
  }

  /**
   * A model in a directory: all that lies in it.
   * @param path of the directory; a relative one counts from the directory of `cdktf.json`
   * @param options name and version
   */
  public static fromDirectory(path: string, options: ModelOptions = {}): Model {
    return new Model(path, "directory", undefined, options);
  }

  /**
   * A model that MLflow saved, with its environment. It takes and answers what it does on Azure ML, and on MLflow's own server.
   * @param directory that holds the file `MLmodel`; a relative one counts from the directory of `cdktf.json`
   * @param options name, version, environment
   * @see https://learn.microsoft.com/azure/machine-learning/how-to-deploy-mlflow-models
   */
  public static mlflow(directory: string, options: MlflowModelOptions = {}): Model {
    return new Model(directory, "directory", "mlflow", options);
  }

  /**
   * A model in an ONNX file, run by ONNX Runtime.
   * @param file path of the file; a relative one counts from the directory of `cdktf.json`
   * @param options name, version, environment, threads
   * @see https://onnxruntime.ai/docs/get-started/with-python.html
   */
  public static onnx(file: string, options: OnnxModelOptions = {}): Model {
    return new Model(file, "file", "onnx", options);
  }

  /**
   * A model of scikit-learn, in a file of joblib or pickle. Loading such a file runs the code that it names: take only files
   * that you trust, or `Model.skops`.
   * @param file path of the file; a relative one counts from the directory of `cdktf.json`
   * @param options name, version, environment
   * @see https://scikit-learn.org/stable/model_persistence.html#security-maintainability-limitations
   */
  public static sklearn(file: string, options: SklearnModelOptions = {}): Model {
    return new Model(file, "file", "sklearn", options);
  }

  /**
   * A model of scikit-learn in a skops file, which loads no type that is not trusted.
   * @param file path of the file; a relative one counts from the directory of `cdktf.json`
   * @param options name, version, environment, trusted types
   * @see https://skops.readthedocs.io/en/stable/persistence.html
   */
  public static skops(file: string, options: SkopsModelOptions = {}): Model {
    return new Model(file, "file", "skops", options);
  }

  /**
   * A model in XGBoost's own format, JSON or UBJSON.
   * @param file path of the file; a relative one counts from the directory of `cdktf.json`
   * @param options name, version, environment
   * @see https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html
   */
  public static xgboost(file: string, options: XgboostModelOptions = {}): Model {
    return new Model(file, "file", "xgboost", options);
  }

  /**
   * A model in LightGBM's own format, which is text.
   * @param file path of the file; a relative one counts from the directory of `cdktf.json`
   * @param options name, version, environment
   * @see https://lightgbm.readthedocs.io/en/stable/pythonapi/lightgbm.Booster.html
   */
  public static lightgbm(file: string, options: LightgbmModelOptions = {}): Model {
    return new Model(file, "file", "lightgbm", options);
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
    public readonly _format: ModelFormat | undefined,
    /** @internal */
    public readonly _options: ModelOptions,
  ) {
    brand(this, "Model");
  }
}

/**
 * A format that needs no script: the name of its script in `image/scripts`.
 * @internal
 */
export type ModelFormat = "mlflow" | "onnx" | "sklearn" | "skops" | "xgboost" | "lightgbm";
