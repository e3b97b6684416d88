import { isAlias, isMap, isNode, isSeq, parseDocument } from "yaml";
import type { BreachCode } from "../validation/codes";
import { type Inspector, isStruct } from "../validation/inspector";
import { leftPython, specifiersOf } from "./conda-versions";
import { normalizedName, type Requirement } from "./requirements";
import { PYTHON_VERSIONS, readPythonVersion } from "./versions";

/** What a conda file says. */
export interface CondaFile {
  readonly pythonVersion: string;
  /** Conda's own packages. */
  readonly requirements: readonly Requirement[];
  readonly pipLines: readonly string[];
  /** Whether conda itself brings nothing but Python and pip. */
  readonly pipOnly: boolean;
  /** The file, with the Python version of the image. */
  readonly text: string;
}

const PAGE =
  "https://docs.conda.io/projects/conda/en/latest/user-guide/tasks/manage-environments.html#creating-an-environment-file-manually";

/** `channel::name`, and what stands behind it. */
const ENTRY = /^\s*(?:[^\s:]+::)?([A-Za-z0-9_][\w.-]*)(?![\w.-])(?!\s*-|\S*:\/\/)\s*(.*?)\s*$/s;

const PACKAGE_URL = /^https?:\/\/\S+\.(?:conda|tar\.bz2)(?:#\w+)?$/;

/** Reads a conda file to its end, and refuses what conda or the Functions worker could not use. */
export function readCondaFile(
  inspector: Inspector,
  prop: string,
  path: string,
  text: string,
  givenVersion: unknown,
): CondaFile {
  const refuse = (code: BreachCode, value: unknown, message: string, remedy: string) => {
    inspector.refuse({ code, prop, value, message, remedy, link: PAGE });
  };
  const file = readYaml(text);
  if (file === undefined) {
    refuse("conda-file", path, "a conda file: YAML with a list of dependencies", "Write it as conda env export does.");
  }
  const requirements: Requirement[] = [];
  const pipLines: string[] = [];
  const pythons: string[] = [];
  for (const entry of file?.dependencies ?? []) {
    const text = typeof entry === "string" ? entry : misformedPython(entry);
    const [, name, version] = (text === undefined ? undefined : ENTRY.exec(text)) ?? [];
    if (text !== undefined && name?.toLowerCase() === "python") pythons.push(text);
    else if (text !== undefined && name !== undefined && version !== undefined) {
      const specifiers = specifiersOf(version);
      requirements.push({ name: normalizedName(name), specifiers, line: text });
    } else if (text !== undefined && PACKAGE_URL.test(text)) {
      requirements.push({ name: undefined, specifiers: ["@"], line: text });
    } else {
      for (const item of pipItemsOf(entry) ?? [entry]) {
        if (typeof item === "string" && item !== entry) pipLines.push(item);
        else refuse("conda-dependency", item, DEPENDENCIES, remedyFor(item));
      }
    }
  }
  const pipOnly = requirements.every(({ name }) => name === "pip");
  if (!pipOnly && !isChannels(file?.channels)) {
    refuse("conda-file", file?.channels, "channels as a list of texts", "Write for example channels: [conda-forge].");
  }
  const pythonOfFile = leftPython(pythons.map((entry) => ENTRY.exec(entry)![2]!));
  if (file !== undefined && givenVersion === undefined && !PYTHON_VERSIONS.includes(pythonOfFile ?? "")) {
    const value = pythons.length === 0 ? "(no python)" : pythons.join("; ");
    const message = `one dependency python=x.y with one of ${PYTHON_VERSIONS.join(", ")}: the Functions worker is made for these`;
    const remedy = `Leave the file as it is, and give another: Environment.fromConda(${JSON.stringify(path)}, { pythonVersion: "3.12" }).`;
    refuse("conda-python", value, message, `${remedy} Or name it there, for example python=3.12.`);
  }
  const isOffered = PYTHON_VERSIONS.includes(pythonOfFile ?? "");
  const pythonVersion = readPythonVersion(
    inspector,
    `${prop}.pythonVersion`,
    givenVersion ?? (isOffered ? pythonOfFile : undefined),
  );
  const written = pythonVersion === pythonOfFile ? text : withPython(text, pythonVersion);
  return { pythonVersion, requirements, pipLines, pipOnly, text: written };
}

/** Whether a text is YAML with dependencies. */
export function isCondaFile(text: string): boolean {
  return readYaml(text) !== undefined;
}

const DEPENDENCIES = "dependencies of the form name=version, and a list of texts under pip";

function remedyFor(entry: unknown): string {
  const [member, ...others] = isStruct(entry) ? Object.entries(entry) : [];
  const isPair = member !== undefined && others.length === 0;
  if (isPair && member[0] !== "pip" && /^(?:string|number)$/.test(typeof member[1])) {
    return `Write "${member[0]}=${String(member[1])}".`;
  }
  if (isPair && member[0] === "pip") return 'Write the list of packages under "pip:", further in than its hyphen.';
  if (typeof entry === "string" && /^\s*-|:\/\//.test(entry)) return 'Write it in the list under "pip:".';
  return 'Write for example "numpy=1.26", or "pip:" with a list under it.';
}

function readYaml(
  text: string,
): { readonly dependencies: readonly unknown[]; readonly channels?: unknown } | undefined {
  try {
    const document = parseDocument(text);
    const parsed: unknown = document.errors.length > 0 ? undefined : document.toJS();
    const file = parsed as { dependencies?: unknown; channels?: unknown } | null | undefined;
    return Array.isArray(file?.dependencies) ? { ...file, dependencies: file.dependencies } : undefined;
  } catch {
    // aliases that lead nowhere, or grow without bounds
    return undefined;
  }
}

/** Conda knows its own channels where none are named. */
function isChannels(channels: unknown): boolean {
  if (channels === undefined) return true;
  return (
    Array.isArray(channels) && channels.every((channel) => typeof channel === "string" || typeof channel === "number")
  );
}

/** `- python: 3.8`, which conda does not take. */
function misformedPython(entry: unknown): string | undefined {
  const version = isStruct(entry) ? (entry as { python?: unknown }).python : undefined;
  return typeof version === "string" || typeof version === "number" ? `python: ${version}` : undefined;
}

/** What stands under `pip:`, and others that stand beside it; undefined where there is no such list. */
function pipItemsOf(entry: unknown): readonly unknown[] | undefined {
  const { pip, ...others } = (isStruct(entry) ? entry : {}) as { pip?: unknown };
  if (!Array.isArray(pip)) return undefined;
  return Object.keys(others).length === 0 ? (pip as unknown[]) : [...(pip as unknown[]), others];
}

/** The file with another version of Python, and all else as it was. */
function withPython(text: string, version: string): string {
  const document = parseDocument(text);
  const given = isMap(document.contents) ? document.contents.get("dependencies", true) : undefined;
  const list: unknown = isAlias(given) ? given.resolve(document) : given;
  const nodes = isSeq(list) ? list.items.filter(isNode) : [];
  const pythons = nodes.filter((node) => {
    const entry: unknown = node.toJS(document);
    return typeof entry === "string" && ENTRY.exec(entry)?.[1]?.toLowerCase() === "python";
  });
  return pythons.reduceRight((left, { range }) => {
    const [from, to] = range!;
    return `${left.slice(0, from)}python=${version}${left.slice(to)}`;
  }, text);
}
