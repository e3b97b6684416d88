import { writeFileSync } from "fs";
import { BuildContext, BuildContextError } from "../../../lib/private/build-context";
import { IgnoreRules, Verdict } from "../../../lib/private/build-context/ignore-rules";
import cases from "./dockerignore-cases.json";
import { temporaryDirectory } from "./temporary";
import { directory, file, link, readTree, type Tree, writeTree } from "./tree";

/** What of a source directory is staged, and the warnings. */
function staged(tree: Tree): { readonly paths: string[]; readonly warnings: readonly string[] } {
  const source = writeTree(temporaryDirectory(), tree);
  const context = BuildContext.digest({
    texts: [],
    trees: [{ path: "app", source, filter: "dockerignore" }],
    settings: {},
  });
  const target = `${temporaryDirectory()}/${context.hash}`;
  context.stage(target);
  const paths = Object.keys(readTree(target)).filter((path) => path !== "" && path !== "app");
  return {
    paths: paths.map((path) => path.slice("app/".length)),
    warnings: context.warnings.map((text) => text.replaceAll(source, "")),
  };
}

test("reads .dockerignore as Docker does: answers of github.com/moby/patternmatcher 0.6.0 to random patterns and paths", () => {
  const different = (cases as [string, string, boolean][]).filter(
    ([text, path, ignored]) =>
      (new IgnoreRules(text).judge(path, Verdict.Included, false) === Verdict.Ignored) !== ignored,
  );
  expect(different).toEqual([]);
  expect(cases.length).toBe(400);
});

describe(".amlignore", () => {
  const leaves = (text: string, ...paths: string[]): string[] => {
    const rules = new IgnoreRules(text, "gitignore");
    return paths.filter((path) => rules.judge(path, Verdict.Included, false) === Verdict.Included);
  };

  test.each([
    ["without a slash: at any depth", "*.csv", ["a.csv", "data/a.csv", "a.csv/b"], ["a.py"]],
    ["a directory without a slash", "data", ["data/a", "src/data/a", "data"], ["database"]],
    ["a slash in front: at the top only", "/data", ["data/a"], ["src/data/a"]],
    ["a slash within: from the top", "src/data", ["src/data/a"], ["data/a", "x/src/data"]],
    ["a slash at the end: directories only", "data/", ["data/a", "src/data/a"], ["data", "src/data"]],
    ["two stars", "**/logs/*.log", ["logs/a.log", "a/b/logs/c.log"], ["logs/a/c.log"]],
    ["two stars within", "a/**/b", ["a/b", "a/x/y/b"], ["b"]],
    ["two stars at the end", "a/**", ["a/b", "a/b/c"], ["a", "b/a/c"]],
    ["directories alone", "**/", ["a/b"], ["a"]],
    ["brackets", "[!a].py", ["b.py", "x/b.py"], ["a.py"]],
    ["negated", "*\n!*.py\n", ["a.csv", "src/a.csv"], ["a.py", "src/a.py"]],
    ["a negated directory", "*\n!src/\n", ["a.py"], ["src/a.py"]],
    ["a file of a directory that is left out", "data/\n!data/keep.csv", ["data/a.csv"], ["data/keep.csv"]],
    [
      "comments, blanks, escapes and a byte order mark",
      "\ufeff# a.py\n\n\\#x\n  \n\\!y\r\n",
      ["#x", "!y"],
      ["a.py", "y"],
    ],
    ["what cannot be read matches nothing", "[\na.py\n/\n!", ["a.py"], ["[", "b.py"]],
    ["signs that mean nothing", "a+b(1)\n", ["a+b(1)", "x/a+b(1)/c"], ["aab1"]],
  ] as [string, string, string[], string[]][])("is read as Git's syntax is: %s", (_, text, ignored, included) => {
    expect(leaves(text, ...ignored, ...included)).toEqual(included);
  });

  const tree = {
    "score.py": file("s"),
    "data/big.bin": file("x"),
    "deep/er/x.log": file("l"),
    "deep/x.py": file("p"),
    "conf/.env": file("KEY=1"),
    "conf/a.txt": file("a"),
  };

  test("counts where there is no .dockerignore, and leaves nothing of the directories that it names", () => {
    const { paths } = staged({ ...tree, ".amlignore": file("data/\n*.log\nconf/\n") });
    expect(paths).toEqual(["deep", "deep/er", "deep/x.py", "score.py"]);
  });

  test("UTF-16 with a byte order mark is read", () => {
    const source = writeTree(temporaryDirectory(), tree);
    writeFileSync(`${source}/.amlignore`, Buffer.from("\ufeffdata/\r\ndeep/\r\nconf/\r\n", "utf16le"));
    const context = BuildContext.digest({
      texts: [],
      trees: [{ path: "app", source, filter: "dockerignore" }],
      settings: {},
    });
    expect(["app/score.py", "app/data/big.bin", "app/deep/x.py"].filter((path) => context.has(path))).toEqual([
      "app/score.py",
    ]);
  });

  test("does not count beside a .dockerignore, and stays out of the image", () => {
    const { paths } = staged({ ...tree, ".amlignore": file("*"), ".dockerignore": file("conf\ndata\n") });
    expect(paths).toEqual(["deep", "deep/er", "deep/er/x.log", "deep/x.py", "score.py"]);
  });

  test("a secret goes in when it is named, and not when its directory is", () => {
    const secrets = (text: string) => staged({ ...tree, ".amlignore": file(text) });
    expect(secrets("*\n!score.py\n!conf/\n").paths).toEqual(["conf", "conf/a.txt", "score.py"]);
    expect(secrets("*\n!score.py\n!conf/\n").warnings).toEqual([expect.stringContaining('"/conf/.env"')]);
    expect(secrets("!.env\n").paths).toContain("conf/.env");
  });
});

