import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "fs";
import { join } from "path";
import {
  AzureContainerRegistry,
  Environment,
  Model,
  ModelImage,
  type ModelImageOptions,
  type ModelImageProps,
} from "../lib";
import { temporaryDirectory } from "./private/build-context/temporary";
import { ids } from "./support/ids";
import { appIn, FILES, filesIn, imageOf, project, stage, write } from "./support/staged";
import { all, only, synth } from "./support/synth";
import { diabetes, expressions, TestStack } from "./support/test-stack";

const RUNTIME = join(__dirname, "../image");

function build(props: Partial<ModelImageProps> = {}) {
  const stack = new TestStack();
  const image = new ModelImage(stack, "Model", { resourceGroup: stack.group, ...diabetes(), ...props });
  return { stack, image, json: synth(stack) };
}

describe("the build", () => {
  const { json } = build();
  const image = only(json, "docker_image");
  const hash = image.triggers.contentHash;

  test("is of the staged context, for the platform of Azure Functions, under the hash of its content", () => {
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(image.build).toEqual({ context: `build-contexts/${hash}`, platform: "linux/amd64" });
    expect(image.name).toBe(`\${azurerm_container_registry.Model_Registry.login_server}/model:${hash}`);
  });

  test("is repeated when the content changed, and for no other reason", () => {
    expect(image.triggers).toEqual({ contentHash: hash });
    expect(only(json, "docker_registry_image").triggers).toEqual({ contentHash: hash });
  });

  test("leaves the image that runs in state until the next one is there, and in the registry for a rollback", () => {
    expect(image).toMatchObject({ lifecycle: { create_before_destroy: true }, keep_locally: true });
    expect(only(json, "docker_registry_image")).toMatchObject({
      lifecycle: { create_before_destroy: true },
      keep_remotely: true,
    });
  });

  test("pushes as a token that may write to this repository only", () => {
    expect(only(json, "docker_registry_image").auth_config).toEqual({
      address: "${azurerm_container_registry.Model_Registry.login_server}",
      username: "${azurerm_container_registry_token.Model_PushToken.name}",
      password: "${azurerm_container_registry_token_password.Model_PushPassword.password1[0].value}",
    });
    expect(only(json, "azurerm_container_registry_scope_map").actions).toEqual([
      "repositories/model/content/read",
      "repositories/model/content/write",
    ]);
  });
});

describe("an image", () => {
  test("ModelImage.registry, ModelImage.repositoryName: where it goes", () => {
    const { stack, image } = build();
    expect(expressions(stack, { loginServer: image.registry.loginServer }).loginServer).toBe(
      "${azurerm_container_registry.Model_Registry.login_server}",
    );
    expect(image.repositoryName).toBe("model");
  });

  test("ModelImage.contentHash: is its tag in the registry", () => {
    const { stack, image, json } = build();
    const { contentHash } = expressions(stack, { contentHash: image.contentHash });
    expect(only(json, "docker_image").name.split(":").pop()).toBe(contentHash);
  });

  test("ModelImage.imageName, ModelImage.imageTag: are by the digest that was pushed", () => {
    const { stack, image } = build();
    expect(expressions(stack, { imageName: image.imageName, imageTag: image.imageTag })).toEqual({
      imageName: "model@sha256",
      imageTag: '${trimprefix(docker_registry_image.Model_Push.sha256_digest, "sha256:")}',
    });
  });

  test("ModelImage.isModelImage: by brand", () => {
    const { stack, image } = build();
    expect(ModelImage.isModelImage(image)).toBe(true);
    expect([undefined, null, {}, stack].some((value) => ModelImage.isModelImage(value))).toBe(false);
  });
});

