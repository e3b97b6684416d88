import { existsSync, readdirSync } from "fs";
import { join } from "path";
import ts from "typescript";
import { blocksOf, ROOT } from "./support/code-blocks";

const PAGES = ["README.md", ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`)].filter((page) =>
  page.endsWith(".md"),
);

const BLOCKS = PAGES.flatMap(blocksOf).filter(({ language }) => /^(ts|typescript)$/.test(language));

const options: ts.CompilerOptions = {
  ...ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, "tsconfig.json"), (path) => ts.sys.readFile(path)).config,
    ts.sys,
    ROOT,
  ).options,
  // a fragment says what something is for, not what is done with it
  noUnusedLocals: false,
  noUnusedParameters: false,
  types: ["node"],
  paths: { "cdktf-azure-ml-functions": [join(ROOT, "lib/index.ts")], "cdktf-azure-ml-functions/*": [join(ROOT, "*")] },
};

/** Compiles texts as if they lay in the project's directory. */
class Compiler {
  private readonly parsed = new Map<string, ts.SourceFile | undefined>();
  private readonly host = ts.createCompilerHost(options);

  public compile(texts: ReadonlyMap<string, string>): ts.Program {
    const { host } = this;
    const read = (path: string) => texts.get(path) ?? ts.sys.readFile(path);
    return ts.createProgram([...texts.keys()], options, {
      ...host,
      fileExists: (path) => texts.has(path) || existsSync(path),
      readFile: read,
      getSourceFile: (path, languageVersion) => {
        const text = texts.get(path);
        if (text !== undefined) return ts.createSourceFile(path, text, languageVersion);
        if (!this.parsed.has(path)) this.parsed.set(path, host.getSourceFile(path, languageVersion));
        return this.parsed.get(path);
      },
    });
  }
}

/** Names that the library exports, types included. */
function exportedNames(compiler: Compiler): string[] {
  const path = join(ROOT, "exports.ts");
  const program = compiler.compile(new Map([[path, 'export * from "cdktf-azure-ml-functions";']]));
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(path)!);
  return checker.getExportsOfModule(module!).map(({ name }) => name);
}

/** A block that begins with `import` is a whole file, which others import where it has a name; any other the body of a stack's constructor. */
function fileOf(code: string, names: readonly string[]): string {
  if (code.startsWith("import ")) return code;
  return [
    `import { ${names.join(", ")} } from "cdktf-azure-ml-functions";`,
    'import { TerraformStack } from "cdktf";',
    'import type { Construct } from "constructs";',
    "declare const resourceGroup: IResourceGroup;",
    "declare const image: ContainerImage;",
    "class Documented extends TerraformStack {",
    "public constructor(scope: Construct, id: string) {",
    "super(scope, id);",
    code,
    "}",
    "}",
    // a module, so that blocks share no names
    "export {};",
  ].join("\n");
}

describe("code in the documentation compiles", () => {
  const problems = new Map<string, string[]>();

  beforeAll(() => {
    const compiler = new Compiler();
    const names = exportedNames(compiler);
    const pathOf = (index: number) => join(ROOT, BLOCKS[index]!.file ?? `documented-${index}.ts`);
    const program = compiler.compile(new Map(BLOCKS.map(({ code }, i) => [pathOf(i), fileOf(code, names)])));
    BLOCKS.forEach(({ place }, i) => {
      const found = ts.getPreEmitDiagnostics(program, program.getSourceFile(pathOf(i)));
      problems.set(
        place,
        found.map((diagnostic) => {
          const line = diagnostic.file!.text.slice(0, diagnostic.start).split("\n").length;
          const source = diagnostic.file!.text.split("\n")[line - 1]!.trim();
          return `${ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n")}\n  at: ${source}`;
        }),
      );
    });
  }, 60_000);

  test("the README has code", () => {
    expect(BLOCKS.some(({ place }) => place.startsWith("README.md:"))).toBe(true);
  });

  test.each(BLOCKS.map(({ place }) => place))("%s", (place) => {
    expect(problems.get(place)).toEqual([]);
  });
});
