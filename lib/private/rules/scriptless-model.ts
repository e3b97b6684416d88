import { posix, relative, sep } from "path";
import { Environment, type PipEnvironmentOptions } from "../../environment";
import type { Model, ModelFormat } from "../../model";
import { FILE_KINDS, type FileKind, kindOf } from "../formats/file-kind";
import { skinnyConda, skinnyRequirements } from "../formats/mlflow-packages";
import { findMlflowModel, pythonOf, readMlflowModel } from "../formats/mlmodel";
import { readOnnx } from "../formats/onnx";
import { type Pickle, readPickle } from "../formats/pickle";
import { scikitLearnVersionOf } from "../formats/skops";
import { type ImageSettings, type LocatedModel } from "../image/contents";
import { DEFAULT_PYTHON_VERSION, PYTHON_VERSIONS } from "../python/versions";
import type { BreachCode } from "../validation/codes";
import { type Inspector, isStruct, type NumberRule, type TextRule } from "../validation/inspector";
import { isToken } from "../validation/tokens";
import { readOptionalPart } from "./common/parts";
import { readTextAt } from "./common/path-problems";
import { statOf } from "./common/paths";
import { type Inference, readEnvironment } from "./environment";
import { type AnyModelOptions, environmentOptionNamesOf } from "./model-options";

/** A model that was given without a script. */
interface Given {
  readonly inspector: Inspector;
  readonly prop: string;
  /** As the user gave it. */
  readonly path: string;
  /** Absolute. */
  readonly source: string;
  readonly options: Partial<AnyModelOptions>;
  /** Whether the user gave an environment: then no other is made. */
  readonly hasEnvironment: boolean;
}

/** What a format's script needs. */
interface Needs {
  /** Undefined where the user gave one. */
  readonly environment: Environment | undefined;
  readonly settings?: ImageSettings;
}

export const NOTHING_KNOWN: Inference = { script: undefined, environment: undefined, settings: {} };

/** How a model is served that was given without a script. */
export function readScriptlessModel(
  inspector: Inspector,
  prop: string,
  { _format: format, _path: path, _options }: Model,
  { source }: LocatedModel,
  resolve: (path: string) => string,
  isPipConfigured: boolean,
): Inference {
  if (format === undefined) {
    refuseWithoutScript(inspector, path, source);
    return NOTHING_KNOWN;
  }
  const options: Partial<AnyModelOptions> = isStruct(_options) ? _options : {};
  const environment = readOptionalPart(inspector, `${prop}.environment`, options.environment, "Environment");
  const hasEnvironment = options.environment !== undefined;
  if (hasEnvironment) {
    const remedy = "Say it in the environment, or leave the environment out.";
    inspector.refuseOptions(prop, options, environmentOptionNamesOf(format), "model-environment", remedy);
  }
  const needs = READERS[format]({ inspector, prop, path, source, options, hasEnvironment });
  const chosen = environment ?? needs?.environment;
  const chosenProp = hasEnvironment ? `${prop}.environment` : prop;
  return {
    script: { format, entryScript: "score.py" },
    environment: chosen && readEnvironment(inspector, chosenProp, chosen, resolve, isPipConfigured),
    settings: needs?.settings ?? {},
  };
}

const READERS: { readonly [format in ModelFormat]: (given: Given) => Needs | undefined } = {
  mlflow: readMlflow,
  onnx: readOnnxModel,
  sklearn: readSklearn,
  skops: readSkops,
  xgboost: readXgboost,
  lightgbm: readLightgbm,
};

function refuseWithoutScript(inspector: Inspector, path: string, source: string): void {
  const isDirectory = statOf(source, (same) => same)?.isDirectory() === true;
  const kind = isDirectory ? undefined : kindOf(source);
  const factory = isDirectory ? findMlflowModel(source) && "Model.mlflow" : kind && FILE_KINDS[kind].factory;
  const other = factory === undefined ? "" : `, or take ${factory}(${JSON.stringify(path)}), which needs none`;
  inspector.refuse({
    code: "inference-config",
    prop: "inferenceConfig",
    value: undefined,
    message: "the script that runs the model, and its environment",
    remedy: `Give entryScript, sourceDirectory and environment${other}.`,
  });
}

