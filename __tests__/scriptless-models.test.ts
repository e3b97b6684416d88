import { readFileSync, symlinkSync } from "fs";
import { join } from "path";
import { deflateSync, gzipSync } from "zlib";
import { Environment, Model, type ModelImageOptions } from "../lib";
import { stage, type Staged } from "./support/staged";
import { type Anything, breachesOf, files, image, refused, taken, warningsOf } from "./validation/support";

const FORMATS = join(__dirname, "../examples/diabetes/formats");
const MLFLOW = join(FORMATS, "mlflow");

const MODELS = {
  mlflow: Model.mlflow(MLFLOW),
  onnx: Model.onnx(join(FORMATS, "model.onnx")),
  sklearn: Model.sklearn(join(FORMATS, "model.joblib")),
  skops: Model.skops(join(FORMATS, "model.skops")),
  xgboost: Model.xgboost(join(FORMATS, "model.ubj")),
  lightgbm: Model.lightgbm(join(FORMATS, "model.lightgbm.txt")),
};

function staged(model: Model, options: Partial<ModelImageOptions> = {}): Staged {
  return stage({ model, inferenceConfig: undefined, ...options });
}

/** Lines of the environment that an image gets. */
function packagesOf(model: Model): string[] {
  return staged(model).read("environment/requirements.txt").trimEnd().split("\n");
}

/** Values of the image's environment variables, and its base image. */
function dockerfileOf(model: Model): string {
  return staged(model).read("Dockerfile");
}

function only(model: Anything) {
  return image({ model, inferenceConfig: undefined });
}

/** A file of a new directory. */
function file(content: string | Buffer, name = "model.bin"): string {
  return join(files({ [name]: content }), name);
}

/** The example's MLflow folder, with some of its files replaced; without those that are undefined. */
function mlflow(replaced: { readonly [name: string]: string | undefined }): string {
  const own = ["MLmodel", "conda.yaml", "requirements.txt", "python_env.yaml"];
  const texts = Object.fromEntries(own.map((name) => [name, readFileSync(join(MLFLOW, name), "utf8")]));
  const all = Object.entries({ ...texts, ...replaced }).filter(([, text]) => text !== undefined);
  return files(Object.fromEntries(all) as { [name: string]: string });
}

const MLMODEL = readFileSync(join(MLFLOW, "MLmodel"), "utf8");
const PICKLE = readFileSync(join(FORMATS, "model.pkl"));

describe("the image of a model without a script", () => {
  test.each(Object.entries(MODELS))("has the script of its format as score.py: %s", (format, model) => {
    const { read, files: found } = staged(model);
    const script = readFileSync(join(__dirname, `../image/scripts/${format}.py`), "utf8");
    expect(read("app/score.py")).toBe(script);
    expect(read("Dockerfile")).toContain('AZUREML_ENTRY_SCRIPT="score.py"');
    // each module that it imports from beside it, and no other
    const modules = Array.from(script.matchAll(/^from (ml_\w+) import|^import (ml_\w+)/gm), ([, a, b]) => a ?? b);
    const texts = modules.map((name) => readFileSync(join(__dirname, `../image/scripts/modules/${name}.py`), "utf8"));
    const inner = texts.flatMap((text) => Array.from(text.matchAll(/^from (ml_\w+) import/gm), ([, name]) => name));
    const expected = [...new Set([...modules, ...inner])].map((name) => `app/${name}.py`);
    expect(found.filter((path) => path.startsWith("app/"))).toEqual([...expected, "app/score.py"].sort());
  });

  test("holds the model where one with a script lies", () => {
    const { files: found, read } = staged(Model.mlflow(MLFLOW, { name: "diabetes", version: 3 }));
    expect(found).toContain("models/diabetes/3/mlflow/MLmodel");
    expect(read("Dockerfile")).toContain('AZUREML_MODEL_DIR="/var/azureml-app/azureml-models/diabetes/3"');
  });

  test("has no script of the library's where one is given, and its environment", () => {
    const inferenceConfig = {
      entryScript: "score.py",
      sourceDirectory: "examples/diabetes",
      environment: Environment.fromPackages(["joblib==1.5.2"]),
    };
    const given = stage({ model: MODELS.mlflow, inferenceConfig }, process.cwd());
    expect(given.read("app/score.py")).toBe(readFileSync("examples/diabetes/score.py", "utf8"));
    expect(given.read("environment/requirements.txt")).toBe("joblib==1.5.2\n");
  });
});

