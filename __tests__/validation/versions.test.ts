import { parseRequirements } from "../../lib/private/python/requirements";
import { parseVersion, testOf } from "../../lib/private/python/specifiers";
import { comesFromPyPI, judgeVersions } from "../../lib/private/python/version-conflicts";
import { Inspector } from "../../lib/private/validation/inspector";
import { warnings } from "../support/synth";
import { TestStack } from "../support/test-stack";

/** What is said of requirements, as `code: sentences`. */
function judged(python: string | undefined, lines: string, isPublic = true): string[] {
  const stack = new TestStack();
  const inspector = new Inspector(stack, "detached");
  const text = lines.replace(/; (?=[a-z0-9-]+[=<>~])/g, "\n");
  const parsed = parseRequirements(text);
  const target = { pythonVersion: python, isPublic: isPublic && comesFromPyPI(parsed) };
  judgeVersions(inspector, "environment", parsed.requirements, target);
  const breaches = inspector.breaches.map(({ code, message, remedy }) => `${code}: ${message}. ${remedy}`);
  return [...breaches, ...warnings(stack)];
}

describe("versions that pip cannot install", () => {
  // each was tried with pip
  test.each([
    ["3.12", "pydantic==1.10.13", "environment-runtime-pin: a version of pydantic >=2.11.0", "or Python 3.10 or 3.11."],
    [
      "3.12",
      "werkzeug==2.3.8",
      "environment-runtime-pin: a version of werkzeug >=3.0.3 on Python 3.12",
      "or Python 3.10",
    ],
    ["3.12", "werkzeug==3.0.1", "environment-runtime-pin", "Take werkzeug==3.0.3"],
    ["3.12", "flask==2.3.3", "environment-runtime-pin", "Take flask==2.3.2"],
    ["3.12", "pydantic==2.10.6", "environment-runtime-pin", "Take pydantic==2.11.0"],
    ["3.12", "gunicorn==20.1.0", "environment-runtime-pin", "azureml-inference-server-http needs it"],
    ["3.12", "pydantic>=1.9,<2", "environment-runtime-pin", "Python 3.10 or 3.11."],
    [
      "3.12",
      "azureml-inference-server-http==1.2.2",
      "environment-runtime-pin",
      "Take azureml-inference-server-http==1.3.0",
    ],
    ["3.12", "azure-functions==2.3.0", "environment-runtime-pin: a version of azure-functions", "or Python 3.13."],
    ["3.13", "azure-functions==1.26.0", "environment-runtime-pin", "the runtime is written for it"],
    ["3.12", "flask==2.2.5; pydantic==2.5.0", "environment-runtime-pin", "pydantic"],
    [
      "3.11",
      "numpy==2.5.2",
      "environment-pin: a version of numpy for Python 3.11.",
      "numpy==2.4.6, or Python 3.12 or 3.13.",
    ],
    ["3.12", "mlflow==2.9.2", "environment-runtime-pin: a version of mlflow >=2.12.2 on", "Take mlflow==2.12.2"],
    ["3.12", "numpy==1.26.9", "environment-pin: a version of numpy that exists.", "Take numpy==1.26.4."],
    ["3.12", "onnxruntime==1.16.0", "environment-pin", "Take onnxruntime==1.17.0, or Python 3.10 or 3.11."],
    ["3.12", "tensorflow==2.15.0", "environment-pin", "Take tensorflow==2.16.1"],
    ["3.12", "torch==2.6.0; torchvision==0.20.0", "environment-conflict", "torchvision 0.20.0 needs torch ==2.5.0"],
    ["3.12", "scikit-learn==1.3.2; numpy==2.0.0", "environment-conflict", "numpy==1.26.4"],
    ["3.12", "numba==0.60.0; numpy==2.1.0", "environment-conflict", "Take numba==0.61.0 or numpy==2.0.2."],
    ["3.12", "tensorflow==2.16.1; numpy==2.0.0", "environment-conflict", "tensorflow==2.18.0 or numpy==1.26.4"],
    ["3.12", "markupsafe==1.1.1; jinja2==3.1.4", "environment-conflict", "jinja2 3.1.4 needs markupsafe >=2.0"],
  ])("refused on Python %s: %s", (python, lines, ...parts) => {
    const [told, ...others] = judged(python, lines);
    expect(others).toEqual([]);
    for (const part of parts) expect(told).toContain(part);
  });

  test("are told of all in one go, alone and together", () => {
    const lines = "numpy==2.5.2; pydantic==1.10.13; torch==2.6.0; torchvision==0.20.0; scikit-learn==0.24.1";
    expect(judged("3.11", lines).map((told) => /environment-[a-z-]+/.exec(told)?.[0])).toEqual([
      "environment-pin",
      "environment-conflict",
      "environment-no-wheel",
    ]);
  });

  test("are refused without a Python where they fit none", () => {
    expect(judged(undefined, "pydantic==1.10.13; scikit-learn==0.24.1")).toEqual([]);
    expect(judged(undefined, "azure-functions==1.20.0")).toHaveLength(1);
  });
});

