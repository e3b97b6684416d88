import { execFileSync } from "child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { basename, delimiter, join } from "path";
import { blocksOf, ROOT } from "../__tests__/support/code-blocks";
import { type Language, writeLanguagePackages } from "./language-packages";

/**
 * Synthesizes the smallest stack of the documentation in other languages, and compares it with TypeScript's:
 *   npm run try:languages -- [java] [go]
 * That takes minutes: the bindings of cdktf and of the providers are made of their npm packages, as not every Maven repository
 * and Go proxy has them.
 */

const MODULES = join(ROOT, "node_modules");
const PEERS = ["cdktf", "@cdktf/provider-azurerm", "@cdktf/provider-docker", "constructs"];
const OURS = "cdktf-azure-ml-functions";

function run(directory: string, command: string, ...args: string[]): void {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
  execFileSync(command, args, { cwd: directory, env, stdio: ["ignore", "inherit", "inherit"] });
}

function versionOf(peer: string): string {
  return (JSON.parse(readFileSync(join(MODULES, peer, "package.json"), "utf8")) as { version: string }).version;
}

class Workspace {
  public constructor(private readonly directory: string) {}

  /** A directory with the example's model, and the documentation's code in a file. */
  public project(page: string, language: string, file: string): string {
    const project = join(this.directory, language);
    mkdirSync(project);
    cpSync(join(ROOT, "examples"), join(project, "examples"), { recursive: true });
    writeFileSync(join(project, "cdktf.json"), "{}");
    const code = blocksOf(page).find(
      (block) => block.language === language && /\bBlobMlFunctionApp/.test(block.code),
    )!.code;
    writeFileSync(join(project, file), code);
    return project;
  }

  /** Where the sources lie that are made of the library and of its peers, by the last part of the package's name. */
  public sources(language: Language): ReadonlyMap<string, string> {
    // constructs is on Maven Central and on Go's proxy
    const packages = [ROOT, ...PEERS.filter((peer) => peer !== "constructs").map((peer) => join(MODULES, peer))];
    return new Map(
      packages.map((directory) => {
        const name = directory === ROOT ? OURS : basename(directory);
        const output = join(this.directory, "sources", name);
        writeLanguagePackages(directory, output, [language]);
        return [name, join(output, language)];
      }),
    );
  }
}

function synthesizeTypeScript(workspace: Workspace): string {
  const project = workspace.project("README.md", "ts", "main.ts");
  mkdirSync(join(project, "node_modules/@cdktf"), { recursive: true });
  for (const peer of PEERS) symlinkSync(join(MODULES, peer), join(project, "node_modules", peer));
  symlinkSync(ROOT, join(project, "node_modules", OURS));
  run(project, process.execPath, join(MODULES, "tsx/dist/cli.mjs"), "main.ts");
  return project;
}

function synthesizeJava(workspace: Workspace): string {
  const project = workspace.project("docs/languages.md", "java", "Main.java");
  const sources = [...workspace.sources("java").values()].map((directory) => join(directory, "src/main"));
  const dependencies = [
    ["software.amazon.jsii", "jsii-runtime", versionOf("jsii-pacmak")],
    ["software.constructs", "constructs", versionOf("constructs")],
  ].map(([group, artifact, version]) => {
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  });
  const model = "<modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>";
  writeFileSync(
    join(project, "pom.xml"),
    `<project>${model}<dependencies>${dependencies.join("")}</dependencies></project>`,
  );
  run(project, "mvn", "--quiet", "dependency:copy-dependencies", "-DoutputDirectory=jars");
  // of thousands of classes, those that the example needs
  const from = sources.map((directory) => join(directory, "java")).join(delimiter);
  run(project, "javac", "-nowarn", "-proc:none", "-cp", "jars/*", "-sourcepath", from, "-d", "classes", "Main.java");
  const resources = sources.map((directory) => join(directory, "resources"));
  run(project, "java", "-cp", ["classes", "jars/*", ...resources].join(delimiter), "Main");
  return project;
}

function synthesizeGo(workspace: Workspace): string {
  const project = workspace.project("docs/languages.md", "go", "main.go");
  const modules = [...workspace.sources("go")].map(([, directory]) => {
    const [name] = readdirSync(directory);
    return join(directory, name!);
  });
  const nameOf = (directory: string) => /^module (\S+)/.exec(readFileSync(join(directory, "go.mod"), "utf8"))![1]!;
  const runtime = "github.com/aws/jsii-runtime-go";
  const lines = [
    "module example.com/smallest",
    "go 1.25",
    ...modules.map((directory) => `replace ${nameOf(directory)} => ${directory}`),
    // not every proxy has each release
    `replace ${runtime} v${versionOf("jsii-pacmak")} => ${runtime} v1.141.0`,
  ];
  writeFileSync(join(project, "go.mod"), `${lines.join("\n")}\n`);
  run(project, "go", "mod", "tidy");
  run(project, "go", "run", ".");
  return project;
}

/** The stack's JSON, and the names of the build contexts, which are hashes; the local backend has a path of the machine. */
function synthesizedIn(project: string): string {
  const stack = join(project, "cdktf.out/stacks/diabetes");
  const json = readFileSync(join(stack, "cdk.tf.json"), "utf8").replaceAll(project, ".");
  return [json, ...readdirSync(join(stack, "build-contexts"))].join("\n");
}

const LANGUAGES: { readonly [language: string]: (workspace: Workspace) => string } = {
  java: synthesizeJava,
  go: synthesizeGo,
};

const directory = mkdtempSync(join(tmpdir(), "languages-"));
try {
  const workspace = new Workspace(directory);
  const expected = synthesizedIn(synthesizeTypeScript(workspace));
  const asked = process.argv.slice(2);
  for (const language of asked.length > 0 ? asked : Object.keys(LANGUAGES)) {
    const synthesize = LANGUAGES[language];
    if (synthesize === undefined) throw new Error(`${language} is none of ${Object.keys(LANGUAGES).join(", ")}.`);
    const isSame = synthesizedIn(synthesize(workspace)) === expected;
    console.log(`${language}: ${isSame ? "the same as" : "other than"} TypeScript`);
    if (!isSame) process.exitCode = 1;
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