describe("the packages of a format", () => {
  test("Model.mlflow: the model's own, with mlflow-skinny in the place of mlflow", () => {
    const packages = packagesOf(MODELS.mlflow);
    expect(packages).toContain("mlflow-skinny==3.17.2");
    expect(packages.filter((line) => /^mlflow\b(?!-)/.test(line))).toEqual([]);
    expect(packages.some((line) => line.startsWith("scikit-learn=="))).toBe(true);
    expect(packages.filter((line) => line.startsWith("pandas"))).toHaveLength(1);
  });

  test("MlflowModelOptions.fullMlflow: keeps the full package", () => {
    expect(packagesOf(Model.mlflow(MLFLOW, { fullMlflow: true }))).toContain("mlflow==3.17.2");
  });

  test("requirements.txt counts where there is no conda.yaml", () => {
    const lines = "mlflow[extras]==3.17.2\nnumpy==2.2.6\n";
    const directory = mlflow({ "conda.yaml": undefined, "requirements.txt": lines });
    // with extras, the package is left as it is
    expect(packagesOf(Model.mlflow(directory))).toEqual(["mlflow[extras]==3.17.2", "numpy==2.2.6"]);
  });

  test.each([
    ["mlflow", "mlflow-skinny", "pandas==2.2.3"],
    ["mlflow>=2.9,<3", "mlflow-skinny>=2.9,<3", "pandas==2.2.3"],
    ['mlflow==2.9.2; python_version >= "3.8"', 'mlflow-skinny==2.9.2; python_version >= "3.8"', "pandas==2.2.3"],
  ])("mlflow-skinny takes the place of %s, and pandas comes along", (line, skinny, pandas) => {
    const directory = mlflow({ "conda.yaml": undefined, "requirements.txt": `${line}\nnumpy==2.2.6\n` });
    expect(packagesOf(Model.mlflow(directory)).sort()).toEqual([skinny, "numpy==2.2.6", pandas].sort());
  });

  test.each(["mlflow-skinny==2.9.2", "mlflow @ git+https://github.com/mlflow/mlflow", "mlflow-tracing==3.1.0"])(
    "%s stays as it is",
    (line) => {
      const directory = mlflow({ "conda.yaml": undefined, "requirements.txt": `${line}\nnumpy==2.2.6\n` });
      expect(packagesOf(Model.mlflow(directory))).toEqual([line, "numpy==2.2.6"]);
    },
  );

  test("with hashes, the full package stays: those of other packages are not known", () => {
    const lines = `mlflow==3.17.2 \\\n    --hash=sha256:${"0".repeat(64)}\n`;
    const directory = mlflow({ "conda.yaml": undefined, "requirements.txt": lines });
    expect(staged(Model.mlflow(directory)).read("environment/requirements.txt")).toBe(lines);
  });

  test("a conda file with packages of conda's own keeps them", () => {
    const conda = "dependencies:\n- python=3.12.4\n- numpy=2.2\n- mlflow=2.9.2 # served\n- pip:\n  - joblib==1.5.2\n";
    const text = staged(Model.mlflow(mlflow({ "conda.yaml": conda }))).read("environment/conda.yml");
    expect(text).toContain("mlflow-skinny=2.9.2 # served");
    expect(text).toContain("pandas=2.2.3");
    expect(text).toContain("numpy=2.2");
  });

  test("Model.onnx, OnnxModelOptions.onnxruntimeVersion: ONNX Runtime, by default one that the Python has", () => {
    const path = join(FORMATS, "model.onnx");
    expect(packagesOf(MODELS.onnx)).toEqual(["onnxruntime==1.32.0", "numpy==2.2.6"]);
    expect(packagesOf(Model.onnx(path, { pythonVersion: "3.10" }))[0]).toBe("onnxruntime==1.23.2");
    expect(packagesOf(Model.onnx(path, { onnxruntimeVersion: "1.20.1" }))[0]).toBe("onnxruntime==1.20.1");
  });

  test("Model.sklearn, Model.skops, SklearnModelOptions.scikitLearnVersion: by default the version that the file names", () => {
    const path = join(FORMATS, "model.joblib");
    const [first] = packagesOf(MODELS.sklearn);
    expect(first).toMatch(/^scikit-learn==1\.\d+\.\d+$/);
    expect(packagesOf(Model.sklearn(path, { scikitLearnVersion: "1.4.2" }))).toEqual(
      expect.arrayContaining(["scikit-learn==1.4.2", "numpy==1.26.4"]),
    );
    expect(packagesOf(MODELS.skops)[0]).toBe(first);
    expect(packagesOf(MODELS.skops)).toContain("skops==0.16.0");
  });

  test("Model.xgboost, XgboostModelOptions.xgboostVersion: XGBoost without the packages for graphics cards", () => {
    const path = join(FORMATS, "model.ubj");
    expect(packagesOf(MODELS.xgboost)[0]).toBe("xgboost-cpu==3.2.0");
    expect(packagesOf(Model.xgboost(path, { xgboostVersion: "3.1.1" }))[0]).toBe("xgboost-cpu==3.1.1");
    expect(packagesOf(Model.xgboost(path, { xgboostVersion: "2.0.3" }))[0]).toBe("xgboost==2.0.3");
  });

  test("Model.lightgbm, LightgbmModelOptions.lightgbmVersion: LightGBM, with the library that it needs of the system", () => {
    const path = join(FORMATS, "model.lightgbm.txt");
    expect(packagesOf(MODELS.lightgbm)[0]).toBe("lightgbm==4.7.0");
    expect(packagesOf(Model.lightgbm(path, { lightgbmVersion: "4.6.0" }))[0]).toBe("lightgbm==4.6.0");
    expect(dockerfileOf(MODELS.lightgbm)).toContain("--no-install-recommends libgomp1 ");
  });

  test("ScriptlessModelOptions.pythonVersion: with systemPackages and baseImage", () => {
    const options = { pythonVersion: "3.13", systemPackages: ["libgomp1", "curl"] };
    const dockerfile = dockerfileOf(Model.lightgbm(join(FORMATS, "model.lightgbm.txt"), options));
    expect(dockerfile).toContain("python:4-python3.13\n");
    expect(dockerfile).toContain("--no-install-recommends libgomp1 curl ");
    const baseImage = "example.azurecr.io/functions:1";
    expect(dockerfileOf(Model.onnx(join(FORMATS, "model.onnx"), { baseImage }))).toContain(`BASE_IMAGE=${baseImage}\n`);
  });

  test("ScriptlessModelOptions.environment: replaces them", () => {
    const environment = Environment.fromPackages(["scikit-learn==1.6.1", "category-encoders==2.8.1"]);
    const model = Model.sklearn(join(FORMATS, "model.joblib"), { environment });
    expect(packagesOf(model)).toEqual(["scikit-learn==1.6.1", "category-encoders==2.8.1"]);
    // the version is not asked for
    expect(breachesOf(only(Model.sklearn(file(Buffer.from("BZh9")), { environment })))).toEqual([]);
  });
});

