import { readFileSync } from "fs";
import { join } from "path";

export const ROOT = join(__dirname, "../..");

/** A code block of a page of the documentation. */
export interface CodeBlock {
  /** Where it stands, for example `README.md:17`. */
  readonly place: string;
  readonly language: string;
  /** Name of the file that it is the whole of, where the block says so: `ts file=main.ts`. */
  readonly file: string | undefined;
  readonly code: string;
}

export function blocksOf(page: string): CodeBlock[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(/^```(\w+)(?: file=(\S+))?.*\n([^]*?)^```$/gm)].map((match) => {
    const [, language, file, code] = match;
    const line = text.slice(0, match.index).split("\n").length;
    return { place: `${page}:${line}`, language: language!, file, code: code! };
  });
}