describe("options", () => {
  const models = (options: Partial<ModelImageOptions>, files = FILES) =>
    stage(options, project(files)).files.filter((path) => path.startsWith("models/"));

  test("ModelImageOptions.model: one", () => {
    expect(models({})).toEqual(["models/model/1/model.pkl"]);
  });

  test("ModelImageOptions.models: several, each with a directory of its own", () => {
    const several = { model: undefined, models: [Model.fromFile("model.pkl"), Model.fromFile("other.pkl")] };
    const files = { ...FILES, "other.pkl": "another model" };
    expect(models(several, files)).toEqual(["models/model/1/model.pkl", "models/other/1/other.pkl"]);
    expect(stage(several, project(files)).read("Dockerfile")).toContain(
      'AZUREML_MODEL_DIR="/var/azureml-app/azureml-models" ',
    );
  });

  test("are those at construction, whatever the caller does with its own afterwards", () => {
    const directory = project({ ...FILES, "other.pkl": "another model", "src/other.py": FILES["src/score.py"]! });
    const models = [Model.fromFile("model.pkl")];
    const inferenceConfig = {
      entryScript: "score.py",
      sourceDirectory: "src",
      environment: Environment.fromPackages([]),
    };
    const app = appIn(directory);
    const stack = new TestStack("test", app);
    const options = imageOf({ model: undefined, models, inferenceConfig });
    const { contentHash } = new ModelImage(stack, "Model", { resourceGroup: stack.group, ...options });
    models.push(Model.fromFile("other.pkl"));
    inferenceConfig.entryScript = "other.py";
    const told = expressions(stack, { contentHash }).contentHash;
    const untouched = {
      models: [Model.fromFile("model.pkl")],
      inferenceConfig: { ...inferenceConfig, entryScript: "score.py" },
    };
    expect(told).toBe(stage({ model: undefined, ...untouched }, directory).hash);
  });

  test("either model or models is needed", () => {
    expect(() => stage({ model: undefined })).toThrow("(model)");
    expect(() => stage({ models: [Model.fromFile("model.pkl")] })).toThrow("(model)");
    expect(() => stage({ model: undefined, models: [] })).toThrow("(model)");
  });

  test("ModelImageOptions.registry: a Basic one of its own without", () => {
    expect(only(build().json, "azurerm_container_registry").sku).toBe("Basic");
    const registry = AzureContainerRegistry.fromAttributes({
      id: ids.registry,
      name: "given",
      resourceGroupName: "shared",
    });
    const { json } = build({ registry });
    expect(all(json, "azurerm_container_registry")).toEqual({});
    expect(only(json, "docker_image").name).toMatch(/^given\.azurecr\.io\/model:[0-9a-f]{64}$/);
  });

  test("ModelImageOptions.repositoryName: from the construct's path without", () => {
    expect(build().image.repositoryName).toBe("model");
    const { image, json } = build({ repositoryName: "team/risk" });
    expect(image.imageName).toBe("team/risk@sha256");
    expect(only(json, "docker_image").name).toContain("/team/risk:");
    expect(only(json, "azurerm_container_registry_scope_map").actions).toEqual([
      "repositories/team/risk/content/read",
      "repositories/team/risk/content/write",
    ]);
  });

  test("ModelImageOptions.cacheDigests: in the user's cache, unless it is switched off", () => {
    const { XDG_CACHE_HOME: before } = process.env;
    const cached = (cacheDigests?: boolean) => {
      process.env.XDG_CACHE_HOME = temporaryDirectory();
      const { hash } = stage({ cacheDigests });
      return { hash, files: filesIn(process.env.XDG_CACHE_HOME).length };
    };
    try {
      const [byDefault, on, off] = [cached(), cached(true), cached(false)];
      expect(byDefault.files).toBeGreaterThan(0);
      // how many differs: files too young to be trusted are not remembered
      expect(on.files).toBeGreaterThan(0);
      expect(off.files).toBe(0);
      expect(new Set([byDefault.hash, on.hash, off.hash]).size).toBe(1);
    } finally {
      if (before === undefined) delete process.env.XDG_CACHE_HOME;
      else process.env.XDG_CACHE_HOME = before;
    }
  });

  test("ModelImageProps.resourceGroup, ModelImageProps.location: where the registry is made", () => {
    expect(only(build().json, "azurerm_container_registry")).toMatchObject({
      resource_group_name: "${azurerm_resource_group.Group.name}",
      location: "${azurerm_resource_group.Group.location}",
    });
    expect(only(build({ location: "northeurope" }).json, "azurerm_container_registry").location).toBe("northeurope");
  });

  test("ModelImageProps.tags: of the registry that is made", () => {
    expect(only(build().json, "azurerm_container_registry")).not.toHaveProperty("tags");
    expect(only(build({ tags: { owner: "ml" } }).json, "azurerm_container_registry").tags).toEqual({ owner: "ml" });
  });
});

