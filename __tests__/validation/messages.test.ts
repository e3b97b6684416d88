import { symlinkSync } from "fs";
import { join } from "path";
import { inspect } from "util";
import {
  BlobMlFunctionApp,
  ContainerImage,
  Environment,
  HttpTrigger,
  ImageBuilder,
  Model,
  ValidationError,
} from "../../lib";
import { parsePython } from "../../lib/private/python/ast";
import { syntaxAdvice } from "../../lib/private/python/python2";
import { parseRequirements } from "../../lib/private/python/requirements";
import { publicImage, type TestStack } from "../support/test-stack";
import { type Anything, app, breachesOf, environment, files, image, requirements, script } from "./support";

const blobApp = (props: Anything) => (stack: TestStack) => {
  new BlobMlFunctionApp(stack, "App", { resourceGroup: stack.group, image: publicImage(), ...props });
};

/** What is told of the one thing that is wrong. */
function told(make: Parameters<typeof breachesOf>[0]): string {
  const breaches = breachesOf(make);
  expect(breaches).toHaveLength(1);
  return breaches.map(({ message, remedy }) => `${message} | ${remedy}`).join("\n");
}

describe("a path says what lies there, and where it was looked for", () => {
  const directory = files({ "Trained.pkl": "x", "score.py": "", "empty.pkl": "", "a/b": "1", utf16: utf16("a==1\n") });
  const at = (path: string) => join(directory, path);
  symlinkSync("nowhere.pkl", at("dangling.pkl"));
  symlinkSync("nowhere", at("outside"));
  symlinkSync("loop", at("loop"));

  function utf16(text: string): Buffer {
    return Buffer.from(text, "utf16le");
  }

  test.each([
    [
      "none/model.pkl",
      `there is nothing at ${join(process.cwd(), "none/model.pkl")}, and no ${join(process.cwd(), "none")} | Give the path`,
    ],
    [at("none.pkl"), `there is nothing at ${at("none.pkl")} | Give the path`],
    [at("trained.pkl"), `there is nothing at ${at("trained.pkl")} | Write Trained.pkl, which is there`],
    [
      at("dangling.pkl"),
      `${at("dangling.pkl")} is a symbolic link to nowhere.pkl, where there is nothing | Correct the link.`,
    ],
    [
      at("outside/model.pkl"),
      `${at("outside")} is a symbolic link to nowhere, where there is nothing | Correct the link.`,
    ],
    [at("loop"), `${at("loop")} is a symbolic link that leads to itself | Correct the link.`],
    [at("a"), `${at("a")} is a directory | Give the path`],
    [at("a/b/c"), `${at("a/b")} is a file, so that nothing lies in it | Give the path`],
    [at("empty.pkl"), `a file that is not empty: ${at("empty.pkl")} is | Give the path`],
    ["/dev/null", "/dev/null is neither a file nor a directory | Give the path"],
    ["models\\model.pkl", "| Write / between directories: models/model.pkl."],
    ["models\\\\model.pkl", "| Write / between directories: models/model.pkl."],
    ["data\new.pkl", "data\\new.pkl | Write / between directories: \\t and \\n stand for"],
    ["C:\\models\\m.pkl", "| Give a path of this machine"],
    ["D:/models/m.pkl", "| Give a path of this machine"],
    ["~/m.pkl", "| Write it out"],
    ["$HOME/m.pkl", "| Write it out"],
    ["%USERPROFILE%\\m.pkl", "| Write it out"],
    ["file:///srv/m.pkl", "| Give the path alone"],
    ["https://account.blob.core.windows.net/models/m.pkl", "| Download it"],
    ["azureml:diabetes:1", "| Get it with az ml model download"],
    ["a\0b", "this one has a NUL character in it"],
    ["m".repeat(300), "this one cannot be read (ENAMETOOLONG)"],
  ])("model %j", (path, message) => expect(told(image({ model: Model.fromFile(path) }))).toContain(message));

  test.each([
    [at("Trained.pkl"), `${at("Trained.pkl")} is a file`],
    ["examples\\diabetes", "Write / between directories: examples/diabetes."],
  ])("directory %j", (path, message) => {
    expect(told(image({ model: Model.fromDirectory(path) }))).toContain(message);
  });

  test.each([
    ["none.txt", `there is nothing at ${join(process.cwd(), "none.txt")}`],
    [at("dangling.pkl"), "is a symbolic link to nowhere.pkl"],
    [at("a"), `${at("a")} is a directory`],
    [at("utf16"), "this one is UTF-16 without the mark | Save it as UTF-8."],
    ["examples/diabetes/model.joblib", "this file is binary, or in another encoding | Give a text file"],
  ])("requirements %j", (path, message) => {
    expect(told(environment(Environment.fromRequirements(path)))).toContain(message);
    expect(told(environment(Environment.fromConda(path)))).toContain(message);
    expect(told(image({ builder: ImageBuilder.docker({ dockerfile: path }) }))).toContain(message);
  });

  const config = (sourceDirectory: string, entryScript: Anything) => {
    return image({ inferenceConfig: { sourceDirectory, entryScript, environment: Environment.fromPackages([]) } });
  };
  test.each<[string, Anything, string]>([
    ["none", "score.py", `there is nothing at ${join(process.cwd(), "none")}`],
    [at("score.py"), "score.py", `${at("score.py")} is a file`],
    [directory, "Score.py", "Write score.py, which is there"],
    [directory, "main.py", `there is nothing at ${at("main.py")}`],
    [directory, "train.ipynb", "a Python file, not a notebook"],
    [directory, "score", "which ends with .py"],
    [directory, "/srv/score.py", "relative to it | Set sourceDirectory"],
    [directory, "../score.py", "relative to it | Set sourceDirectory"],
    ["examples/diabetes", "examples/diabetes/score.py", "Write score.py: the path counts from sourceDirectory."],
    [directory, undefined, "the path of a Python file in sourceDirectory"],
  ])("script %s %s", (sourceDirectory, entryScript, message) => {
    expect(told(config(sourceDirectory, entryScript))).toContain(message);
  });
});