test("a negated pattern brings back a file in an ignored directory", () => {
  const tree = {
    ".dockerignore": file("data\n!data/keep/*.csv\n**/*.log\n"),
    "score.py": file("s"),
    "data/big.bin": file("x"),
    "data/keep/a.csv": file("a"),
    "data/keep/b.txt": file("b"),
    "deep/er/x.log": file("l"),
    "deep/er/x.py": file("p"),
  };
  expect(staged(tree).paths).toEqual([
    "data",
    "data/keep",
    "data/keep/a.csv",
    "deep",
    "deep/er",
    "deep/er/x.py",
    "score.py",
  ]);
});

test("a directory that is emptied by the user's own pattern stays, as with Docker; one left by Python's cache goes", () => {
  const tree = {
    ".dockerignore": file("logs/*"),
    "score.py": file("s"),
    "logs/today": file("l"),
    "removed/__pycache__/x.pyc": file("c"),
    empty: directory,
  };
  expect(staged(tree).paths).toEqual(["empty", "logs", "score.py"]);
});

test("clutter is left out without a word, secrets with a warning that names them", () => {
  const { paths, warnings } = staged({
    "score.py": file("s"),
    ".git/HEAD": file("ref"),
    "pkg/__pycache__/a.pyc": file("c"),
    "pkg/a.py": file("a"),
    "env312/pyvenv.cfg": file("home = x"),
    "env312/lib/b.py": file("b"),
    ".ipynb_checkpoints/n.ipynb": file("n"),
    "infra/cdktf.out/x": file("x"),
    "infra/.terraform/y": file("y"),
    ".env": file("KEY=1"),
    ".env.example": file("KEY="),
    "certificates/server.key": file("k"),
    id_rsa: file("k"),
    ".ssh/config": file("h"),
    "local.settings.json": file("{}"),
  });
  expect(paths).toEqual([".env.example", "certificates", "pkg", "pkg/a.py", "score.py"]);
  expect(warnings).toEqual([
    expect.stringMatching(
      /^Left out of the image for looking like secrets: "\/\.env", "\/\.ssh", "\/certificates\/server\.key", "\/id_rsa", "\/local\.settings\.json"\./,
    ),
  ]);
});

test("a secret that the user ignores is not warned of; one that is named after an exclamation mark goes in", () => {
  const { paths, warnings } = staged({
    ".dockerignore": file("*\n!src\n!src/ca.pem\nsrc/b.env\n"),
    "src/score.py": file("s"),
    "src/ca.pem": file("public"),
    "src/.env": file("KEY=1"),
    "src/__pycache__/x.pyc": file("c"),
    "top.key": file("k"),
  });
  expect(paths).toEqual(["src", "src/ca.pem", "src/score.py"]);
  expect(warnings).toEqual([expect.stringContaining('secrets: "/src/.env".')]);
});

test("a file of a directory that is left out by default goes in when it is named", () => {
  const { paths } = staged({
    ".dockerignore": file("!.git/HEAD"),
    "score.py": file("s"),
    ".git/HEAD": file("ref"),
    ".git/config": file("c"),
  });
  expect(paths).toEqual([".git", ".git/HEAD", "score.py"]);
});

test("what the .dockerignore file says does not count, what it leaves out does not either", () => {
  const hashOf = (tree: Tree): string =>
    BuildContext.digest({
      texts: [],
      trees: [{ path: "app", source: writeTree(temporaryDirectory(), tree), filter: "dockerignore" }],
      settings: {},
    }).hash;
  expect(hashOf({ ".dockerignore": file("# all but notes\nnotes"), "score.py": file("s"), notes: file("n") })).toBe(
    hashOf({ "score.py": file("s") }),
  );
});

test.each(["[", "a[z-a]"])("a pattern that cannot be read is a problem: %s", (pattern) => {
  const source = writeTree(temporaryDirectory(), { ".dockerignore": file(pattern), "score.py": file("s") });
  const digest = (): unknown =>
    BuildContext.digest({ texts: [], trees: [{ path: "app", source, filter: "dockerignore" }], settings: {} });
  expect(digest).toThrow(BuildContextError);
  expect(digest).toThrow(".dockerignore");
});

test("links to nothing are kept, and named", () => {
  const { paths, warnings } = staged({ ".dockerignore": file("x"), x: file("x"), link: link("nowhere") });
  expect(paths).toEqual(["link"]);
  expect(warnings).toEqual(['Symbolic links that lead to nothing are put into the image as they are: "/link".']);
});
