import { closeSync, lstatSync, openSync, readdirSync, readlinkSync, type Stats, statSync } from "fs";
import { basename, dirname, sep } from "path";
import { markedEncoding, textOf, utf16Without } from "../../build-context/text";
import { isToken } from "../../validation/tokens";
import { readFile } from "./paths";

type Kind = "file" | "directory";

/** Why nothing can be read at a path. */
export interface PathProblem {
  /** What is wanted, and what lies there. An error tells the absolute path; nothing that is written has it. */
  readonly message: string;
  /** What to do about this path in particular. */
  readonly remedy?: string;
}

/** What keeps a path from being that of a file or directory, whatever was given as one; undefined where it is. */
export function pathProblem(path: unknown, resolve: (path: string) => string, kind: Kind): PathProblem | undefined {
  const wanted = `the path of a ${kind}`;
  if (typeof path !== "string" || path === "") return { message: wanted };
  if (isToken(path)) return { message: `${wanted}, known when the stack is synthesized` };
  const tried = resolve(path);
  const found = lookFor(tried, kind);
  if (found === undefined) return undefined;
  // on one line
  const what = found.what.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
  const message = `${wanted}: ${what}`;
  const remedy = remedyOf(path) ?? found.remedy;
  return remedy === undefined ? { message } : { message, remedy };
}

interface Found {
  readonly what: string;
  readonly remedy?: string;
}

function lookFor(path: string, kind: Kind): Found | undefined {
  try {
    const stats = statSync(path);
    const actual = stats.isDirectory() ? "directory" : stats.isFile() ? "file" : undefined;
    if (actual === undefined) return { what: `${path} is neither a file nor a directory` };
    if (actual !== kind) return { what: `${path} is a ${actual}` };
    if (kind === "directory") readdirSync(path);
    else closeSync(openSync(path, "r"));
    return undefined;
  } catch (error) {
    return failed(path, (error as NodeJS.ErrnoException).code);
  }
}

function failed(path: string, code: string | undefined): Found {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return missing(path, path);
    case "ELOOP":
      return { what: `${path} is a symbolic link that leads to itself`, remedy: "Correct the link." };
    case "EACCES":
    case "EPERM":
      return { what: `${path} cannot be read (${code})`, remedy: "Grant the user who synthesizes read access." };
    case "ERR_INVALID_ARG_VALUE":
      return { what: "this one has a NUL character in it" };
    default:
      return { what: `this one cannot be read (${code})` };
  }
}

/** Looks upwards for the first part that is not there, or is no directory. */
function missing(path: string, part: string): Found {
  const above = dirname(part);
  const parent = above === part ? undefined : statsOf(above, statSync);
  if (above !== part && parent === undefined) return missing(path, above);
  if (parent?.isDirectory() === false) return { what: `${above} is a file, so that nothing lies in it` };
  if (statsOf(part, lstatSync)?.isSymbolicLink()) {
    const what = `${part} is a symbolic link to ${readlinkSync(part)}, where there is nothing`;
    return { what, remedy: "Correct the link." };
  }
  const what = `there is nothing at ${path}${part === path ? "" : `, and no ${part}`}`;
  const alike = namesIn(above).find((name) => folded(name) === folded(basename(part)));
  return alike === undefined
    ? { what }
    : { what, remedy: `Write ${alike}, which is there: upper and lower case count.` };
}

function statsOf(path: string, stat: (path: string) => Stats): Stats | undefined {
  try {
    return stat(path);
  } catch {
    return undefined;
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function folded(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

/** Forms of paths that others read: shells, other systems, other tools. */
function remedyOf(path: string): string | undefined {
  if (/^azureml:/i.test(path)) return "Get it with az ml model download, and give the path where it lies then.";
  if (/^file:/i.test(path)) return "Give the path alone, without file:.";
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return "Download it, and give the path where it lies then.";
  if (/^~|^\$\w|^%\w+%/.test(path)) return "Write it out: ~ and variables mean something to a shell alone.";
  // Windows itself takes both
  if (sep === "\\") return undefined;
  if (/^[a-z]:/i.test(path)) return "Give a path of this machine, best one relative to the directory of cdktf.json.";
  if (/[\b\t\n\v\f\r]/.test(path)) return "Write / between directories: \\t and \\n stand for a tab and a new line.";
  return path.includes("\\") ? `Write / between directories: ${path.replace(/\\+/g, "/")}.` : undefined;
}

/** The text of a file that people write, or why there is none. */
export type TextRead = { readonly text: string } | (PathProblem & { readonly text?: undefined });

export function readTextAt(path: unknown, resolve: (path: string) => string): TextRead {
  const problem = pathProblem(path, resolve, "file");
  const bytes = problem === undefined ? readFile(path, resolve) : undefined;
  if (bytes === undefined) return problem ?? { message: "the path of a file that can be read" };
  const text = textOf(bytes);
  if (!text.includes("\0")) return { text };
  const wanted = "the path of a text in UTF-8, or in UTF-16 with a byte order mark";
  const isUtf16 = bytes.length % 2 === 0 && markedEncoding(bytes) === "utf-8" && utf16Without(bytes);
  return isUtf16
    ? { message: `${wanted}: this one is UTF-16 without the mark`, remedy: "Save it as UTF-8." }
    : {
        message: `${wanted}: this file is binary, or in another encoding`,
        remedy: "Give a text file, saved as UTF-8.",
      };
}