const REQUIREMENTS = "requirements.txt";

const MODEL_FORMAT_PAGE = "https://mlflow.org/docs/latest/ml/model/#model-format";

function readMlflow({ inspector, prop, path, source, options, hasEnvironment }: Given): Needs | undefined {
  const refuse = (code: BreachCode, value: string, message: string, remedy: string) => {
    inspector.refuse({ code, prop, value, message, remedy, link: MODEL_FORMAT_PAGE });
    return undefined;
  };
  const directory = findMlflowModel(source);
  if (directory === undefined) {
    const message = "a directory that MLflow saved: it holds a file MLmodel";
    return refuse(
      "model-mlflow",
      path,
      message,
      "Give the directory that mlflow.*.save_model wrote, or an artifact's.",
    );
  }
  // as the user would write it
  const shown = (name: string) => posix.join(path, relative(source, directory).split(sep).join("/"), name);
  const read = (name: string) => readTextAt(name, (file) => posix.join(directory, file)).text;
  const model = readMlflowModel(read("MLmodel") ?? "");
  if (model === undefined) {
    const message = "a file MLmodel of MLflow's, with flavors";
    return refuse("model-mlflow", shown("MLmodel"), message, "Save the model again.");
  }
  if (model.loader === undefined) {
    const message = `a model with the flavor python_function, by which it is loaded, not only ${model.flavors.join(", ")}`;
    return refuse("model-mlflow", shown("MLmodel"), message, "Save it with that flavor, or give a script of your own.");
  }
  const fullMlflow = inspector.fixedFlag(`${prop}.fullMlflow`, options.fullMlflow, false);
  if (hasEnvironment) return { environment: undefined };
  const { conda, pythonEnvironment } = model.files;
  const hasConda = read(conda) !== undefined;
  if (!hasConda && read(REQUIREMENTS) === undefined) {
    const message = `a directory with the model's ${conda} or ${REQUIREMENTS}`;
    const remedy = `Save the model with MLflow 1.0 or later, or give ${prop}.environment.`;
    return refuse("model-mlflow", path, message, remedy);
  }
  const savedWith = model.pythonVersion ?? pythonOf(read(pythonEnvironment) ?? "");
  const isOffered =
    options.pythonVersion !== undefined || savedWith === undefined || PYTHON_VERSIONS.includes(savedWith);
  if (!isOffered) {
    const value = `python ${savedWith} in ${shown("MLmodel")}`;
    const message = `a model of Python ${PYTHON_VERSIONS.join(", ")}: the Functions worker is made for these`;
    const remedy = `Name the version to take, for example Model.mlflow(${JSON.stringify(path)}, { pythonVersion: "3.12" }), and test that it loads.`;
    refuse("conda-python", value, message, remedy);
  }
  // without any, a conda file may name one
  const pythonVersion = options.pythonVersion ?? (isOffered ? savedWith : DEFAULT_PYTHON_VERSION);
  const environmentOptions = {
    ...environmentOptionsOf(options, model.loader === "mlflow.lightgbm" ? ["libgomp1"] : []),
    pythonVersion,
  };
  const edit = (text: string) => {
    if (fullMlflow) return text;
    const skinny = hasConda ? skinnyConda : skinnyRequirements;
    return skinny(text, { pythonVersion: pythonVersion ?? DEFAULT_PYTHON_VERSION, mlflowVersion: model.mlflowVersion });
  };
  const file = shown(hasConda ? conda : REQUIREMENTS);
  return { environment: Environment._edited(hasConda ? "conda" : "requirements", file, edit, environmentOptions) };
}