describe("the Python of an MLflow model", () => {
  const saved = (version: string) => MLMODEL.replace(/python_version: .*/, `python_version: ${version}`);

  test.each(["3.10.12", "3.11.9", "3.13.1"])("is that of its MLmodel: %s", (version) => {
    const minor = version.replace(/\.\d+$/, "");
    const conda = `dependencies:\n- python=${version}\n- pip\n- pip:\n  - mlflow==3.17.2\n`;
    const model = Model.mlflow(mlflow({ MLmodel: saved(version), "conda.yaml": conda }));
    expect(dockerfileOf(model)).toContain(`python:4-python${minor}\n`);
  });

  test("pythonVersion takes the place of one that is not offered", () => {
    const conda = "dependencies:\n- python=3.8.10\n- pip\n- pip:\n  - mlflow==1.30.0\n";
    const directory = mlflow({ MLmodel: saved("3.8.10"), "conda.yaml": conda });
    const [breach, ...others] = breachesOf(only(Model.mlflow(directory)));
    expect(others).toEqual([]);
    expect(breach).toMatchObject({ code: "conda-python", prop: "model" });
    expect(breach!.value).toContain("python 3.8");
    expect(breach!.remedy).toContain('{ pythonVersion: "3.12" }');
    expect(dockerfileOf(Model.mlflow(directory, { pythonVersion: "3.11" }))).toContain("python:4-python3.11\n");
  });

  test("is that of python_env.yaml where MLmodel names none", () => {
    const directory = mlflow({
      MLmodel: MLMODEL.replace(/^.*python_version: .*\n/m, ""),
      "conda.yaml": undefined,
      "python_env.yaml": "python: 3.11.4\n",
    });
    expect(dockerfileOf(Model.mlflow(directory))).toContain("python:4-python3.11\n");
  });
});