describe("models", () => {
  const paths = (model: Model, files = FILES) =>
    stage({ model }, project(files)).files.filter((path) => path.startsWith("models/"));
  const FOLDER = { ...FILES, "bert/config.json": "{}", "bert/weights/a.bin": "a", "bert/.hidden": "" };

  test("Model.fromFile: lies alone in its version's directory", () => {
    expect(paths(Model.fromFile("model.pkl"))).toEqual(["models/model/1/model.pkl"]);
    expect(stage().read("models/model/1/model.pkl")).toBe("a model");
  });

  test("Model.fromDirectory: lies in its version's directory with all that is in it", () => {
    expect(paths(Model.fromDirectory("bert"), FOLDER)).toEqual([
      "models/bert/1/bert/.hidden",
      "models/bert/1/bert/config.json",
      "models/bert/1/bert/weights/a.bin",
    ]);
  });

  test("ModelOptions.name: that of file or directory without", () => {
    expect(paths(Model.fromFile("model.pkl", { name: "risk" }))).toEqual(["models/risk/1/model.pkl"]);
    const files = { ...FILES, "model.v1.tar.gz": "x" };
    expect(paths(Model.fromFile("model.v1.tar.gz"), files)).toEqual(["models/model.v1.tar/1/model.v1.tar.gz"]);
    expect(paths(Model.fromDirectory("bert", { name: "embedding" }), FOLDER)[0]).toBe(
      "models/embedding/1/bert/.hidden",
    );
  });

  test("ModelOptions.version: 1 without", () => {
    const { files, read } = stage({ model: Model.fromFile("model.pkl", { version: 3 }) });
    expect(files).toContain("models/model/3/model.pkl");
    expect(read("Dockerfile")).toContain('AZUREML_MODEL_DIR="/var/azureml-app/azureml-models/model/3" ');
    expect(stage().read("Dockerfile")).toContain('AZUREML_MODEL_DIR="/var/azureml-app/azureml-models/model/1" ');
  });

  test("Model.isModel: by brand", () => {
    expect(Model.isModel(Model.fromFile("model.pkl"))).toBe(true);
    expect([undefined, null, {}, "model.pkl"].some((value) => Model.isModel(value))).toBe(false);
  });
});

describe("ModelImageOptions.inferenceConfig: script, source and environment", () => {
  const environment = Environment.fromPackages([]);
  const staged = (inferenceConfig: Partial<ModelImageOptions["inferenceConfig"]>, files = FILES) =>
    stage(
      { inferenceConfig: { entryScript: "score.py", sourceDirectory: "src", environment, ...inferenceConfig } },
      project(files),
    );

  test("InferenceConfig.entryScript: its path in the source directory", () => {
    expect(staged({}).read("Dockerfile")).toContain('AZUREML_ENTRY_SCRIPT="score.py"');
    const files = { ...FILES, "src/scoring/main.py": FILES["src/score.py"]! };
    expect(staged({ entryScript: "scoring/main.py" }, files).read("Dockerfile")).toContain(
      'AZUREML_ENTRY_SCRIPT="scoring/main.py"',
    );
  });

  test("InferenceConfig.sourceDirectory: all that lies in it, save for what its .dockerignore names", () => {
    const files = {
      ...FILES,
      "src/helpers/__init__.py": "",
      "src/notebook.ipynb": "{}",
      "src/.dockerignore": "*.ipynb\n",
      "beside.py": "",
    };
    const app = staged({}, files).files.filter((path) => path.startsWith("app/"));
    expect(app).toEqual(["app/helpers/__init__.py", "app/score.py"]);
    const other = staged({ sourceDirectory: "other" }, { ...FILES, "other/score.py": FILES["src/score.py"]! });
    expect(other.files.filter((path) => path.startsWith("app/"))).toEqual(["app/score.py"]);
  });

  test("InferenceConfig.environment: the packages that are installed", () => {
    expect(staged({ environment: Environment.fromPackages(["a==1"]) }).read("environment/requirements.txt")).toBe(
      "a==1\n",
    );
  });
});