function readOnnxModel(given: Given): Needs | undefined {
  const { inspector, prop, path, source, options } = given;
  const threads =
    options.threads === undefined ? undefined : inspector.integer(`${prop}.threads`, options.threads, THREADS);
  const onnxruntime = readVersion(given, "onnxruntimeVersion", options.pythonVersion === "3.10" ? "1.23.2" : "1.32.0");
  const model = readOnnx(source);
  if (model === undefined) return refuseKind(given, "onnx", kindOf(source));
  if (model.externalFiles.length > 0) {
    inspector.refuse({
      code: "model-external-data",
      prop,
      value: path,
      message: `a file that holds its weights, which lie in ${model.externalFiles.join(", ")}`,
      remedy:
        'Save it as one file with onnx.save(onnx.load("model.onnx"), "one.onnx"), or give the directory and a script.',
      link: "https://onnx.ai/onnx/repo-docs/ExternalData.html",
    });
    return undefined;
  }
  return needsOf(
    given,
    [`onnxruntime==${onnxruntime}`, NUMPY],
    threads === undefined ? {} : { ML_ONNX_THREADS: String(threads) },
  );
}

function readSklearn(given: Given): Needs | undefined {
  const { inspector, prop, path, source } = given;
  const pickle = isOfKind(given, "pickle") ? readPickle(source) : undefined;
  if (pickle?.refersToMain === true) {
    inspector.refuse({
      code: "model-pickle-main",
      prop,
      value: path,
      message: "a pickle of functions and classes that can be imported: those of __main__ are not in the app",
      remedy: "Move them from the training script into a module, and give that with a script of your own.",
      link: "https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled",
    });
  }
  const version = readScikitLearnVersion(given, pickle);
  return pickle !== undefined ? needsOf(given, scikitLearnPackages(version)) : undefined;
}

function readSkops(given: Given): Needs | undefined {
  const { inspector, prop, source, options } = given;
  const trusted = readTrustedTypes(inspector, `${prop}.trustedTypes`, options.trustedTypes);
  const file = isOfKind(given, "skops") ? { scikitLearnVersion: scikitLearnVersionOf(source) } : undefined;
  const version = readScikitLearnVersion(given, file);
  if (file === undefined) return undefined;
  const settings: ImageSettings = trusted.length === 0 ? {} : { ML_SKOPS_TRUSTED_TYPES: trusted.join(",") };
  return needsOf(given, [...scikitLearnPackages(version), SKOPS], settings);
}

function readXgboost(given: Given): Needs | undefined {
  const version = readVersion(given, "xgboostVersion", "3.2.0");
  // without the packages for graphics cards, which weigh ten times as much
  const name = /^(?:[01]|2\.0)\./.test(version) ? "xgboost" : "xgboost-cpu";
  return isOfKind(given, "xgboost") ? needsOf(given, [`${name}==${version}`, NUMPY, SCIPY, PANDAS]) : undefined;
}

function readLightgbm(given: Given): Needs | undefined {
  const version = readVersion(given, "lightgbmVersion", "4.7.0");
  if (!isOfKind(given, "lightgbm")) return undefined;
  return needsOf(given, [`lightgbm==${version}`, NUMPY, SCIPY, PANDAS], {}, ["libgomp1"]);
}

/** Versions that have wheels for all Pythons that are offered. */
const NUMPY = "numpy==2.2.6";
const SCIPY = "scipy==1.15.3";
const PANDAS = "pandas==2.3.3";
const SKOPS = "skops==0.16.0";
const JOBLIB = "joblib==1.5.3";

/** scikit-learn with packages that this version of it was built for. */
function scikitLearnPackages(version: string): string[] {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const others =
    major === 1 && minor >= 5 ? [NUMPY, SCIPY, PANDAS] : ["numpy==1.26.4", "scipy==1.11.4", "pandas==2.2.3"];
  return [`scikit-learn==${version}`, JOBLIB, ...others];
}

function needsOf(
  { options, hasEnvironment }: Given,
  packages: readonly string[],
  settings: ImageSettings = {},
  systemPackages: readonly string[] = [],
): Needs {
  const environment = hasEnvironment
    ? undefined
    : Environment.fromPackages([...packages], environmentOptionsOf(options, systemPackages));
  return { environment, settings };
}

/** The environment's options among those of the model; what the format needs of the system comes first. */
function environmentOptionsOf(
  { pythonVersion, systemPackages, baseImage }: Partial<PipEnvironmentOptions>,
  needed: readonly string[],
): PipEnvironmentOptions {
  const isMore = systemPackages === undefined || Array.isArray(systemPackages);
  const packages = isMore ? [...new Set([...needed, ...(systemPackages ?? [])])] : systemPackages;
  return { pythonVersion, baseImage, systemPackages: packages };
}

