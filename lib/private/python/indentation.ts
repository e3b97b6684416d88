import type { PythonSyntaxError } from "./ast";

/** Tokens of Ruff's before which, and after which, the indentation of a line does not count. */
const NO_STATEMENT = new Set(["Comment", "Dedent", "Indent", "NonLogicalNewline", "Unknown"]);

/**
 * The first line that Python refuses for being as deep as no block around it, or for a depth that would depend on how wide
 * a tab is (`TabError`). As Python does, depth is measured with tabs up to the next multiple of 8, and with tabs as wide as
 * a space; both have to tell the same order.
 *
 * @param source text of the module
 * @param tokens of it as Ruff lists them, with offsets in UTF-8: `Name 10..14,`
 * @see https://docs.python.org/3/reference/lexical_analysis.html#indentation
 */
export function inconsistentIndentation(source: string, tokens: string): PythonSyntaxError | undefined {
  const bytes = Buffer.from(source, "utf8");
  const depths: Depth[] = [{ wide: 0, narrow: 0 }];
  let atStart = true;
  for (const [, type, offset] of tokens.matchAll(/^\s*([A-Za-z]+) (\d+)\.\.\d+/gm)) {
    if (NO_STATEMENT.has(type!)) continue;
    if (!atStart) {
      atStart = type === "Newline";
      continue;
    }
    atStart = false;
    const start = lineStart(bytes, Number(offset));
    // how deep a line is that begins with a backslash is not for us to say
    if (/\\\r?\n?$/.test(bytes.toString("latin1", Math.max(0, start - 3), start))) return undefined;
    const depth = depthOf(bytes.subarray(start, Number(offset)));
    const message = misfit(depths, depth);
    if (message !== undefined) return { line: bytes.toString("latin1", 0, start).split(/\r\n?|\n/).length, message };
  }
  return undefined;
}

interface Depth {
  /** With tabs up to the next multiple of 8. */
  readonly wide: number;
  /** With tabs as wide as a space. */
  readonly narrow: number;
}

function lineStart(bytes: Buffer, offset: number): number {
  let start = offset;
  while (start > 0 && bytes[start - 1] !== 0x0a && bytes[start - 1] !== 0x0d) start -= 1;
  return start;
}

function depthOf(indentation: Buffer): Depth {
  let wide = 0;
  let narrow = 0;
  for (const char of indentation.toString("latin1")) {
    if (char === "\f") wide = narrow = 0;
    else if (char === "\t") {
      wide = (Math.floor(wide / 8) + 1) * 8;
      narrow += 1;
    } else if (char === " ") {
      wide += 1;
      narrow += 1;
    }
  }
  return { wide, narrow };
}

const MIXED = "Inconsistent use of tabs and spaces in indentation";

/** Puts a line's depth on top of those of the blocks around it, in place of the deeper ones; says what is wrong with it. */
function misfit(depths: Depth[], depth: Depth): string | undefined {
  const top = depths.at(-1)!;
  if (depth.wide > top.wide) {
    depths.push(depth);
    return depth.narrow > top.narrow ? undefined : MIXED;
  }
  while (depths.length > 1 && depths.at(-1)!.wide > depth.wide) depths.pop();
  const { wide, narrow } = depths.at(-1)!;
  if (wide !== depth.wide) return "Unindent does not match any outer indentation level";
  return narrow === depth.narrow ? undefined : MIXED;
}
