import { readdirSync, readFileSync } from "fs";
import { join } from "path";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import {
  Aspects,
  type IAspect,
  TerraformDataSource,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
  Testing,
  Token,
} from "cdktf";
import { ContainerImage, Environment, HttpMlFunctionApp, Model, ModelImage, ValidationError } from "../../lib";
import { RUNTIME } from "../../lib/private/python/version-conflicts";
import { diabetes, publicImage } from "../support/test-stack";
import {
  type Anything,
  app,
  breachesOf,
  conda,
  environment,
  files,
  image,
  refused,
  requirements,
  script,
  taken,
  warningsOf,
} from "./support";

const none: Anything = undefined;
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
const INIT = "def init():\n    pass\n";
const model = (given: Anything) => image({ model: given });
const config = (more: Anything) => image({ inferenceConfig: { ...diabetes().inferenceConfig, ...more } });
const python = (pythonVersion: Anything, more: Anything = {}) =>
  environment(Environment.fromPackages(["joblib==1.5.2", "numpy==2.2.6"], { pythonVersion, ...more }));
const encoded = (name: string, bytes: Buffer) => {
  const path = join(files({ [name]: bytes }), name);
  return environment(name.endsWith(".yml") ? Environment.fromConda(path) : Environment.fromRequirements(path));
};
const SCRIPT = "inferenceConfig.entryScript";
const ENVIRONMENT = "inferenceConfig.environment";

describe("model", () => {
  const LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
  const directory = files({
    "empty.pkl": "",
    "some model.v2.pkl": "x",
    "lfs.pkl": LFS,
    "ü.pkl": "x",
  });
  const at = (name: string) => join(directory, name);

  refused([
    ["no path", "model-path", "model", model(Model.fromFile(none))],
    ["a number", "model-path", "model", model(Model.fromFile(5 as Anything))],
    ["a path with a NUL", "model-path", "model", model(Model.fromFile("a\0b"))],
    ["a file that is not there", "model-path", "model", model(Model.fromFile("none.pkl"))],
    ["a directory as file", "model-path", "model", model(Model.fromFile(directory))],
    ["a file as directory", "model-path", "model", model(Model.fromDirectory(at("some model.v2.pkl")))],
    ["an empty file", "model-path", "model", model(Model.fromFile(at("empty.pkl")))],
    ["an empty directory", "model-path", "model", model(Model.fromDirectory(files({})))],
    ["a path that Terraform knows", "model-path", "model", model(Model.fromFile(Token.asString({ a: 1 })))],
    ["a pointer of Git LFS", "model-lfs-pointer", "model", model(Model.fromFile(at("lfs.pkl")))],
    [
      "a pointer of Git LFS in a directory",
      "model-lfs-pointer",
      "model",
      model(Model.fromDirectory(files({ "config.json": "{}", "weights/model.bin": LFS }))),
    ],
    ["a file's name that is no model's", "model-name", "model.name", model(Model.fromFile(at("ü.pkl")))],
    [
      "version 0",
      "model-version",
      "model.version",
      model(Model.fromFile(at("some model.v2.pkl"), { name: "m", version: 0 })),
    ],
    [
      "version 1.5",
      "model-version",
      "model.version",
      model(Model.fromFile(at("some model.v2.pkl"), { name: "m", version: 1.5 })),
    ],
    ["no model", "model", "model", image({ model: undefined })],
    ["no models", "model", "models", image({ model: undefined, models: [] })],
    ["model and models", "model", "models", image({ models: [diabetes().model] })],
    ["a path as model", "part", "model", model("model.joblib")],
    [
      "two models of one name",
      "model-name-twice",
      "models",
      image({ model: undefined, models: [diabetes().model, diabetes().model] }),
    ],
  ]);

  taken([
    [
      "a path with spaces and periods",
      model(Model.fromFile(at("some model.v2.pkl"), { name: "some.model-2_x", version: 2147483647 })),
    ],
    ["a relative path from elsewhere", model(Model.fromFile("./examples/../examples/diabetes/model.joblib"))],
  ]);
});

describe("pointers of Git LFS in a model's directory", () => {
  const LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";

  test("are told once, with the first of them", () => {
    const directory = files({ "b.bin": LFS, "a/c.bin": LFS, "a/d.bin": LFS, "config.json": "{}" });
    const [breach, ...others] = breachesOf(model(Model.fromDirectory(directory)));
    expect(breach).toMatchObject({
      code: "model-lfs-pointer",
      remedy: expect.stringContaining("git lfs pull") as string,
    });
    expect(breach?.value).toContain("/a/c.bin, and 2 more");
    expect(others).toEqual([]);
  });

  taken([
    [
      "files that only speak of Git LFS",
      model(
        Model.fromDirectory(
          files({
            "README.md": `# LFS\n${LFS}`,
            "big.txt": LFS.padEnd(2000, "x"),
            "empty/__init__.py": "",
            ".gitattributes": "*.bin filter=lfs\n",
          }),
          { name: "m" },
        ),
      ),
    ],
  ]);
});