describe("environments", () => {
  const inEnvironment = (environment: Environment, files = FILES) => {
    const inferenceConfig = { entryScript: "score.py", sourceDirectory: "src", environment };
    return stage({ inferenceConfig }, project(files));
  };
  const CONDA = [
    "name: risk",
    "dependencies:",
    "  - python=3.11",
    "  - numpy=1.26",
    "  - pip:",
    "      - scikit-learn==1.7.2",
  ].join("\n");

  test("Environment.fromRequirements: the file as it is, with line ends of Linux", () => {
    const { read, files } = inEnvironment(Environment.fromRequirements("requirements.txt"), {
      ...FILES,
      "requirements.txt": "\uFEFF# ours\r\nnumpy==2.0.0\r\n",
    });
    expect(read("environment/requirements.txt")).toBe("# ours\nnumpy==2.0.0\n");
    expect(files).not.toContain("environment/conda.yml");
  });

  test("Environment.fromRequirements: UTF-16 becomes UTF-8, which every version of pip and conda reads", () => {
    const { read } = inEnvironment(Environment.fromRequirements("requirements.txt"), {
      ...FILES,
      "requirements.txt": Buffer.from("\uFEFF# é\r\nnumpy==2.0.0\r\n", "utf16le"),
    });
    expect(read("environment/requirements.txt")).toBe("# é\nnumpy==2.0.0\n");
  });

  test("Environment.fromConda: UTF-16 becomes UTF-8", () => {
    const { read } = inEnvironment(Environment.fromConda("conda.yml"), {
      ...FILES,
      "conda.yml": Buffer.from(`\uFEFF${CONDA}`, "utf16le"),
    });
    expect(read("environment/conda.yml")).toBe(CONDA);
  });

  test("Environment.fromPackages: one line each", () => {
    const { read } = inEnvironment(Environment.fromPackages(["numpy==2.0.0", "scikit-learn==1.7.2"]));
    expect(read("environment/requirements.txt")).toBe("numpy==2.0.0\nscikit-learn==1.7.2\n");
  });

  test("Environment.fromConda: a conda environment of its Python version", () => {
    const { read, files } = inEnvironment(Environment.fromConda("conda.yml"), { ...FILES, "conda.yml": CONDA });
    expect(read("environment/conda.yml")).toBe(CONDA);
    expect(files).not.toContain("environment/requirements.txt");
    expect(read("Dockerfile")).toMatch(/^ARG BASE_IMAGE=\S+:4-python3\.11\n/);
    expect(read("Dockerfile")).toContain("micromamba create");
  });

  test("Environment.fromConda: nothing but pip, where it names nothing else", () => {
    const files = { ...FILES, "conda.yml": CONDA.replace("  - numpy=1.26\n", "") };
    const { read } = inEnvironment(Environment.fromConda("conda.yml"), files);
    expect(read("environment/requirements.txt")).toBe("scikit-learn==1.7.2\n");
    expect(read("Dockerfile")).toMatch(/^ARG BASE_IMAGE=\S+:4-python3\.11\n/);
    expect(read("Dockerfile")).not.toContain("micromamba");
  });

  test.each(["3.10", "3.11", "3.12", "3.13"])("PipEnvironmentOptions.pythonVersion: %s", (pythonVersion) => {
    const base = (environment: Environment) => inEnvironment(environment).read("Dockerfile").split("\n")[0];
    const image = `ARG BASE_IMAGE=mcr.microsoft.com/azure-functions/python:4-python${pythonVersion}`;
    expect(base(Environment.fromPackages([], { pythonVersion }))).toBe(image);
    expect(base(Environment.fromRequirements("requirements.txt", { pythonVersion }))).toBe(image);
  });

  test("PipEnvironmentOptions.pythonVersion: 3.12 without", () => {
    expect(inEnvironment(Environment.fromPackages([])).read("Dockerfile")).toMatch(/^ARG .*4-python3\.12\n/);
  });

  test.each([
    ["pip", (options: object) => Environment.fromRequirements("requirements.txt", options)],
    ["packages", (options: object) => Environment.fromPackages([], options)],
    ["conda", (options: object) => Environment.fromConda("conda.yml", options)],
  ])("EnvironmentOptions.systemPackages, EnvironmentOptions.baseImage: none, and Azure's, without (%s)", (_, make) => {
    const dockerfile = (options: object) =>
      inEnvironment(make(options), { ...FILES, "conda.yml": CONDA }).read("Dockerfile");
    expect(dockerfile({})).not.toContain("apt-get");
    expect(dockerfile({ systemPackages: ["libgomp1", "ffmpeg"] })).toContain(
      "--no-install-recommends libgomp1 ffmpeg ",
    );
    expect(dockerfile({})).toMatch(/^ARG BASE_IMAGE=mcr\.microsoft\.com\/azure-functions\/python:/);
    expect(dockerfile({ baseImage: "registry.example.com/base:1" })).toMatch(
      /^ARG BASE_IMAGE=registry\.example\.com\/base:1\n/,
    );
  });

  test("Environment.isEnvironment: by brand", () => {
    expect(Environment.isEnvironment(Environment.fromPackages([]))).toBe(true);
    expect([undefined, null, {}, "requirements.txt"].some((value) => Environment.isEnvironment(value))).toBe(false);
  });
});