/** Whether the file is of the format; refused where it is not. */
function isOfKind(given: Given, expected: FileKind): boolean {
  const kind = kindOf(given.source);
  if (kind !== expected) refuseKind(given, expected, kind);
  return kind === expected;
}

function refuseKind({ inspector, prop, path }: Given, expected: FileKind, kind: FileKind | undefined): undefined {
  const found = kind && FILE_KINDS[kind];
  const isOther = found?.factory !== undefined;
  inspector.refuse({
    code: "model-format",
    prop,
    value: path,
    message: `${FILE_KINDS[expected].what}${found === undefined ? "" : `, not ${found.what}`}`,
    remedy: isOther
      ? `Take ${found.factory}(${JSON.stringify(path)}).`
      : "Give a file of this format, or a script of your own with Model.fromFile.",
    link: FILE_KINDS[expected].link,
  });
  return undefined;
}

function readVersion(
  { inspector, prop, options }: Given,
  name: "onnxruntimeVersion" | "scikitLearnVersion" | "xgboostVersion" | "lightgbmVersion",
  fallback: string,
): string {
  const version: unknown = options[name];
  if (version === undefined) return fallback;
  if (isToken(version)) {
    inspector.refuseToken(`${prop}.${name}`, version);
    return fallback;
  }
  return inspector.text(`${prop}.${name}`, version, { ...PACKAGE_VERSION, example: fallback });
}

/** @param file what the file says; undefined where it is none of the format */
function readScikitLearnVersion(given: Given, file: Pick<Pickle, "scikitLearnVersion"> | undefined): string {
  const { inspector, prop, options, hasEnvironment } = given;
  const trainedWith = file?.scikitLearnVersion;
  const version = readVersion(given, "scikitLearnVersion", trainedWith ?? "1.7.2");
  if (file === undefined || hasEnvironment) return version;
  if (options.scikitLearnVersion === undefined && trainedWith === undefined) {
    inspector.refuse({
      code: "model-scikit-learn-version",
      prop: `${prop}.scikitLearnVersion`,
      value: undefined,
      message: "the version of scikit-learn that trained the model, which the file does not tell",
      remedy:
        'Give for example { scikitLearnVersion: "1.7.2" }: sklearn.__version__ says it where the model was trained.',
      link: "https://scikit-learn.org/stable/model_persistence.html#security-maintainability-limitations",
    });
  } else if (options.scikitLearnVersion !== undefined && trainedWith !== undefined && version !== trainedWith) {
    inspector.warn(
      `The model was trained with scikit-learn ${trainedWith}, and runs with ${version}: it may fail to load, or predict otherwise. ` +
        `Leave ${prop}.scikitLearnVersion out.`,
      "model-scikit-learn-version",
    );
  }
  return version;
}

function readTrustedTypes(inspector: Inspector, prop: string, given: unknown = []): readonly string[] {
  const isName = (name: unknown) => typeof name === "string" && /^[A-Za-z_][\w.<>]*$/.test(name);
  if (Array.isArray(given) && !isToken(given) && given.every(isName)) return given as string[];
  inspector.refuse({
    code: "model-trusted-types",
    prop,
    value: given,
    message: "a list of types' names, with their modules",
    remedy: 'Give for example ["my_package.transformers.Scaler"], or leave it out.',
    link: "https://skops.readthedocs.io/en/stable/persistence.html",
  });
  return [];
}

const PACKAGE_VERSION: TextRule = {
  code: "model-package-version",
  allowed: "a version of the package, of numbers with periods between them",
  remedy: "Give for example 1.7.2. Or leave it out.",
  example: "1.7.2",
  test: (version) => /^\d+(?:\.\d+)+(?:(?:a|b|rc|\.post)\d+)?$/.test(version),
};

const THREADS: NumberRule = {
  code: "model-threads",
  minimum: 1,
  maximum: 1024,
  unit: "threads",
  link: "https://onnxruntime.ai/docs/performance/tune-performance/threading.html",
};