describe("source directory and entry script", () => {
  refused([
    ["no configuration", "inference-config", "inferenceConfig", image({ inferenceConfig: undefined })],
    ["a text as configuration", "struct", "inferenceConfig", image({ inferenceConfig: "score.py" })],
    [
      "a directory that is not there",
      "source-directory",
      "inferenceConfig.sourceDirectory",
      config({ sourceDirectory: "none" }),
    ],
    ["a script outside of it", "entry-script", SCRIPT, config({ entryScript: "../diabetes/score.py" })],
    [
      "an absolute script",
      "entry-script",
      SCRIPT,
      config({ entryScript: join(process.cwd(), "examples/diabetes/score.py") }),
    ],
    ["no Python", "entry-script", SCRIPT, config({ entryScript: "requirements.txt" })],
    ["a script that is not there", "entry-script", SCRIPT, config({ entryScript: "main.py" })],
    ["no environment", "part", ENVIRONMENT, config({ environment: undefined })],
    ["no script at all", "entry-script", SCRIPT, config({ entryScript: undefined })],
    ["an empty script", "script-init", SCRIPT, script("")],
    ["no init", "script-init", SCRIPT, script("def run(data):\n    pass\n")],
    ["no run", "script-run", SCRIPT, script(INIT)],
    ["run in a class", "script-run", SCRIPT, script(`${INIT}class Model:\n    def run(self, data):\n        pass\n`)],
    ["Python 2", "script-syntax", SCRIPT, script(`print "x"\n${INIT}`)],
    ["an open bracket", "script-syntax", SCRIPT, script(`${INIT}def run(data:\n    pass\n`)],
    ["tabs and spaces mixed", "script-syntax", SCRIPT, script(`${INIT}def run(data):\n    x = 1\n\ty = 2\n`)],
    ["a block as deep as no other", "script-syntax", SCRIPT, script(`${INIT}def run(data):\n\t if data:\n    x = 1\n`)],
    [
      "syntax of a later Python",
      "script-syntax",
      SCRIPT,
      script(`${INIT}type X = int\ndef run(data): pass\n`, Environment.fromPackages([], { pythonVersion: "3.11" })),
    ],
    [
      "bytes that are not UTF-8",
      "script-encoding",
      SCRIPT,
      script(Buffer.from(`${INIT}# \xe9\ndef run(data): pass\n`, "latin1")),
    ],
    ["UTF-16", "script-encoding", SCRIPT, script(utf16(`${INIT}def run(data): pass\n`))],
    ["UTF-16, big end first", "script-encoding", SCRIPT, script(utf16(`${INIT}def run(data): pass\n`).swap16())],
    ["UTF-16 without a mark", "script-encoding", SCRIPT, script(utf16(`${INIT}def run(data): pass\n`).subarray(2))],
    ["a NUL", "script-encoding", SCRIPT, script(`${INIT}def run(data): pass\n#\0\n`)],
    ["run without an argument", "script-run-arguments", SCRIPT, script(`${INIT}def run(): pass`)],
    ["run with *args", "script-run-arguments", SCRIPT, script(`${INIT}def run(*args): pass`)],
    ["run with **kwargs", "script-run-arguments", SCRIPT, script(`${INIT}def run(data, **kwargs): pass`)],
    ["run with headers only", "script-run-arguments", SCRIPT, script(`${INIT}def run(request_headers): pass`)],
    ["run with two arguments", "script-run-arguments", SCRIPT, script(`${INIT}def run(a, b): pass`)],
    ["a lambda without an argument", "script-run-arguments", SCRIPT, script(`${INIT}run = lambda: 1`)],
    ["init with an argument", "script-init-arguments", SCRIPT, script("def init(path): pass\ndef run(data): pass")],
    ["return outside of a function", "script-syntax", SCRIPT, script(`${INIT}def run(data): pass\nreturn 1\n`)],
    ["break outside of a loop", "script-syntax", SCRIPT, script(`${INIT}def run(data):\n    break\n`)],
    ["await in a plain function", "script-syntax", SCRIPT, script(`${INIT}def run(data):\n    await x\n`)],
    [
      "a relative import",
      "script-relative-import",
      SCRIPT,
      script(`from .helper import predict\n${INIT}def run(data): pass\n`),
    ],
    [
      "a script that .dockerignore keeps away",
      "entry-script",
      SCRIPT,
      config({
        sourceDirectory: files({ "score.py": `${INIT}def run(d): pass`, "a.py": "1", ".dockerignore": "score.py" }),
      }),
    ],
    [
      "a script in a directory that stays out",
      "entry-script",
      SCRIPT,
      config({
        sourceDirectory: files({ "venv/score.py": `${INIT}def run(d): pass`, "a.py": "1" }),
        entryScript: "venv/score.py",
      }),
    ],
    ["a script beside no directory", "entry-script", SCRIPT, config({ sourceDirectory: "none", entryScript: 5 })],
    [
      "rawhttp and output_schema",
      "script-decorators",
      SCRIPT,
      script(`${INIT}@rawhttp\n@output_schema(None)\ndef run(data): pass`),
    ],
    ["async run", "script-async", SCRIPT, script(`${INIT}async def run(data): pass`)],
    ["async init", "script-async", SCRIPT, script("async def init(): pass\ndef run(data): pass")],
    ["run with yield", "script-generator", SCRIPT, script(`${INIT}def run(data):\n    yield data\n`)],
    [
      "run with yield from in a branch",
      "script-generator",
      SCRIPT,
      script(`${INIT}@rawhttp\ndef run(data):\n    if data:\n        return (yield from data)\n`),
    ],
    [
      "run with yield in a default of another function",
      "script-generator",
      SCRIPT,
      script(`${INIT}def run(data):\n    def a(b=(yield)): pass\n`),
    ],
    ["a lambda with yield", "script-generator", SCRIPT, script(`${INIT}run = lambda data: (yield data)`)],
    ["init with yield", "script-generator", SCRIPT, script("def init():\n    yield\ndef run(data): pass\n")],
    [
      "a generator of another name",
      "script-generator",
      SCRIPT,
      script(`${INIT}def predict(data):\n    yield data\nrun = predict\n`),
    ],
    [
      "a generator either way",
      "script-generator",
      SCRIPT,
      script(`${INIT}if x:\n    def run(data): yield 1\nelse:\n    def run(data): yield 2\n`),
    ],
    [
      "run in the main program",
      "script-run",
      SCRIPT,
      script(`${INIT}if __name__ == "__main__":\n    def run(data): pass\n`),
    ],
    [
      "init in the main program",
      "script-init",
      SCRIPT,
      script(`if debug and '__main__' == __name__:\n    ${INIT}def run(data): pass\n`.replace("\n    pass", " pass")),
    ],
    [
      "run in the other branch of the main program",
      "script-run",
      SCRIPT,
      script(`${INIT}if not __name__ == "__main__":\n    pass\nelse:\n    from a import run\n`),
    ],
    [
      "run for type checkers",
      "script-run",
      SCRIPT,
      script(`from typing import TYPE_CHECKING\n${INIT}if TYPE_CHECKING:\n    from a import run\n`),
    ],
    ["run in a comprehension alone", "script-run", SCRIPT, script(`${INIT}a = [run for run in b]\n`)],
    ["run that is None", "script-run", SCRIPT, script(`${INIT}run = None`)],
    ["run that becomes a number", "script-run", SCRIPT, script(`${INIT}def run(data): pass\nrun = -5\n`)],
    ["run that becomes a text", "script-run", SCRIPT, script(`${INIT}def run(data): pass\nrun: str = f"{init}"\n`)],
    ["run and init that are None", "script-init", SCRIPT, script("init, run = None, None\n")],
    ["init that is None in a chain", "script-init", SCRIPT, script("def run(data): pass\na = init = None\n")],
    ["run of another name that is a list", "script-run", SCRIPT, script(`${INIT}a = [1]\nrun = a\n`)],
    [
      "run that one branch makes a number, and none a function",
      "script-run",
      SCRIPT,
      script(`${INIT}if x:\n    run = 5\n`),
    ],
    ["run that is deleted", "script-run", SCRIPT, script(`${INIT}def run(data): pass\ndel (a, run)\n`)],
    [
      "run in the main program, which overrides nothing else",
      "script-run-arguments",
      SCRIPT,
      script(`${INIT}def run(): pass\nif __name__ == "__main__":\n    run = len\n`),
    ],
    [
      "the last of two definitions",
      "script-run-arguments",
      SCRIPT,
      script(`${INIT}def run(d): pass\ndef run(): pass\n`),
    ],
    ["a class run", "script-run", SCRIPT, script(`${INIT}class run:\n    def __init__(self, data): pass\n`)],
    [
      "a class run of a class of the script",
      "script-run",
      SCRIPT,
      script(`${INIT}class A(object): pass\nclass run(A):\n    def __init__(self, data): pass\n`),
    ],
    [
      "rawhttp and input_schema",
      "script-decorators",
      SCRIPT,
      script(`${INIT}@rawhttp\n@input_schema("data", None)\ndef run(data): pass`),
    ],
  ]);

  taken([
    ["lambdas", script("init = lambda: None\nrun = lambda data: data\n")],
    [
      "methods of an object",
      script("class M:\n    def a(self): pass\n    def b(self, d): pass\nm = M()\ninit, run = m.a, m.b\n"),
    ],
    ["several arguments by output_schema", script(`${INIT}@output_schema(None)\ndef run(a, b): pass`)],
    [
      "a relative import that may fail",
      script(`try:\n    from . import a\nexcept ImportError: pass\n${INIT}def run(d): pass`),
    ],
    [
      "generators in run",
      script(
        `${INIT}def run(data):\n    def a(): yield 1\n    b = lambda: (yield)\n    class C:\n        def d(self): yield\n    return list(x for x in a())\n`,
      ),
    ],
    ["a generator that a decorator collects", script(`${INIT}@collected\ndef run(data): yield data\n`)],
    ["a generator that is wrapped later", script(`${INIT}def run(data): yield data\nrun = collected(run)\n`)],
    ["a generator in one branch", script(`${INIT}def run(data): pass\nif x:\n    def run(data): yield data\n`)],
    [
      "functions outside of the main program",
      script(
        `if __name__ != "__main__":\n    def run(data): pass\n${INIT}if __name__ == "__main__":\n    run = None\n`,
      ),
    ],
    [
      "functions that are there whether or not it is the main program",
      script(`${INIT}if __name__ == "__main__":\n    pass\nelse:\n    def run(data): pass\n`),
    ],
    [
      "functions in what may be the main program",
      script(`${INIT}if __name__ == "__main__" or x:\n    def run(d): pass\n`),
    ],
    ["functions in a module of another name", script(`${INIT}if __name__ == "entry_module":\n    def run(d): pass\n`)],
    [
      "a switch that the script sets itself",
      script(
        `try:\n    from typing import TYPE_CHECKING\nexcept ImportError:\n    TYPE_CHECKING = x\n${INIT}if TYPE_CHECKING:\n    def run(d): pass\n`,
      ),
    ],
    ["a value first, and a function then", script(`init = run = None\n${INIT}def run(data): pass\n`)],
    ["a function that is deleted and defined anew", script(`${INIT}run = 1\ndel run\ndef run(data): pass\n`)],
    [
      "a value where an import fails",
      script(`${INIT}try:\n    from a import run\nexcept ImportError:\n    run = None\n`),
    ],
    [
      "a function that a loop leaves in time",
      script(`${INIT}for x in y:\n    def run(data): pass\n    if x: break\n    run = None\n`),
    ],
    [
      "a function that a function sets",
      script(`run = None\n${INIT}def set():\n    global run\n    run = len\nset()\n`),
    ],
    ["a function that a comprehension sets", script(`${INIT}a = [(run := b) for b in c]\n`)],
    ["partials and calls", script("init = partial(a)\nrun = b or (lambda data: data)\n")],
    ["functions of Python's own", script("init = dict\nrun = print\ndel print\n")],
    ["an instance of a class", script(`${INIT}class Run:\n    def __call__(self, data): pass\nrun = Run()\n`)],
    ["a class as init", script("class init:\n    def __init__(self): pass\ndef run(data): pass\n")],
    ["a class run that is an answer", script(`${INIT}class run(dict):\n    def __init__(self, data): pass\n`)],
    ["a class run of another type", script(`${INIT}class run(metaclass=M): pass\n`)],
    ["a class run that is decorated", script(`${INIT}@answering\nclass run: pass\n`)],
    ["a class run that makes something else", script(`${INIT}class run:\n    def __new__(cls, data): return data\n`)],
    [
      "a class run of a class that may be another",
      script(`${INIT}class A: pass\nif x: from a import A\nclass run(A): pass\n`),
    ],
    ["what another script brings", script("import a as driver_module\ninit = run = None\n")],
    ["imports from another module", script("from json import loads as run, dumps as init\n")],
    ["all of another module", script("from json import *\n")],
    [
      "definitions in try and if",
      script(
        "try:\n    import a\n    def init(): pass\nexcept ImportError:\n    def init(): pass\nif init:\n    def run(d): pass\n",
      ),
    ],
    ["names that are set out of sight", script("globals()['run'] = print\nexec('def init(): pass')\n")],
    ["headers and defaults", script(`${INIT}def run(data, request_headers, threshold=0.5): pass`)],
    ["a keyword-only argument", script(`${INIT}def run(*, data): pass`)],
    [
      "several arguments with input_schema",
      script(`${INIT}@input_schema("a", None)\n@output_schema(None)\ndef run(a, b): pass`),
    ],
    ["rawhttp by its module", script(`${INIT}@aml_request.rawhttp\ndef run(request): pass`)],
    ["other decorators", script(`${INIT}@functools.wraps(print)\ndef run(): pass`)],
    ["a byte order mark and CRLF", script(`\ufeff${INIT}def run(data): pass\n`.replace(/\n/g, "\r\n"))],
    [
      "latin-1 that says so",
      script(Buffer.from(`# -*- coding: latin-1 -*-\nx = "\xe9"\n${INIT}def run(data): pass\n`, "latin1")),
    ],
    [
      "match, walrus and f-strings in f-strings",
      script(
        `${INIT}def run(data):\n\tmatch data:\n\t\tcase {"a": [*_]} if (n := 1): return f"{f'{data["x"]!r:>{n}}'}"\n\t\tcase _: type = 1.\n`,
      ),
    ],
    [
      "a script in a directory",
      image({
        inferenceConfig: {
          ...diabetes().inferenceConfig,
          entryScript: "src/score.py",
          sourceDirectory: files({ "src/score.py": `${INIT}def run(data): pass` }),
        },
      }),
    ],
  ]);

  test.each([
    ["a tab after spaces", "    if data:\n        a = 1\n\tb = 2\n", 6],
    ["spaces after a tab", "\ta = 1\n        b = 2\n", 5],
    ["spaces after a comment and a blank line", "\ta = 1\n\n # c\n        b = 2\n", 7],
    ["a deeper block that tabs hide", "  if data:\n      if data:\n\ta = 1\n", 6],
    ["Windows' line ends, behind a string", "\ta = '''\r\n  é '''\r\n        b = 2\r\n", 6],
  ])("a TabError of Python is told as one: %s", (_, body, line) => {
    const [breach] = breachesOf(script(`${INIT}def run(data):\n${body}`));
    expect(breach?.value).toContain(`score.py, line ${line}: Inconsistent use of tabs and spaces in indentation`);
  });

  taken([
    ["tabs in one block, spaces in another", script(`${INIT}def run(data):\n\tif data:\n\t\treturn 1\n\treturn 2\n`)],
    ["tabs behind spaces in every line", script(`${INIT}def run(data):\n  \tx = 1\n  \treturn x\n`)],
    [
      "any depth in brackets, strings, comments and continued lines",
      script(
        `${INIT}def run(data):\n\tx = (1,\n        2)\n        # c\n\ty = '''\n        s\n'''\n\tz = 1 + \\\n        2\n\treturn f"{x}"\n`,
      ),
    ],
    ["a form feed before a line", script(`${INIT}\f\ndef run(data):\n    x = 1\n\f    return x\n`)],
  ]);

  test.each([
    ["UTF-16", utf16(INIT), "not UTF-16", "PowerShell"],
    ["a NUL", Buffer.from(`${INIT}\0`), "not one with NUL characters", "UTF-8"],
    ["latin-1", Buffer.from("# é", "latin1"), "its first lines name", "coding: latin-1"],
  ])("names what the script is in place of UTF-8: %s", (_, bytes, message, remedy) => {
    expect(breachesOf(script(bytes))).toEqual([
      expect.objectContaining({
        code: "script-encoding",
        message: expect.stringContaining(message) as string,
        remedy: expect.stringContaining(remedy) as string,
      }),
    ]);
  });

  test("warns of imports that the environment does not list", () => {
    const text = `import numpy, sklearn.svm, cv2, os, flask\nfrom PIL import Image\ntry:\n    import ujson\nexcept ImportError:\n    pass\n${INIT}def run(data): pass\n`;
    expect(warningsOf(script(text, Environment.fromPackages(["Scikit_Learn==1.7.2"])))).toEqual([
      "score.py imports PIL, cv2, which the environment does not list: add opencv-python, pillow to it, unless another package brings it. (script-imports)",
    ]);
    const all = ["scikit-learn==1.7.2", "opencv-python-headless==4.12.0.88", "pillow==12.0.0"];
    expect(warningsOf(script(text, Environment.fromPackages(all)))).toEqual([]);
  });

  test("warns of the signature of a batch endpoint", () => {
    const batch = "def run(mini_batch):\n    return [predict(path.split('/')) for path in mini_batch]\n";
    expect(warningsOf(script(INIT + batch))).toEqual([
      "score.py defines run(mini_batch), as scripts of batch endpoints do. Here, run gets the payload of one request as a text, not a list of files. Read the text, and write for example run(data). (script-batch)",
    ]);
    expect(warningsOf(script(`${INIT}def run(miniBatch, request_headers): pass`))).toHaveLength(1);
  });

  test.each([
    ["reads a text", "def run(mini_batch):\n    return predict(json.loads(mini_batch))\n"],
    ["takes a text", "def run(mini_batch: str): pass\n"],
    ["splits a text", "def run(mini_batch): return mini_batch.split(',')\n"],
    ["has a schema", '@input_schema("mini_batch", None)\ndef run(mini_batch): pass\n'],
    ["may be another", "if x:\n    def run(mini_batch): pass\nelse:\n    def run(data): pass\n"],
    ["has another parameter", "def run(data, mini_batch=None): pass\n"],
  ])("warns of no batch endpoint where run %s", (_, text) => expect(warningsOf(script(INIT + text))).toEqual([]));

  describe("imports from outside of the source directory", () => {
    const told = (path: string, line: string, texts: Anything = {}) => {
      const root = files({ [`${path}/score.py`]: `${line}\n${INIT}def run(data): pass`, ...texts });
      const given = {
        entryScript: "score.py",
        sourceDirectory: join(root, path),
        environment: Environment.fromPackages([]),
      };
      return warningsOf(image({ inferenceConfig: given }));
    };
    const outside = (modules: string, top: string) => [
      `score.py imports ${modules} from outside of the source directory, of which nothing gets into the image: set sourceDirectory to the directory above that holds ${top}, and entryScript to the script's path from there, unless a package brings it. (script-imports)`,
    ];
    const unlisted = [expect.stringMatching(/^score.py imports .* which the environment does not list/)];

    test.each([
      ["beside it", "scoring", "from src.x import y", { "src/x.py": "" }, outside("src.x", "src")],
      ["of its own name", "src", "from src.x import y", { "src/x.py": "" }, outside("src.x", "src")],
      ["of a name around it", "src/a/b", "import src.x.y", { "src/x/y.py": "" }, outside("src.x.y", "src")],
      ["a file", "scoring", "import helper", { "helper.py": "" }, outside("helper", "helper")],
      ["a package of packages", "scoring", "from src import x", { "src/x/a.py": "" }, outside("src", "src")],
      ["a directory without Python", "scoring", "import docker", { "docker/Dockerfile": "" }, unlisted],
      ["a directory without the module", "scoring", "import src.z", { "src/x.py": "" }, unlisted],
      ["nothing there", "scoring", "from src.x import y", {}, unlisted],
      ["within it", "scoring", "from src.x import y", { "scoring/src/x.py": "", "src/x.py": "" }, []],
    ])("%s", (_, path, line, texts, expected) => expect(told(path, line, texts)).toEqual(expected));

    test("beside packages that are missing", () => {
      const warned = told("scoring", "import cv2, src.x", { "src/x.py": "" });
      expect(warned).toEqual([...outside("src.x", "src"), expect.stringContaining("imports cv2, which")]);
    });
  });

  test("modules beside the script are its own", () => {
    const sourceDirectory = files({
      "src/score.py": `import helper, package\n${INIT}def run(data): pass`,
      "src/helper.py": "",
      "package/a.py": "",
    });
    const own = { entryScript: "src/score.py", sourceDirectory, environment: Environment.fromPackages([]) };
    expect(warningsOf(image({ inferenceConfig: own }))).toEqual([]);
  });
});

