import type { PipEnvironmentOptions } from "../../environment";
import type { ModelFormat } from "../../model";
import type {
  LightgbmModelOptions,
  MlflowModelOptions,
  ModelOptions,
  OnnxModelOptions,
  ScriptlessModelOptions,
  SklearnModelOptions,
  SkopsModelOptions,
  XgboostModelOptions,
} from "../../model-options";
import type { Names } from "../validation/options";

/** Options of all formats. */
export type AnyModelOptions = MlflowModelOptions &
  OnnxModelOptions &
  SkopsModelOptions &
  XgboostModelOptions &
  LightgbmModelOptions;

const MODEL: Names<ModelOptions> = { name: true, version: true };

const ENVIRONMENT: Names<PipEnvironmentOptions> = { baseImage: true, pythonVersion: true, systemPackages: true };

const SCRIPTLESS: Names<ScriptlessModelOptions> = { ...MODEL, ...ENVIRONMENT, environment: true };

const SKLEARN: Names<SklearnModelOptions> = { ...SCRIPTLESS, scikitLearnVersion: true };

const FORMATS: {
  readonly mlflow: Names<MlflowModelOptions>;
  readonly onnx: Names<OnnxModelOptions>;
  readonly sklearn: Names<SklearnModelOptions>;
  readonly skops: Names<SkopsModelOptions>;
  readonly xgboost: Names<XgboostModelOptions>;
  readonly lightgbm: Names<LightgbmModelOptions>;
} = {
  mlflow: { ...SCRIPTLESS, fullMlflow: true },
  onnx: { ...SCRIPTLESS, onnxruntimeVersion: true, threads: true },
  sklearn: SKLEARN,
  skops: { ...SKLEARN, trustedTypes: true },
  xgboost: { ...SCRIPTLESS, xgboostVersion: true },
  lightgbm: { ...SCRIPTLESS, lightgbmVersion: true },
};

/** Names of the options that a model of a format, or of none, may have. */
export function optionNamesOf(format: ModelFormat | undefined): Names<ModelOptions> {
  return format === undefined ? MODEL : FORMATS[format];
}

/** Options that say what a given environment says as well: all but those of the model itself, and those that its script reads. */
export function environmentOptionNamesOf(format: ModelFormat): string[] {
  const others = ["environment", "threads", "trustedTypes", ...Object.keys(MODEL)];
  return Object.keys(FORMATS[format]).filter((name) => !others.includes(name));
}
