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
    ([text, path, ignored]) => (new IgnoreRules(text).judge(path, Verdict.Included) === Verdict.Ignored) !== ignored,
  );
  expect(different).toEqual([]);
  expect(cases.length).toBe(400);
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
