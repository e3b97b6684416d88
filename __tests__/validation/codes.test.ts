import { readdirSync, readFileSync } from "fs";
import { join } from "path";
import { BREACH_CODES, WARNING_CODES } from "../../lib/private/validation/codes";

const [breaches, warnings] = readFileSync("docs/errors.md", "utf8").split("\n## Warnings\n") as [string, string];

/** First cells of the tables, of rows whose other cells are filled. */
function documented(text: string): string[] {
  return [...text.matchAll(/^\| `([a-z0-9-]+)`\s*\|\s*[^\s|].*\|\s*[^\s|].*\|$/gm)].map(([, code]) => code!);
}

test("docs/errors.md has an example of each code, and of no other", () => {
  expect(documented(breaches).sort()).toEqual([...BREACH_CODES].sort());
  expect(documented(warnings).sort()).toEqual([...WARNING_CODES].sort());
});

test("each code is told somewhere", () => {
  const sources = readdirSync("lib", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith("codes.ts"))
    .map((path) => readFileSync(join("lib", path), "utf8"))
    .join("\n");
  expect([...BREACH_CODES, ...WARNING_CODES].filter((code) => !sources.includes(`"${code}"`))).toEqual([]);
});

test("codes are sorted, so that none is listed twice", () => {
  for (const codes of [BREACH_CODES, WARNING_CODES]) expect([...codes]).toEqual([...new Set(codes)].sort());
});
