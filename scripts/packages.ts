import { execFileSync } from "child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "fs";
import { dirname, join } from "path";
import { parseArgs } from "util";
import { linkDependencies, rewrite, rewritePackageJson, writeDockerBindings } from "./cdktn";
import { LANGUAGES, writeLanguagePackages } from "./language-packages";
import { packPython } from "./python-package";

/**
 * Makes the packages, from what git knows of the repository:
 *   npm run packages -- [--flavor cdktf|cdktn]... [--language java|go|dotnet]... [--stage]
 * `packages/<flavor>` is the repository as that package is compiled from it, with its tests; `packages/js` and
 * `packages/python` have the packages, and `packages/languages/<flavor>` a project for each other language that was asked for.
 */

const ROOT = dirname(__dirname);
const OUTPUT = join(ROOT, "packages");

const FLAVORS = ["cdktf", "cdktn"] as const;

type Flavor = (typeof FLAVORS)[number];

const { values } = parseArgs({
  options: {
    flavor: { type: "string", multiple: true, default: [...FLAVORS] },
    language: { type: "string", multiple: true, default: [] },
    // only up to the compiled repositories, for their tests
    stage: { type: "boolean", default: false },
  },
});

/** What a package has no use for. */
const MAKES_PACKAGES = [
  "scripts/cdktn.ts",
  "scripts/language-packages.ts",
  "scripts/packages.ts",
  "scripts/python-package.ts",
  "scripts/try-languages.ts",
  "__tests__/languages.test.ts",
  "__tests__/packages.test.ts",
];

function run(directory: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: directory, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** Files of the repository, by path, without those that git ignores. */
function knownFiles(): string[] {
  const listed = run(ROOT, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0");
  return listed.filter((path) => path !== "" && !MAKES_PACKAGES.includes(path) && existsSync(join(ROOT, path)));
}

/** Lays the repository out as it is for a flavor, and compiles it. */
function stage(flavor: Flavor): string {
  const staged = join(OUTPUT, flavor);
  const files = knownFiles();
  rmSync(staged, { recursive: true, force: true });
  for (const path of files) cpSync(join(ROOT, path), join(staged, path), { verbatimSymlinks: true });
  if (flavor === "cdktn") rewriteAll(staged, files);
  else symlinkSync(join(ROOT, "node_modules"), join(staged, "node_modules"));
  run(staged, "npm", "run", "--silent", "build");
  return staged;
}

function rewriteAll(staged: string, files: readonly string[]): void {
  const change = (path: string, rewritten: (text: string) => string) => {
    writeFileSync(join(staged, path), rewritten(readFileSync(join(staged, path), "utf8")));
  };
  for (const path of files.filter(isRewritten)) change(path, (text) => rewrite(path, text));
  change("package.json", rewritePackageJson);
  writeDockerBindings(join(ROOT, "node_modules"), staged);
  linkDependencies(join(ROOT, "node_modules"), join(staged, "node_modules"));
}

/** Sources and documents; what lies in images, and what users bring, stays byte for byte. */
function isRewritten(path: string): boolean {
  return /^(?:main\.ts|(?:README|API)\.md|(?:lib|__tests__|docs|bench|scripts)\/.*\.(?:ts|md|snap)|examples\/python\/.*\.(?:py|txt))$/.test(
    path,
  );
}

/** What an option names, in the order of what is known. */
function chosen<T extends string>(option: string, known: readonly T[], given: readonly string[]): readonly T[] {
  const unknown = given.filter((name) => !known.some((one) => one === name));
  if (unknown.length > 0) throw new Error(`--${option} takes ${known.join(", ")}, and not ${unknown.join(", ")}.`);
  return known.filter((one) => given.includes(one));
}

const flavors = chosen("flavor", FLAVORS, values.flavor);
const languages = chosen("language", LANGUAGES, values.language);

const [js, python] = [join(OUTPUT, "js"), join(OUTPUT, "python")];
for (const packed of [js, python]) {
  rmSync(packed, { recursive: true, force: true });
  mkdirSync(packed, { recursive: true });
}
for (const flavor of flavors) {
  const staged = stage(flavor);
  if (values.stage) continue;
  console.log(run(staged, "npm", "pack", "--ignore-scripts", "--silent", "--pack-destination", js).trim());
  console.log(packPython(staged, python));
  if (languages.length === 0) continue;
  const projects = join(OUTPUT, "languages", flavor);
  rmSync(projects, { recursive: true, force: true });
  writeLanguagePackages(staged, projects, languages);
}
