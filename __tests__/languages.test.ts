import { readFileSync } from "fs";
import { join } from "path";
import { publicTypes } from "../scripts/assembly";
import { LANGUAGES, writeLanguagePackages } from "../scripts/language-packages";
import { temporaryDirectory } from "./private/build-context/temporary";
import { blocksOf, ROOT } from "./support/code-blocks";
import { filesIn } from "./support/staged";

const EXTENSIONS = { java: "java", go: "go", dotnet: "cs" };

/** Sources that are written for a language, by the name of their file. */
const written = new Map<string, Map<string, string>>();

beforeAll(() => {
  const types = publicTypes();
  expect(types.length).toBeGreaterThan(100);
  const output = temporaryDirectory();
  writeLanguagePackages(ROOT, output, LANGUAGES);
  for (const language of LANGUAGES) {
    const files = filesIn(join(output, language)).filter((file) => file.endsWith(`.${EXTENSIONS[language]}`));
    const sources = files.map((file) => [file.split("/").pop()!, readFileSync(join(output, language, file), "utf8")]);
    written.set(language, new Map(sources as [string, string][]));
  }
}, 300_000);

test.each(LANGUAGES)("%s has a file for each public type", (language) => {
  const names = publicTypes().map(({ name }) => `${name}.${EXTENSIONS[language]}`);
  expect(names.filter((name) => !written.get(language)!.has(name))).toEqual([]);
});

test.each(LANGUAGES)("%s has no time in its sources: it is the same whenever it is made", (language) => {
  const year = String(new Date().getUTCFullYear());
  const dated = [...written.get(language)!].filter(([, source]) => source.includes(`${year}-`));
  expect(dated.map(([file]) => file)).toEqual([]);
});

describe("the documentation's examples use what there is", () => {
  /** The only code block of a language. */
  function example(language: string): string {
    const [block, ...others] = blocksOf("docs/languages.md").filter((one) => one.language === language);
    expect(others).toEqual([]);
    return block!.code;
  }

  const found = (code: string, pattern: RegExp) => [...code.matchAll(pattern)].map((match) => match[1]!);

  test("Java", () => {
    const classes = found(example("java"), /^import io\.github\.cdktfazuremlfunctions\.(\w+);/gm);
    expect(classes).toContain("BlobMlFunctionApp");
    expect(classes.filter((name) => !written.get("java")!.has(`${name}.java`))).toEqual([]);
  });

  test("Go", () => {
    const sources = [...written.get("go")!.values()].join("\n");
    const names = found(example("go"), /\bml\.(\w+)/g);
    expect(names).toContain("NewBlobMlFunctionApp");
    expect(names.filter((name) => !new RegExp(`^(?:func|type) ${name}\\b`, "m").test(sources))).toEqual([]);
  });

  test("C#", () => {
    const code = example("csharp");
    const types = new Set(publicTypes().map(({ name }) => name));
    const made = found(code, /\bnew (\w+)/g).filter((name) => types.has(name));
    expect(made).toEqual([
      "BlobMlFunctionApp",
      "BlobMlFunctionAppProps",
      "ModelImageOptions",
      "InferenceConfig",
      "PipEnvironmentOptions",
    ]);
    const called = [...code.matchAll(/\b(\w+)\.(From\w+)\(/g)].map(([, type, method]) => [type!, method!]);
    expect(called.length).toBe(4);
    const isThere = ([type, method]: readonly string[]) => {
      return written.get("dotnet")!.get(`${type}.cs`)?.includes(` ${method}(`);
    };
    expect(called.filter((call) => !isThere(call))).toEqual([]);
  });
});