describe("the staged context", () => {
  test("is complete: Dockerfile, environment, runtime, model and script, and nothing else", () => {
    expect(stage().files.filter((path) => !path.startsWith("runtime/"))).toEqual([
      "Dockerfile",
      "app.sha256",
      "app/score.py",
      "environment/requirements.txt",
      "models.sha256",
      "models/model/1/model.pkl",
    ]);
  });

  test("has the runtime as it is, without caches and template", () => {
    const { files, read } = stage();
    const staged = files.filter((path) => path.startsWith("runtime/")).map((path) => path.slice("runtime/".length));
    const modules = filesIn(RUNTIME).filter((path) => /^ml_runtime\/.*\.py$/.test(path));
    expect(modules.length).toBeGreaterThan(5);
    expect(staged).toEqual(expect.arrayContaining(["function_app.py", "host.json", "requirements.txt", ...modules]));
    expect(staged.filter((path) => /pycache|\.pyc$|^Dockerfile$/.test(path))).toEqual([]);
    for (const path of staged) expect(read(`runtime/${path}`)).toBe(readFileSync(join(RUNTIME, path), "utf8"));
  });

  test("has all that its Dockerfile copies", () => {
    const { files, read } = stage();
    const copied = [...read("Dockerfile").matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap((match) => {
      return match[1]!
        .replace(/["[\],]/g, " ")
        .trim()
        .split(/\s+/)
        .slice(0, -1);
    });
    expect(copied.length).toBeGreaterThan(4);
    const missing = copied.filter((source) => !files.some((path) => path === source || path.startsWith(source)));
    expect(missing).toEqual([]);
  });

  test("takes relative paths from the directory of cdktf.json, wherever the process runs", () => {
    const directory = project({ ...FILES, "model.pkl": "of this project" });
    expect(process.cwd()).not.toBe(directory);
    expect(stage({}, directory).read("models/model/1/model.pkl")).toBe("of this project");
  });

  test("takes absolute paths as they are", () => {
    const elsewhere = project({ "model.pkl": "from elsewhere" });
    const { read } = stage({ model: Model.fromFile(join(elsewhere, "model.pkl")) });
    expect(read("models/model/1/model.pkl")).toBe("from elsewhere");
  });

  test("goes when its content changed, and stays when it did not", () => {
    const directory = project();
    const contexts = () => readdirSync(join(directory, "cdktf.out/stacks/test/build-contexts")).filter(isHash);
    const first = stage({}, directory).hash;
    expect(stage({}, directory).hash).toBe(first);
    expect(contexts()).toEqual([first]);
    write(directory, { "model.pkl": "a better model" });
    const second = stage({}, directory).hash;
    expect(second).not.toBe(first);
    expect(contexts()).toEqual([second]);
  });

  test.each<[string, (images: string) => void, boolean]>([
    ["the last one", () => undefined, true],
    ["nothing where images.json is gone", (images) => rmSync(images), false],
    ["nothing where images.json is damaged", (images) => writeFileSync(images, "["), false],
    [
      "nothing outside, whatever images.json says",
      (images) => {
        const text = readFileSync(images, "utf8").replace(/"context": "[^"]*"/, '"context": "../../../src"');
        writeFileSync(images, text);
      },
      false,
    ],
  ])("is made of %s", (_, change, reused) => {
    const directory = project();
    const contexts = join(directory, "cdktf.out/stacks/test/build-contexts");
    const inode = (hash: string) => statSync(join(contexts, hash, "models/model/1/model.pkl")).ino;
    const before = inode(stage({}, directory).hash);
    change(join(contexts, "images.json"));
    write(directory, { "src/score.py": "def init(): pass\ndef run(data): return 1\n" });
    expect(inode(stage({}, directory).hash) === before).toBe(reused);
    expect(existsSync(join(directory, "src/score.py"))).toBe(true);
  });

  test("is not made of one that another image still has", () => {
    const directory = project();
    const synth = (second: string) => {
      const app = appIn(directory);
      const stack = new TestStack("test", app);
      const add = (id: string, file: string) =>
        new ModelImage(stack, id, { resourceGroup: stack.group, ...imageOf({ model: Model.fromFile(file) }) });
      add("First", "model.pkl");
      add("Second", second);
      app.synth();
      return readdirSync(join(directory, "cdktf.out/stacks/test/build-contexts")).filter(isHash);
    };
    const [shared] = synth("model.pkl");
    write(directory, { "other.pkl": "another model" });
    expect(synth("other.pkl")).toHaveLength(2);
    expect(synth("other.pkl")).toContain(shared);
  });

  test("is one of several in a stack with several images", () => {
    const directory = project({ ...FILES, "other.pkl": "another model" });
    const app = appIn(directory);
    const stack = new TestStack("test", app);
    const add = (id: string, options: Partial<ModelImageOptions>) =>
      new ModelImage(stack, id, { resourceGroup: stack.group, ...imageOf(options) });
    add("First", {});
    add("Second", { model: Model.fromFile("other.pkl") });
    // the same content: one context for two images
    add("Third", {});
    app.synth();
    expect(readdirSync(join(directory, "cdktf.out/stacks/test/build-contexts")).filter(isHash)).toHaveLength(2);
  });

  test.each([
    ["the model", { "model.pkl": "a better model" }],
    ["the script", { "src/score.py": "def init(): pass\ndef run(data): return 1\n" }],
    ["a module beside it", { "src/helper.py": "" }],
    ["the requirements", { "requirements.txt": "numpy==2.1.0\n" }],
  ])("has another hash when %s changed", (_, changed) => {
    expect(stage({}, project({ ...FILES, ...changed })).hash).not.toBe(stage().hash);
  });

  test("is not written, nor anything else, when the files are not there", () => {
    const directory = project();
    expect(() => stage({ model: Model.fromFile("missing.pkl") }, directory)).toThrow("(model-path)");
    expect(existsSync(join(directory, "cdktf.out/stacks/test/cdk.tf.json"))).toBe(false);
    expect(existsSync(join(directory, "cdktf.out/stacks/test/build-contexts"))).toBe(false);
  });
});

function isHash(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}