describe("a blob path says which part is wrong", () => {
  test.each([
    ["input/{name.json", "braces in pairs: a { is here without its } | Write for example {name}"],
    ["input/name}.json", "braces in pairs: a } is here without its { | Write for example {name}"],
    ["input/{{name}", "as {{ and }} stand for braces themselves"],
    ["input/{name}}", "a } is here without its {"],
    ["input/{a{b}}", "a { is here without its }"],
    ["input/{}", "a name in each pair of braces"],
    ["input/100%/{name}", "% in pairs"],
    [
      "{tenant}/x.json",
      "fixed: expressions in braces stand behind the slash | Give the container's name, and put {tenant}",
    ],
    ["in{name}/x", "fixed: expressions in braces stand behind the slash"],
    ["input/{rand-guid}.json", "the host computes {rand-guid} for outputs"],
    ["input/{datetime:yyyy}/{name}", "the host computes {datetime:yyyy} for outputs"],
    ["input/{sys.utcnow}", "the host computes {sys.utcnow} for outputs"],
    ["input/{file-name}", "Rename {file-name}"],
    ["input/{id:int}", "Write the name alone in the place of {id:int}"],
    ["input/{*path}", "Write the name alone in the place of {*path}"],
    ["input", "Write input/{name} for all blobs"],
    ["input/", "Write input/{name} for all blobs."],
    ["/input/{name}", "Write input/{name}."],
    ["input//{name}", "Write input/{name}."],
    ["input\\{name}", "Write input/{name}."],
    ["https://a.blob.core.windows.net/input/{name}", "Write input/{name}."],
    ["abfss://input@a.dfs.core.windows.net/{name}", "Write input/{name}."],
    ["Input/{name}", "Write for example input."],
    ["my_input/{name}", "Write for example my-input."],
    ["input/a\tb", "a path without control characters"],
    ["${name}/x", "Write {name} without the dollar sign"],
    ["", "container/blob, where the blob's part may hold names in braces"],
  ])("%j", (inputPath, message) => expect(told(blobApp({ inputPath }))).toContain(message));

  test.each([
    "input/{name}",
    "input/{{{name}}}",
    "input/{datetime}/{rand_guid}",
    "input/{{a}}",
    "input/%SUB%/{x}",
    "$root/{name}",
  ])("taken: %s", (inputPath) => expect(breachesOf(blobApp({ inputPath }))).toEqual([]));
});