describe("environment", () => {
  refused([
    ["no path", "environment-path", ENVIRONMENT, environment(Environment.fromRequirements(none))],
    ["a directory", "environment-path", ENVIRONMENT, environment(Environment.fromRequirements("examples"))],
    [
      "a number as list",
      "environment-packages",
      `${ENVIRONMENT}.requirements`,
      environment(Environment.fromPackages(5 as Anything)),
    ],
    [
      "a list with null",
      "environment-packages",
      `${ENVIRONMENT}.requirements`,
      environment(Environment.fromPackages([null as Anything])),
    ],
    [
      "two lines in one",
      "environment-packages",
      `${ENVIRONMENT}.requirements`,
      environment(Environment.fromPackages(["a\nb"])),
    ],
    ["one equals sign", "environment-requirement", ENVIRONMENT, requirements("numpy=1.26")],
    ["a version that is none", "environment-requirement", ENVIRONMENT, requirements("numpy==latest")],
    ["a version behind a space", "environment-requirement", ENVIRONMENT, requirements("numpy 1.26")],
    ["Python instead of packages", "environment-requirement", ENVIRONMENT, requirements("import numpy")],
    ["a file that is missing", "environment-local-requirement", ENVIRONMENT, requirements("-r other.txt")],
    [
      "an inference server that is too old",
      "environment-runtime-pin",
      ENVIRONMENT,
      requirements("azureml-inference-server-http==0.7.7"),
    ],
    ["azure-functions that is too old", "environment-runtime-pin", ENVIRONMENT, requirements("azure_functions<1.20")],
    ["pydantic that is too old", "environment-runtime-pin", ENVIRONMENT, requirements("pydantic==1.8.2")],
    ["Python 3.9", "python-version", `${ENVIRONMENT}.pythonVersion`, python("3.9")],
    ["Python as a number", "python-version", `${ENVIRONMENT}.pythonVersion`, python(3.12)],
    [
      "Python that Terraform knows",
      "known-to-terraform-only",
      `${ENVIRONMENT}.pythonVersion`,
      python(Token.asString({ a: 1 })),
    ],
    [
      "a base image of another Python",
      "environment-base-image",
      `${ENVIRONMENT}.baseImage`,
      python("3.12", { baseImage: "mcr.microsoft.com/azure-functions/python:4-python3.11" }),
    ],
    [
      "a base image of another language",
      "environment-base-image",
      `${ENVIRONMENT}.baseImage`,
      python("3.12", { baseImage: "mcr.microsoft.com/azure-functions/node:4" }),
    ],
    [
      "a base image in upper case",
      "environment-base-image",
      `${ENVIRONMENT}.baseImage`,
      python("3.12", { baseImage: "Base" }),
    ],
    [
      "a shell's words as package",
      "environment-system-package",
      `${ENVIRONMENT}.systemPackages[0]`,
      python("3.12", { systemPackages: ["a && b"] }),
    ],
    [
      "a text as packages",
      "environment-system-package",
      `${ENVIRONMENT}.systemPackages`,
      python("3.12", { systemPackages: "libgomp1" }),
    ],
    ["no YAML", "conda-file", ENVIRONMENT, conda("a: [")],
    ["no dependencies", "conda-file", ENVIRONMENT, conda("name: x")],
    ["pip without a list", "conda-dependency", ENVIRONMENT, conda("dependencies:", "- python=3.12", "- pip: numpy")],
    ["no Python", "conda-python", ENVIRONMENT, conda("dependencies:", "- numpy")],
    ["Python 3.8 in conda", "conda-python", ENVIRONMENT, conda("dependencies:", "- python=3.8")],
    ["any Python", "conda-python", ENVIRONMENT, conda("dependencies:", "- python>=3.10")],
  ]);

  taken([
    [
      "all that pip reads",
      requirements(
        "\ufeff# comment",
        "--index-url https://pypi.example.com/simple",
        "--extra-index-url=https://x.example.com",
        "numpy==2.3.3 \\",
        "    # why",
        "scikit-learn>=1.2, <2 ; python_version >= '3.10' # why",
        "pkg @ https://example.com/pkg.whl",
        "git+https://github.com/a/b@v1#egg=b",
        "uvicorn[standard]~=0.30.0",
        "a===odd",
        "torch==2.1.0+cpu",
        "x.y_z",
        "--pre --no-index",
        "black==24.1.0 --config-settings a=b",
        "--no-binary :all:",
        "-r https://example.com/r.txt",
      ),
    ],
    ["what PowerShell's > writes", encoded("requirements.txt", utf16("joblib==1.5.2\r\nnumpy==2.3.3\r\n"))],
    ["UTF-16, big end first", encoded("requirements.txt", utf16("joblib==1.5.2\nnumpy==2.3.3\n").swap16())],
    [
      "a conda file that PowerShell's > wrote",
      encoded("conda.yml", utf16("dependencies:\r\n- python=3.12\r\n- joblib\r\n")),
    ],
    ["a conda file with a byte order mark", encoded("conda.yml", Buffer.from("\ufeffdependencies:\n- python=3.12\n"))],
    ["an older server that does", requirements("azureml-inference-server-http~=1.0")],
    [
      "what azureml-defaults lists",
      environment(
        Environment.fromPackages(["azureml-defaults==1.60.0", "azureml-inference-server-http==1.4.1"], {
          pythonVersion: "3.11",
        }),
      ),
    ],
    [
      "a base image of one's own",
      python("3.12", { baseImage: `registry.example.com:5000/team/base:1_A@sha256:${"a".repeat(64)}` }),
    ],
    [
      "a package's version and architecture",
      python("3.13", { systemPackages: ["libgomp1:amd64=12.2.0-14+deb12u1", "g++"] }),
    ],
    [
      "conda with a channel and a build",
      conda(
        "dependencies:",
        "- conda-forge::python=3.12.4=h99",
        "- conda-forge::numpy=1.26",
        "- pip",
        "- pip:",
        "  - joblib==1.5.2",
      ),
    ],
    ["conda with one version left", conda("dependencies:", "- python>=3.11,<3.12", "- numpy=1.26", "- joblib=1.5")],
  ]);

  const project = '[project]\nname = "a"\ndependencies = [\n  "numpy==2.3.3",\n]\n';
  const uvLock = 'version = 1\n\n[[package]]\nname = "numpy"\nsource = { registry = "https://pypi.org/simple" }\n';
  const poetryLock = "# This file is automatically @generated by Poetry 2.1.1\n\n[[package]]\nname = 'numpy'\n";
  const pipfile = '[[source]]\nurl = "https://pypi.org/simple"\n\n[packages]\nnumpy = "*"\n';
  const yaml = "name: a\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.12\n  - numpy=1.26\n";
  const mlflowEnv = "python: 3.12.4\nbuild_dependencies:\n- pip\ndependencies:\n- -r requirements.txt\n";
  const azureMlEnv = "name: a\nimage: mcr.microsoft.com/azureml/minimal\nconda_file: conda.yml\n";
  const UV = "uv export --format requirements-txt --no-hashes";

  test.each([
    ["requirements", "pyproject.toml", project, "a requirements file, not a pyproject.toml", UV],
    ["requirements", "packages.txt", project, "a requirements file, not a pyproject.toml", UV],
    ["requirements", "pyproject.toml", "[tool.poetry.dependencies]\nnumpy = '^2'\n", "of Poetry", "poetry export"],
    ["requirements", "uv.lock", uvLock, "a lock file of uv", UV],
    ["requirements", "UV.LOCK", "version = 2\n", "a lock file of uv", UV],
    ["requirements", "poetry.lock", poetryLock, "a lock file of Poetry", "poetry export -f requirements.txt"],
    ["requirements", "Pipfile", pipfile, "a Pipfile", "pipenv requirements > requirements.txt"],
    ["requirements", "Pipfile.lock", '{\n    "_meta": {}\n}\n', "a lock file of Pipenv", "pipenv requirements"],
    ["requirements", "pdm.lock", "# This file is @generated by PDM.\n[metadata]\n", "of PDM", "pdm export"],
    ["requirements", "pylock.toml", "[[packages]]\nname = 'numpy'\n", "not a pylock.toml", UV],
    ["requirements", "python_env.yaml", mlflowEnv, "not a python_env.yaml of MLflow", "Environment.fromRequirements"],
    ["conda", "python_env.yaml", mlflowEnv, "not a python_env.yaml of MLflow", "Environment.fromRequirements"],
    ["conda", "MLmodel", "flavors:\n  sklearn:\n    code: null\n", "not an MLmodel of MLflow", "conda.yaml"],
    ["conda", "environment.yml", azureMlEnv, "not an environment of Azure ML", "names as conda_file"],
    ["requirements", "environment.yml", azureMlEnv, "not an environment of Azure ML", "Environment.fromConda"],
    ["conda", "conda-lock.yml", "version: 1\npackage: []\n", "not a lock file of conda-lock", "made of"],
    ["requirements", "spec.txt", "# platform: linux-64\n@EXPLICIT\nhttps://a/b.conda\n", "conda's", "conda env export"],
    ["requirements", "spec.txt", "# platform: linux-64\nnumpy=1.26.4=py312_0\n", "conda's", "conda env export"],
    ["requirements", "a.txt", "Package Version\n------- -------\nnumpy   1.26.4\n", "a table", "--format=freeze"],
    [
      "requirements",
      "pixi.toml",
      "[workspace]\nchannels = ['conda-forge']\n",
      "a file of pixi",
      "pixi workspace export",
    ],
    [
      "requirements",
      "setup.py",
      "from setuptools import setup\nsetup(name='a')\n",
      "a setup.py",
      "uv pip compile setup.py",
    ],
    ["conda", "setup.cfg", "[options]\ninstall_requires =\n  numpy\n", "a setup.py or setup.cfg", "uv pip compile"],
    ["requirements", "gpu.txt", "FROM python:3.12\nRUN pip install numpy\n", "a Dockerfile", "systemPackages"],
    ["requirements", "requirements.txt", "<!DOCTYPE html>\n<html></html>\n", "a web page", "Raw"],
    ["requirements", "environment.yml", yaml, "a requirements file, not a conda file", "Environment.fromConda("],
    ["requirements", "requirements.txt", yaml, "a requirements file, not a conda file", "Environment.fromConda("],
    ["requirements", "environment.yaml", "name: [", "a YAML file", "Environment.fromConda("],
    ["conda", "pyproject.toml", project, "a conda file, not a pyproject.toml", UV],
    ["conda", "uv.lock", uvLock, "a conda file, not a lock file of uv", UV],
    ["conda", "Pipfile.lock", '{\n    "_meta": {}\n}\n', "a conda file, not a lock file of Pipenv", "pipenv"],
    ["conda", "a.txt", "numpy==2.3.3\n", "a conda file, not a requirements file", "Environment.fromRequirements("],
    ["conda", "requirements-dev.txt", "-r a.txt\n", "not a requirements file", "Environment.fromRequirements("],
  ])("another file in the place of a %s file is refused as a whole: %s", (kind, name, text, message, remedy) => {
    const path = join(files({ [name]: text }), name);
    const given = kind === "conda" ? Environment.fromConda(path) : Environment.fromRequirements(path);
    expect(breachesOf(environment(given))).toEqual([
      expect.objectContaining({
        code: "environment-file",
        prop: ENVIRONMENT,
        message: expect.stringContaining(message) as string,
        remedy: expect.stringContaining(remedy) as string,
      }),
    ]);
  });

  taken([
    ["requirements beside a comment of conda's", requirements("# platform: linux-64", "numpy==2.3.3")],
    ["requirements, whatever the file's name", encoded("Pipfile", Buffer.from("joblib==1.5.2\nnumpy==2.3.3\n"))],
    [
      "a conda file of another name",
      environment(Environment.fromConda(join(files({ "pyproject.toml": yaml + "  - joblib\n" }), "pyproject.toml"))),
    ],
  ]);

  test("warns once of what is not pinned", () => {
    expect(warningsOf(requirements("joblib==1.5.2", "numpy", "scipy>=1", "a @ https://example.com/a.whl"))).toEqual([
      "Not pinned to a version: numpy, scipy. A later build of the image may get other versions. Write for example numpy==1.2.3. (environment-unpinned)",
    ]);
  });

  test("warns of Python 3.10", () => {
    expect(warningsOf(python("3.10"))).toEqual([expect.stringMatching(/October 2026.*\(python-version-ended\)$/)]);
    expect(warningsOf(python("3.11"))).toEqual([]);
  });

  test("the versions that the runtime needs are those of its own requirements", () => {
    const text = readFileSync("image/requirements.txt", "utf8");
    const own = RUNTIME.filter(({ name }) => name !== "flask");
    expect(own.map(({ name, specifiers }) => name + specifiers.join(","))).toEqual(text.trim().split("\n"));
  });
});