describe("what pip would have to compile, or what cannot be imported", () => {
  test.each([
    ["3.12", "scikit-learn==0.24.1", "environment-no-wheel", "Take scikit-learn==1.3.1."],
    ["3.12", "numpy==1.19.2", "environment-no-wheel", "Take numpy==1.26.0."],
    ["3.12", "scikit-learn~=1.0.0", "environment-no-wheel", "or Python 3.10."],
    ["3.12", "numpy<1.25", "environment-no-wheel", "Take numpy==1.26.0"],
    ["3.12", "transformers==4.30.0", "environment-no-wheel", "needs a package in a version that has no wheel"],
    ["3.11", "scikit-learn==1.2.2", "environment-numpy", "Add numpy<2, or take scikit-learn>=1.4.2."],
    ["3.11", "scikit-learn==1.2.2; numpy==2.0.0", "environment-numpy", "Take numpy<2"],
    ["3.11", "scikit-learn==1.2.2; numpy>=1.20", "environment-numpy", "beside numpy>=1.20"],
    ["3.10", "pandas==1.5.3", "environment-numpy", "pandas>=2.2.2"],
    ["3.12", "torch==2.2.0; numpy==2.0.0", "environment-numpy", "torch>=2.3.0"],
  ])("warned of on Python %s: %s", (python, lines, code, part) => {
    const [told, ...others] = judged(python, lines);
    expect(others).toEqual([]);
    expect(told).toContain(`(${code})`);
    expect(told).toContain(part);
  });
});

// each was installed by pip
test.each([
  ["3.11", "pydantic==1.10.13"],
  ["3.11", "werkzeug==2.3.8"],
  ["3.12", "azureml-inference-server-http==1.3.0"],
  ["3.12", "flask==2.2.5"],
  ["3.12", "flask==3.0.3"],
  ["3.12", "werkzeug==3.0.6"],
  ["3.12", "flask-cors==3.0.10"],
  ["3.12", "opentelemetry-sdk==1.28.0"],
  ["3.12", "numpy==1.26.4; scikit-learn==1.3.2"],
  ["3.11", "numpy==1.26.4; scikit-learn==1.2.2"],
  ["3.11", "scikit-learn==1.2.2; numpy<2"],
  ["3.11", "scikit-learn==1.2.2; tensorflow==2.15.0"],
  ["3.12", "torch==2.6.0; torchvision==0.21.0; numpy==2.2.0"],
  ["3.12", "torch==2.2.0"],
  ["3.12", "xgboost==1.7.6"],
  ["3.11", "numpy==2.4.0"],
  // withdrawn, and pinned
  ["3.12", "pydantic==2.12.1"],
  // older or newer than the table, or not of the public index
  ["3.12", "numpy==1"],
  ["3.12", "numpy==99.1"],
  ["3.12", "numpy==2.4.99"],
  ["3.12", "flask==99.0"],
  ["3.12", "torch==2.6.0+cpu; torchvision==0.20.0"],
  ["3.12", "numpy==2.0.0rc1; numba==0.59.0"],
  ["3.12", "numpy @ https://example.com/numpy.whl; scikit-learn==1.3.2"],
  ["3.12", "numpy==1.19.2 ; python_version < '3.9'"],
  ["3.12", "numpy==1.19.2 ; python_version < '3.9'\nnumpy==1.26.4 ; python_version >= '3.9'"],
  ["3.12", "--extra-index-url https://example.com/simple\nnumpy==1.26.9"],
  ["3.12", "-f https://example.com/wheels\nnumpy==1.19.2"],
  ["3.12", "--pre\nnumpy==1.26.9"],
])("taken on Python %s: %s", (python, lines) => expect(judged(python, lines)).toEqual([]));

test("a line counts whose marker this Python meets", () => {
  expect(judged("3.11", "numpy==2.5.2 ; python_version >= '3.10'")).toHaveLength(1);
});

test("another index does not change what the runtime needs", () => {
  expect(judged("3.12", "pydantic==1.10.13", false)).toHaveLength(1);
  expect(judged("3.12", "--index-url https://pypi.org/simple\nnumpy==1.26.9")).toHaveLength(1);
});

test.each([
  ["==1.0", "1", true],
  ["==1.0.*", "1.0.5", true],
  ["==1.0.*", "1.10", false],
  ["!=1.5.*", "1.5.2", false],
  ["~=3.1.0", "3.1.9", true],
  ["~=3.1.0", "3.2", false],
  ["~=2.1", "2.14", true],
  [">1.4.1", "1.4.1.post1", false],
  [">=1.4.1", "1.4.1.post1", true],
  ["==1.4.1", "1.4.1.post1", false],
  ["<2", "2.0.0", false],
  ["<=2", "2.0.0", true],
  ["<=1.9", "1.10", false],
])("%s is met by %s: %s", (specifier, version, isMet) => {
  expect(testOf(specifier)(parseVersion(version))).toBe(isMet);
});