describe("a requirement that pip does not read says what to write", () => {
  test.each([
    ["numpy>=1.20 <2", "Put a comma between: numpy>=1.20,<2."],
    ["numpy>=1.20 and <2", "Put a comma between: numpy>=1.20,<2."],
    ["pandas[excel]>1.0<2.0", "Put a comma between: pandas[excel]>1.0,<2.0."],
    ["numpy=1.20", "Write numpy==1.20; a single = is conda's way"],
    ["numpy=1.20=py39_0", "Write numpy==1.20; a single = is conda's way"],
    ["numpy=>1.2", "Write >= for =>: numpy>=1.2."],
    ["numpy=<2", "Write <= for =<: numpy<=2."],
    ["numpy 1.26", "Write numpy==1.26."],
    ["numpy (1.26)", "Write numpy==1.26."],
    ["numpy: 1.26", "Write numpy==1.26."],
    ["numpy@1.26", "Write numpy==1.26: @ wants a URL."],
    ["numpy^1.2", "Write numpy>=1.2,<2: ^ is Poetry's way."],
    ["numpy ^0.3.1", "Write numpy>=0.3.1,<0.4: ^ is Poetry's way."],
    ['numpy = "^1.2"', "Write numpy>=1.2,<2: ^ is Poetry's way."],
    ['numpy = "1.26"', "Write numpy==1.26: = and quotes"],
    ["numpy~1", "Write numpy~=1.0: ~ alone is no operator."],
    ["'numpy==1.26',", "Leave out the quotes: numpy==1.26."],
    ["pip install -U numpy pandas", "one package a line: numpy pandas."],
    ["import numpy as np", "Write the name of the package that brings numpy"],
    ["- numpy", "Leave out the hyphen: numpy."],
    ["numpy==1.26 pandas==2.1", "Write one package a line"],
    ["scikit learn", "Write one package a line"],
    ["numpy==1.2.x", "Write numpy==1.2.*."],
    ["numpy>=1.2.*", "Write numpy>=1.2: .* goes with"],
    ["numpy==1,26", "Write a period: numpy==1.26."],
    ["numpy==latest", "Write numpy alone"],
    ["numpy==", "Give the version behind the operator"],
    ["<<<<<<< HEAD", "Resolve the conflict"],
    ["???", "Write for example scikit-learn==1.7.2."],
  ])("%s", (line, remedy) => {
    const [problem, ...others] = parseRequirements(line).problems;
    expect(others).toEqual([]);
    expect(problem!.code).toBe("environment-requirement");
    expect(problem!.remedy).toContain(remedy);
  });

  test("with the line, in the breach", () => {
    const [breach] = breachesOf(requirements("numpy>=1.20 <2"));
    expect(breach).toMatchObject({ value: '"numpy>=1.20 <2"', remedy: "Put a comma between: numpy>=1.20,<2." });
  });
});

