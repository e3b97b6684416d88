import { parseDocument } from "yaml";
import type { BreachCode } from "../validation/codes";
import type { Inspector } from "../validation/inspector";
import { normalizedName, type Requirement } from "./requirements";
import { PYTHON_VERSIONS } from "./versions";

/** What a conda file says. */
export interface CondaFile {
  readonly pythonVersion: string;
  /** Conda's own packages. */
  readonly requirements: readonly Requirement[];
  readonly pipLines: readonly string[];
  /** Whether conda itself brings nothing but Python and pip. */
  readonly pipOnly: boolean;
}

const PAGE =
  "https://docs.conda.io/projects/conda/en/latest/user-guide/tasks/manage-environments.html#creating-an-environment-file-manually";

/** `channel::name`, and what stands behind it. */
const ENTRY = /^\s*(?:[^\s:]+::)?([A-Za-z0-9_][\w.-]*)\s*(.*?)\s*$/s;

/** Reads a conda file, and refuses what conda or the Functions worker could not use. */
export function readCondaFile(inspector: Inspector, prop: string, path: string, text: string): CondaFile {
  const refuse = (code: BreachCode, value: unknown, message: string, remedy: string): CondaFile => {
    inspector.refuse({ code, prop, value, message, remedy, link: PAGE });
    return { pythonVersion: "3.12", requirements: [], pipLines: [], pipOnly: true };
  };
  const dependencies = readDependencies(text);
  if (dependencies === undefined) {
    const message = "a conda file: YAML with a list of dependencies";
    return refuse("conda-file", path, message, "Write it as conda env export does.");
  }
  const requirements: Requirement[] = [];
  const pipLines: string[] = [];
  let python: string | undefined;
  for (const entry of dependencies) {
    const lines = pipLinesOf(entry);
    const [, name, version] = (typeof entry === "string" ? ENTRY.exec(entry) : undefined) ?? [];
    if (lines !== undefined) pipLines.push(...lines);
    else if (name === undefined || version === undefined) {
      const message = "dependencies of the form name=version, and one list of pip packages";
      return refuse(
        "conda-dependency",
        entry,
        message,
        'Write for example "numpy=1.26", or "pip:" with a list under it.',
      );
    } else if (name === "python") python = version;
    else {
      const specifiers = specifiersOf(version);
      requirements.push({ name: normalizedName(name), specifiers, conditional: false, line: String(entry) });
    }
  }
  const pythonVersion = pythonVersionOf(python ?? "");
  if (pythonVersion === undefined || !PYTHON_VERSIONS.includes(pythonVersion)) {
    const value = python === undefined ? "(no python)" : `python ${python}`.trim();
    const message = `a dependency python=x.y with one of ${PYTHON_VERSIONS.join(", ")}: the Functions worker is made for these`;
    return refuse("conda-python", value, message, "Name the version, for example python=3.12.");
  }
  return { pythonVersion, requirements, pipLines, pipOnly: requirements.every(({ name }) => name === "pip") };
}

/** Whether a text is YAML with dependencies. */
export function isCondaFile(text: string): boolean {
  return readDependencies(text) !== undefined;
}

function readDependencies(text: string): readonly unknown[] | undefined {
  try {
    const document = parseDocument(text);
    const parsed: unknown = document.errors.length > 0 ? undefined : document.toJS();
    const dependencies = (parsed as { dependencies?: unknown } | null | undefined)?.dependencies;
    return Array.isArray(dependencies) ? dependencies : undefined;
  } catch {
    // aliases that lead nowhere, or grow without bounds
    return undefined;
  }
}

/** The lines under `pip:`; undefined for another entry. */
function pipLinesOf(entry: unknown): string[] | undefined {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return undefined;
  const { pip, ...others } = entry as { pip?: unknown };
  const isList = Array.isArray(pip) && pip.every((line) => typeof line === "string");
  return isList && Object.keys(others).length === 0 ? pip : undefined;
}

/** The one minor version that a version of conda's form leaves: `=3.12`, `==3.12.*`, `3.12.4`, `>=3.12,<3.13`. */
function pythonVersionOf(text: string): string | undefined {
  const exact = /^(?:==?|~=)?\s*(3\.\d+)(?:\.(?:\d+|\*))*\*?\s*(?:=\s*\S*)?$/.exec(text)?.[1];
  if (exact !== undefined) return exact;
  const [, from, below] = /^>=\s*3\.(\d+)(?:\.\d+)*\s*,\s*<\s*3\.(\d+)(?:\.0)*(?:a0)?$/.exec(text) ?? [];
  return from !== undefined && Number(below) === Number(from) + 1 ? `3.${from}` : undefined;
}

/** A version of conda's form as pip's specifiers; nothing for alternatives and other forms that pip has not. */
function specifiersOf(version: string): string[] {
  const [, fuzzy] = /^=([\w.]+?)(?:\.?\*)?(?:=\S*)?$/.exec(version) ?? [];
  if (fuzzy !== undefined) return [`==${fuzzy}.*`];
  const parts = version.split(",").map((part) => part.trim());
  return parts.every((part) => /^(==|>=|<=|<|>|!=|~=)?\s*\d[\w.]*(\.\*)?$/.test(part))
    ? parts.map((part) => (/^\d/.test(part) ? `==${part}` : part))
    : [];
}