describe("providers", () => {
  const stackWith = (make: (stack: TerraformStack) => void, own = false) => {
    const testApp = Testing.app();
    const stack = new TerraformStack(testApp, "test");
    make(stack);
    const resourceGroup = new ResourceGroup(stack, "Group", { name: "ml", location: "westeurope" });
    const given = own ? ContainerImage.fromModel(diabetes()) : publicImage();
    new HttpMlFunctionApp(stack, "App", { resourceGroup, image: given });
    try {
      testApp.synth();
      return [];
    } catch (error) {
      if (error instanceof ValidationError) return [...new Set(error.breaches.map(({ code }) => code))];
      throw error;
    }
  };
  const azurerm = (more: Anything) => (stack: TerraformStack) =>
    void new AzurermProvider(stack, "azurerm", { features: [{}], ...more });

  test.each([
    ["none", () => undefined, false, ["provider-missing"]],
    ["neither way to the storage", azurerm({}), false, ["provider-storage"]],
    ["storage as who is signed in", azurerm({ storageUseAzuread: true }), false, []],
    ["a value that Terraform knows", azurerm({ storageUseAzuread: Token.asAny({ a: 1 }) }), false, []],
    ["no data plane", azurerm({ features: [{ storage: [{ dataPlaneAvailable: false }] }] }), false, []],
    ["no features", azurerm({ storageUseAzuread: true, features: [] }), false, ["provider-features"]],
    ["no docker", azurerm({ storageUseAzuread: true }), true, ["provider-missing"]],
    [
      "docker",
      (stack: TerraformStack) => {
        azurerm({ storageUseAzuread: true })(stack);
        new DockerProvider(stack, "docker");
      },
      true,
      [],
    ],
  ] as [string, (stack: TerraformStack) => void, boolean, string[]][])("%s", (_, make, own, codes) => {
    expect(stackWith(make, own)).toEqual(codes);
  });

  const ALIASED = { storageUseAzuread: true, alias: "main" };

  /** Gives all resources and data sources their provider, the types left out excepted. */
  const serving = (...without: string[]): IAspect => ({
    visit(node) {
      if (!TerraformResource.isTerraformResource(node) && !TerraformDataSource.isTerraformDataSource(node)) return;
      if (without.includes(node.terraformResourceType)) return;
      const label = node.terraformResourceType.split("_")[0]!;
      node.provider = TerraformStack.of(node).node.findChild(label) as TerraformProvider;
    },
  });
  const withAspects = (more: Anything, ...aspects: IAspect[]) => {
    return (stack: TerraformStack) => {
      for (const aspect of aspects) Aspects.of(stack).add(aspect);
      azurerm(more)(stack);
      new DockerProvider(stack, "docker", { alias: "engine" });
    };
  };
  const adding: IAspect = {
    visit: (node) => {
      if (TerraformStack.isStack(node)) new TerraformOutput(node, "Added", { value: "1" });
    },
  };
  const throwing: IAspect = {
    visit: (node) => {
      if (!TerraformStack.isStack(node)) throw new Error("not this one");
    },
  };
  const argument = (name: string, value: unknown): IAspect => ({
    visit: (node) => {
      if (TerraformProvider.isTerraformProvider(node)) node.addOverride(name, value);
    },
  });

  test.each<[string, Anything, IAspect[], string[]]>([
    ["that gives each resource its provider", ALIASED, [serving()], []],
    ["with another one beside, which adds a construct", ALIASED, [adding, serving()], []],
    ["but a data source", ALIASED, [serving("azurerm_client_config")], ["provider-missing"]],
    ["but an image", ALIASED, [serving("docker_image")], ["provider-missing"]],
    ["of something else", ALIASED, [adding], ["provider-missing"]],
    ["where the provider does not reach the storage", { alias: "main" }, [serving()], ["provider-storage"]],
    ["where the provider lacks features", { ...ALIASED, features: [] }, [serving()], ["provider-features"]],
    [
      "that gives the provider what it needs",
      { alias: "main" },
      [serving(), argument("storage_use_azuread", true)],
      [],
    ],
    ["that throws", ALIASED, [throwing], ["provider-missing"]],
  ])("an aspect %s", (_, more, aspects, codes) => {
    expect(stackWith(withAspects(more, ...aspects), true)).toEqual(codes);
  });

  test("aspects count in each of several stacks, and all breaches are told before one is written", () => {
    const testApp = Testing.app();
    const stacks = ["one", "two"].map((id) => {
      const stack = new TerraformStack(testApp, id);
      const resourceGroup = new ResourceGroup(stack, "Group", { name: "ml", location: "westeurope" });
      new HttpMlFunctionApp(stack, "App", { resourceGroup, image: publicImage() });
      // after the library's own, and with the provider as the last construct
      azurerm(ALIASED)(stack);
      return stack;
    });
    Aspects.of(stacks[0]!).add(serving());
    expect(() => testApp.synth()).toThrow(/^1 problem found(.|\n)*two\/App(.|\n)*provider-missing/);
    expect(readdirSync(testApp.outdir, { recursive: true })).toEqual(["stacks"]);
    for (const child of stacks[1]!.node.children) Aspects.of(child).add(serving());
    expect(() => testApp.synth()).not.toThrow();
  });

  test("a provider with an alias that each resource names without an aspect is there", () => {
    const testApp = Testing.app();
    const stack = new TerraformStack(testApp, "test");
    azurerm(ALIASED)(stack);
    const resourceGroup = new ResourceGroup(stack, "Group", { name: "ml", location: "westeurope" });
    new HttpMlFunctionApp(stack, "App", { resourceGroup, image: publicImage() });
    for (const node of stack.node.findAll()) serving().visit(node);
    expect(() => testApp.synth()).not.toThrow();
  });
});

test("what is wrong with an image is told with all else", () => {
  const testApp = Testing.app();
  const stack = new TerraformStack(testApp, "test");
  new AzurermProvider(stack, "azurerm", { storageUseAzuread: true, features: [{}] });
  new DockerProvider(stack, "docker");
  const resourceGroup = new ResourceGroup(stack, "Group", { name: "ml", location: "westeurope" });
  const shared = new ModelImage(stack, "Image", { ...diabetes(), model: Model.fromFile("none.pkl"), resourceGroup });
  new HttpMlFunctionApp(stack, "App", {
    resourceGroup,
    image: ContainerImage.fromModelImage(shared),
    concurrentPredictions: 0,
  });
  expect(() => testApp.synth()).toThrow(/^2 problems found(.|\n)*model-path(.|\n)*concurrent-predictions/);
});

test("an image that is given has no need of a model", () => expect(warningsOf(app({}))).toEqual([]));