describe("settings that the script reads", () => {
  test("OnnxModelOptions.threads", () => {
    expect(dockerfileOf(Model.onnx(join(FORMATS, "model.onnx"), { threads: 1 }))).toContain('ML_ONNX_THREADS="1"\n');
    expect(dockerfileOf(MODELS.onnx)).not.toContain("ML_ONNX_THREADS");
  });

  test("SkopsModelOptions.trustedTypes", () => {
    const trustedTypes = ["my_package.Scaler", "my_package.Encoder"];
    const dockerfile = dockerfileOf(Model.skops(join(FORMATS, "model.skops"), { trustedTypes }));
    expect(dockerfile).toContain('ML_SKOPS_TRUSTED_TYPES="my_package.Scaler,my_package.Encoder"\n');
    expect(dockerfileOf(MODELS.skops)).not.toContain("ML_SKOPS");
  });
});

describe("files that are not what they are taken for", () => {
  const path = (name: string) => join(FORMATS, name);
  const withPickle = (text: string) => file(Buffer.concat([Buffer.from([0x80, 4]), Buffer.from(text, "latin1")]));

  refused([
    ["a folder without MLmodel", "model-mlflow", "model", only(Model.mlflow("image"))],
    ["an MLmodel without flavors", "model-mlflow", "model", only(Model.mlflow(mlflow({ MLmodel: "a: b\n" })))],
    ["an MLmodel that is no YAML", "model-mlflow", "model", only(Model.mlflow(mlflow({ MLmodel: "flavors: [\n" })))],
    [
      "a flavor that pyfunc cannot load",
      "model-mlflow",
      "model",
      only(Model.mlflow(mlflow({ MLmodel: "flavors:\n  mleap:\n    version: 0.2\n" }))),
    ],
    [
      "an MLflow model without an environment",
      "model-mlflow",
      "model",
      only(Model.mlflow(mlflow({ "conda.yaml": undefined, "requirements.txt": undefined }))),
    ],
    [
      "fullMlflow as a text",
      "boolean",
      "model.fullMlflow",
      only(Model.mlflow(MLFLOW, { fullMlflow: "yes" as Anything })),
    ],
    ["a pickle as skops", "model-format", "model", only(Model.skops(path("model.pkl")))],
    ["joblib as skops", "model-format", "model", only(Model.skops(path("model.joblib")))],
    ["a zip archive as skops", "model-format", "model", only(Model.skops(file("PK\x03\x04 archive/data.pkl")))],
    ["skops as a pickle", "model-format", "model", only(Model.sklearn(path("model.skops")))],
    ["text as a pickle", "model-format", "model", only(Model.sklearn(file("weights: 1\n")))],
    ["a pickle as ONNX", "model-format", "model", only(Model.onnx(path("model.pkl")))],
    ["text as ONNX", "model-format", "model", only(Model.onnx(file("not a model")))],
    [
      "half of an ONNX file",
      "model-format",
      "model",
      only(Model.onnx(file(readFileSync(path("model.onnx")).subarray(0, 200)))),
    ],
    ["zeros as ONNX", "model-format", "model", only(Model.onnx(file(Buffer.alloc(1000))))],
    ["LightGBM as XGBoost", "model-format", "model", only(Model.xgboost(path("model.lightgbm.txt")))],
    ["XGBoost's binary format", "model-format", "model", only(Model.xgboost(file("binf\0\0\0\0")))],
    ["other JSON as XGBoost", "model-format", "model", only(Model.xgboost(file('{"a": 1}')))],
    ["XGBoost as LightGBM", "model-format", "model", only(Model.lightgbm(path("model.ubj")))],
    ["a directory as ONNX", "model-path", "model", only(Model.onnx("image"))],
    ["a file as MLflow", "model-path", "model", only(Model.mlflow(path("model.onnx")))],
    [
      "a pickle that names no version",
      "model-scikit-learn-version",
      "model.scikitLearnVersion",
      only(Model.sklearn(withPickle("}."))),
    ],
    [
      "a pickle that xz has packed",
      "model-scikit-learn-version",
      "model.scikitLearnVersion",
      only(Model.sklearn(file(Buffer.from("\xfd7zXZ\0", "latin1")))),
    ],
    [
      "a pickle of __main__",
      "model-pickle-main",
      "model",
      only(Model.sklearn(withPickle("\x8c\x08__main__\x94\x8c\x01f\x94\x93\x94."))),
    ],
    [
      "no version",
      "model-package-version",
      "model.onnxruntimeVersion",
      only(Model.onnx(path("model.onnx"), { onnxruntimeVersion: "latest" })),
    ],
    [
      "a range",
      "model-package-version",
      "model.xgboostVersion",
      only(Model.xgboost(path("model.ubj"), { xgboostVersion: ">=2" })),
    ],
    ["no threads", "model-threads", "model.threads", only(Model.onnx(path("model.onnx"), { threads: 0 }))],
    [
      "a type alone",
      "model-trusted-types",
      "model.trustedTypes",
      only(Model.skops(path("model.skops"), { trustedTypes: "a.B" as Anything })),
    ],
    [
      "a Python that is not offered",
      "python-version",
      "model.pythonVersion",
      only(Model.onnx(path("model.onnx"), { pythonVersion: "3.9" })),
    ],
    [
      "an environment and a version",
      "model-environment",
      "model.onnxruntimeVersion",
      only(
        Model.onnx(path("model.onnx"), {
          environment: Environment.fromPackages(["onnxruntime==1.20.1"]),
          onnxruntimeVersion: "1.20.1",
        }),
      ),
    ],
    [
      "something else as environment",
      "part",
      "model.environment",
      only(Model.onnx(path("model.onnx"), { environment: "conda.yml" as Anything })),
    ],
    ["no script for a file", "inference-config", "inferenceConfig", only(Model.fromFile(path("model.onnx")))],
    [
      "several models",
      "inference-config",
      "inferenceConfig",
      image({ model: undefined, models: [MODELS.onnx, MODELS.skops], inferenceConfig: undefined }),
    ],
  ]);

  test("what it is, and how to take it, is told", () => {
    const [breach] = breachesOf(only(Model.sklearn(path("model.onnx"))));
    expect(breach!.message).toContain("not an ONNX file");
    expect(breach!.remedy).toBe(`Take Model.onnx(${JSON.stringify(path("model.onnx"))}).`);
    const [without] = breachesOf(only(Model.fromDirectory(MLFLOW)));
    expect(without!.remedy).toContain("Model.mlflow(");
  });

  test("files that hold the weights of an ONNX file are named", () => {
    // a ModelProto with ir_version 8 and a graph of one initializer, whose external_data has a location
    const message = (field: number, bytes: Buffer) =>
      Buffer.concat([Buffer.from([(field << 3) | 2, bytes.length]), bytes]);
    const entry = Buffer.concat([message(1, Buffer.from("location")), message(2, Buffer.from("weights.bin"))]);
    const graph = message(5, message(13, entry));
    const model = Buffer.concat([Buffer.from([8, 8]), message(7, graph)]);
    const [breach] = breachesOf(only(Model.onnx(file(model))));
    expect(breach).toMatchObject({ code: "model-external-data", prop: "model" });
    expect(breach!.message).toContain("weights.bin");
  });

  taken([
    ...Object.entries(MODELS).map(([format, model]) => [format, only(model)] as const),
    ["a plain pickle", only(Model.sklearn(path("model.pkl")))],
    ["zlib, as joblib packs", only(Model.sklearn(file(deflateSync(PICKLE))))],
    ["gzip", only(Model.sklearn(file(gzipSync(PICKLE))))],
    ["a packed pickle with its version", only(Model.sklearn(file("BZh91AY"), { scikitLearnVersion: "1.7.2" }))],
    [
      "an older protocol",
      only(Model.sklearn(file("ccopy_reg\n_reconstructor\np0\nV_sklearn_version\np1\nV1.4.2\ns."))),
    ],
    // as cloudpickle holds the functions of a notebook by value
    [
      "the name __main__ as a value",
      only(Model.sklearn(withPickle("\x8c\x08__main__\x94s\x8c\x10_sklearn_version\x94\x8c\x051.7.2\x94."))),
    ],
    ["XGBoost's JSON", only(Model.xgboost(file('{"learner":{"attributes":{}}}', "model.json")))],
    ["MLflow's folder one level down", only(Model.mlflow(FORMATS))],
    [
      "the model among several, with a script",
      image({ model: undefined, models: [MODELS.onnx, Model.sklearn(path("model.pkl"), { name: "other" })] }),
    ],
    ["all cores, by leaving threads out", only(Model.onnx(path("model.onnx"), {}))],
  ]);
});

test("an MLmodel that is a link is found", () => {
  const directory = mlflow({ MLmodel: undefined, "cache/1": MLMODEL });
  symlinkSync("cache/1", join(directory, "MLmodel"));
  expect(staged(Model.mlflow(directory)).read("Dockerfile")).toContain("python:4-python3.12");
});

test("another version of scikit-learn than the file's is warned of", () => {
  const path = join(FORMATS, "model.pkl");
  const own = warningsOf(only(Model.sklearn(path)));
  expect(own.filter((warning) => warning.includes("model-scikit-learn-version"))).toEqual([]);
  const other = warningsOf(only(Model.sklearn(path, { scikitLearnVersion: "1.5.2" })));
  expect(other.join()).toContain("runs with 1.5.2");
});

test("a Git LFS pointer in the place of a file is told of", () => {
  const path = file("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "model.onnx");
  expect(breachesOf(only(Model.onnx(path))).map(({ code }) => code)).toEqual(["model-lfs-pointer"]);
  const directory = mlflow({ "model.skops": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n" });
  expect(breachesOf(only(Model.mlflow(directory))).map(({ code }) => code)).toEqual(["model-lfs-pointer"]);
});
