import type { Environment, EnvironmentOptions } from "./environment";

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
 * How a model is served whose format needs no script. All but name and version counts only where no `inferenceConfig` is
 * given.
 */
export interface ScriptlessModelOptions extends ModelOptions, EnvironmentOptions {
  /**
   * Version of Python: `3.10`, `3.11`, `3.12` or `3.13`.
   * @see https://learn.microsoft.com/azure/azure-functions/functions-reference-python#python-version
   * @default - 3.12; of an MLflow model, the one that it was saved with, unless that is not offered any more
   */
  readonly pythonVersion?: string;

  /**
   * The Python packages, in place of those chosen for the format. It says its own Python version, system packages and base
   * image.
   * @default - an environment made for the format
   */
  readonly environment?: Environment;
}

/**
 * How a folder that MLflow saved is served.
 */
export interface MlflowModelOptions extends ScriptlessModelOptions {
  /**
   * Whether the full package `mlflow` is installed where the model's environment lists it. Without it, `mlflow-skinny` of the
   * same version and pandas take its place, which serve a model as well and are 330 MB smaller.
   * @default false
   */
  readonly fullMlflow?: boolean;
}

/**
 * How an ONNX file is served.
 */
export interface OnnxModelOptions extends ScriptlessModelOptions {
  /**
   * Version of the package `onnxruntime`.
   * @see https://onnxruntime.ai/docs/reference/compatibility.html
   * @default - 1.32.0; 1.23.2 on Python 3.10
   */
  readonly onnxruntimeVersion?: string;

  /**
   * Threads that work on one prediction; `1` suits apps that make several predictions at a time.
   * @see https://onnxruntime.ai/docs/performance/tune-performance/threading.html
   * @default - as many as the machine has cores
   */
  readonly threads?: number;
}

/**
 * How a pickle of scikit-learn is served.
 */
export interface SklearnModelOptions extends ScriptlessModelOptions {
  /**
   * Version of scikit-learn that trained the model: another one may refuse to load it, or predict wrongly.
   * @see https://scikit-learn.org/stable/model_persistence.html
   * @default - the one that the file names; a file that names none, or is compressed with bzip2, xz, lzma or lz4, needs it
   */
  readonly scikitLearnVersion?: string;
}

/**
 * How a skops file is served.
 */
export interface SkopsModelOptions extends SklearnModelOptions {
  /**
   * Names of the types that may be loaded besides those that skops trusts, for example
   * `sklearn.preprocessing._function_transformer.FunctionTransformer`. The log of an app that is asked to load another one
   * names it.
   * @see https://skops.readthedocs.io/en/stable/persistence.html
   * @default - none
   */
  readonly trustedTypes?: string[];
}

/**
 * How a model in XGBoost's own format is served.
 */
export interface XgboostModelOptions extends ScriptlessModelOptions {
  /**
   * Version of XGBoost: any that is not older than the one that trained the model.
   * @see https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html
   * @default 3.2.0
   */
  readonly xgboostVersion?: string;
}

/**
 * How a model in LightGBM's own format is served.
 */
export interface LightgbmModelOptions extends ScriptlessModelOptions {
  /**
   * Version of LightGBM: any that is not older than the one that trained the model.
   * @see https://lightgbm.readthedocs.io/en/stable/pythonapi/lightgbm.Booster.html
   * @default 4.7.0
   */
  readonly lightgbmVersion?: string;
}