describe("a script that Python does not read", () => {
  const advice = (text: string) => {
    const error = parsePython(`${text}\n`, "3.12", undefined) as Anything;
    expect(error).toHaveProperty("line");
    return syntaxAdvice(text, error);
  };

  test.each([
    ["print x", "print(…)"],
    ['    print "hi"', "print(…)"],
    ["if a: print 'b' % c", "print(…)"],
    ['exec "a = 1"', "exec(…)"],
    ["try:\n  a\nexcept X, e:\n  b", "except … as …"],
    ["try:\n  a\nexcept (X, Y), e:\n  b", "except (…) as …"],
    ['raise E, "x"', "raise Name(…)"],
    ["a = `b`", "repr(…)"],
    ["if a <> b: pass", "!="],
    ["a = 0777", "0o"],
    ["a = 10L", "the L"],
    ['a = ur"b"', "the u"],
    ["def f((a, b)): pass", "inside of the function"],
    ["f = lambda (a, b): a", "inside of the function"],
  ])("that is Python 2: %j", (text, remedy) => {
    expect(advice(text)).toEqual({ what: ", and this line is Python 2", remedy: expect.stringContaining(remedy) });
  });

  test.each([
    ["a = 'print x' b", "Correct the line."],
    ["f(a b)  # print x", "Correct the line."],
    ["try:\n  a\nexcept X, Y:\n  b", "Correct the line."],
    ["date(2026, 01, 5)", "Leave out the zeros before numbers."],
    ["```python\na = 1\n```", "Leave out what is Markdown, such as ```."],
    ["%matplotlib inline", "Leave out the line, which is a notebook's alone."],
    ["a = “b”", "Write straight quotes, \" or ', for the curly ones."],
    ["<<<<<<< HEAD", "Resolve the conflict that Git has marked here."],
  ])("that is not: %j", (text, remedy) => expect(advice(text)).toEqual({ what: "", remedy }));

  test("is told with the line", () => {
    expect(told(script("def init(): pass\ndef run(data):\n    print data\n"))).toMatch(
      /^a script of Python 3\.12, and this line is Python 2 \| Write print\(…\) with parentheses; 2to3/,
    );
  });
});

describe("a value of another form says how to write it", () => {
  const host = (registryHost: string) => {
    return app({ image: ContainerImage.fromPublicRegistry({ registryHost, repositoryName: "model", tag: "v1" }) });
  };
  test.each([
    ["a number as text", app({ functionTimeoutMinutes: "30" }), "from 1 to 1439, without quotes."],
    ["a text that is no number", app({ functionTimeoutMinutes: "30m" }), "from 1 to 1439."],
    [
      "a text in place of a list",
      app({ trigger: new HttpTrigger({ methods: "POST" as Anything }) }),
      'Give a list, for example ["POST"].',
    ],
    [
      "a version as number",
      environment(Environment.fromPackages([], { pythonVersion: 3.12 as Anything })),
      'Write "3.12", in quotes.',
    ],
    ["a registry with a path", host("ghcr.io/owner"), "Give ghcr.io, and owner in repositoryName."],
    ["a registry as URL", host("https://ghcr.io"), "Give ghcr.io."],
    ["a registry in upper case", host("GHCR.io"), "Give ghcr.io."],
    ["a registry without a period", host("ghcr"), "Give for example ghcr.io"],
  ])("%s", (_, make, message) => expect(told(make)).toContain(message));
});

describe("a name says what could be meant", () => {
  test.each([
    ["functionAppName", "my_app", "Write for example my-app."],
    ["functionAppName", "app-größe", "Write for example app-grosse."],
    ["functionAppName", "-app-", "Write for example app."],
    ["functionAppName", "a".repeat(33), "Shorten it: it has 33 characters."],
    ["functionAppName", "office", "Leave out the word that Azure reserves."],
    ["functionAppName", "日本", "Give a name of this form."],
    ["appSettings", { "MY:SETTING": "x" }, "Write for example MY__SETTING; nested configuration has two underscores."],
    ["appSettings", { "my-setting": "x" }, "Write for example my_setting; nested"],
    ["appSettings", { A: undefined }, "read from process.env is not set"],
  ])("%s %j", (prop, value, message) => expect(told(app({ [prop]: value }))).toContain(message));

  test("a model's too", () => {
    const model = Model.fromFile("examples/diabetes/model.joblib", { name: "my model" });
    expect(told(image({ model }))).toContain("Give a name in the model's options. Write for example my-model.");
  });
});

test("an error that nobody catches is printed once, and still has its breaches", () => {
  const breach = {
    path: "a/b",
    prop: "inputPath",
    value: "1",
    code: "blob-path",
    message: "a path",
    remedy: "Give one.",
  };
  const error = new ValidationError([breach]);
  expect(inspect(error).match(/inputPath/g)).toHaveLength(1);
  expect(error.breaches).toEqual([breach]);
});
