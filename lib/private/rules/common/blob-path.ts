import { Fn } from "cdktf";
import { show } from "../../validation/display";
import type { Inspector, TextRule } from "../../validation/inspector";
import { EXPRESSION, readTemplate } from "../../validation/templates";
import { asText } from "../../validation/tokens";
import { NAME_RULES } from "./names";

/** A character, a class of characters, or null for any text. */
type Atom = string | RegExp | null;

/** A blob path pattern of the Functions host: `container/blob`, with binding expressions in braces. */
export interface BlobPath {
  /** As it was given. */
  readonly text: string;
  /** The same for Terraform, which would take `%{` for a directive of its own. */
  readonly terraformText: string;
  /** May be known to Terraform only. */
  readonly container: string;
  /** Names in braces, in order, each once. */
  readonly expressions: readonly string[];
  /** Characters of the blob's part. */
  readonly atoms: readonly Atom[];
  /** Whether Terraform alone knows parts of it, so that what it binds is not certain. */
  readonly open: boolean;
  /** Whether the container's name is a stand-in for one that was refused. */
  readonly isContainerRefused: boolean;
}

export const BLOB_PATTERNS_PAGE =
  "https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger#blob-name-patterns";
const EXPRESSIONS_PAGE = "https://learn.microsoft.com/azure/azure-functions/functions-bindings-expressions-patterns";
const BLOB_NAMES_PAGE =
  "https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata#blob-names";

/** Most parts of a blob's name between slashes. */
const MOST_SEGMENTS = 254;

/** Longest name of a blob, in characters. */
const MOST_CHARACTERS = 1024;

/** As the host splits a pattern: doubled braces stand for one, `%name%` for an app setting. */
const PART = /\{\{|\}\}|\{([^{}]*)\}|%[^%{}]+%|[^{}%]+|[{}%]/g;

/** A name that the host binds: an identifier of C#. */
const IDENTIFIER = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Pc}\p{Mn}\p{Mc}\p{Cf}]*$/u;

/** What the host binds besides the names in the input path. */
const SYSTEM_EXPRESSION =
  /^(rand-guid(:[NDBP]?)?|datetime(:.*)?|sys\.(randguid|utcnow|methodname)(:.*)?|blobtrigger|uri|properties\..+|metadata\..+)$/i;

/** The parts of a path, or undefined for a text that is no blob path. */
export function parseBlobPath(text: string): BlobPath | undefined {
  // of `%setting%{name}` the middle looks like a directive of Terraform's
  const terraformText = text.replace(/(%[^%{}]+%)(?=\{)/g, "$1%");
  const { masked, expressions: computed } = readTemplate(terraformText);
  const open = computed.length > 0;
  const slash = masked.indexOf("/");
  if (slash < 0 && open) {
    const container = Fn.element(Fn.split("/", asText(text)), 0) as string;
    return { text, terraformText, container, expressions: [], atoms: [null], open, isContainerRefused: false };
  }
  const blob = masked.slice(slash + 1);
  if (slash < 1 || blob === "" || blob.startsWith("/") || /[\\\p{Cc}]/u.test(masked)) return undefined;
  const names: string[] = [];
  const atoms: Atom[] = [];
  for (const [part, name] of blob.replace(/([$%])\1(?=\{)/g, "$1").matchAll(PART)) {
    if (part === "{" || part === "}" || part === "%" || name === "") return undefined;
    if (name !== undefined) names.push(name);
    const form = name === undefined ? undefined : formOf(name);
    if (form !== undefined) atoms.push(...form);
    else if (name !== undefined || part.startsWith("%")) {
      if (atoms.at(-1) !== null) atoms.push(null);
    } else for (const character of part === "{{" || part === "}}" ? part.charAt(0) : part) atoms.push(character);
  }
  const literals = atoms.filter((atom) => typeof atom === "string").length;
  if (literals > MOST_CHARACTERS) return undefined;
  let next = 0;
  const container = masked.slice(0, slash).replaceAll(EXPRESSION, () => computed[next++]!);
  const anyText = atoms.map((atom) => (atom === EXPRESSION ? null : atom));
  return {
    text,
    terraformText,
    container,
    expressions: [...new Set(names)],
    atoms: anyText,
    open,
    isContainerRefused: false,
  };
}

/** What one of the host's own expressions stands for, where that has a fixed form. */
function formOf(expression: string): Atom[] | undefined {
  const guid = /^(?:rand-guid|sys\.randguid)(?::([ND]))?$/i.exec(expression);
  if (guid !== null) return new Array<Atom>(guid[1]?.toUpperCase() === "N" ? 32 : 36).fill(/[0-9a-f-]/i);
  const [, format] = /^(?:datetime|sys\.utcnow):((?:yyyy|MM|dd|HH|hh|mm|ss|[-_.])+)$/i.exec(expression) ?? [];
  if (format === undefined) return undefined;
  return Array.from(format, (letter): Atom => (/[-_.]/.test(letter) ? letter : /\d/));
}

/** Stands in for a path that was refused: overlaps with none. Its text is no path that could be given. */
const REFUSED_PATH: BlobPath = {
  text: "input/",
  terraformText: "input/",
  container: NAME_RULES.container.example,
  expressions: [],
  atoms: [null],
  open: true,
  isContainerRefused: true,
};

/** @param made whether the container is made, for which its name has to be known */
export function readBlobPath(inspector: Inspector, prop: string, path: unknown, made: boolean): BlobPath {
  const [, dollared] = (typeof path === "string" && /(?<!\$)\$\{(\w+)\}/.exec(path)) || [];
  const parsed = typeof path === "string" && dollared === undefined ? parseBlobPath(path) : undefined;
  if (parsed === undefined) {
    inspector.refuse({
      code: "blob-path",
      prop,
      value: path,
      message:
        "container/blob, where the blob's part may hold names in braces, such as input/{blobname}.json " +
        `({{ and }} stand for braces themselves), and has at most ${MOST_CHARACTERS} characters besides`,
      remedy:
        dollared === undefined
          ? "Give the container, a slash and a pattern."
          : `Write {${dollared}} without the dollar sign, which Terraform would take for an expression of its own.`,
      link: BLOB_PATTERNS_PAGE,
      ...(typeof path === "string" && dollared === undefined ? formProblem(path) : {}),
    });
    return REFUSED_PATH;
  }
  const container = inspector.text(`${prop} (container)`, parsed.container, containerRule(parsed, made));
  return { ...parsed, container, isContainerRefused: container !== parsed.container };
}

/** What is wrong with a text that is no blob path, where it is one thing in particular. */
function formProblem(path: string): { readonly message: string; readonly remedy: string } | undefined {
  const slash = path.indexOf("/");
  const blob = path.slice(slash + 1);
  const wrong = (message: string, remedy: string) => ({ message, remedy });
  const [, host, rest = ""] = /^[a-z]+:\/\/([^/]*)\/?(.*)$/i.exec(path) ?? [];
  if (host !== undefined) {
    const [container, account] = host.split("@");
    const meant = account === undefined ? rest : `${container}/${rest}`;
    return wrong("container/blob without scheme and account, which storage names", `Write ${meant || "input/{name}"}.`);
  }
  if (path.includes("\\")) {
    return wrong("a path with / between its parts, and no \\", `Write ${path.replace(/\\+/g, "/")}.`);
  }
  if (/\p{Cc}/u.test(path)) return wrong("a path without control characters", "Leave out tabs and line breaks.");
  if (/^\s*$/.test(path)) return undefined;
  if (slash < 0) {
    const message = "container/blob: this one is a container without a pattern for its blobs";
    return wrong(message, `Write ${path}/{name} for all blobs of ${path}.`);
  }
  if (slash === 0) {
    return wrong("container/blob, which begins with the container's name", `Write ${path.replace(/^\/+/, "")}.`);
  }
  if (blob === "")
    return wrong("container/blob, with a pattern behind the slash", `Write ${path}{name} for all blobs.`);
  if (blob.startsWith("/")) {
    return wrong("one slash between the container and the blob", `Write ${path.replace(/\/+/, "/")}.`);
  }
  return braceProblem(blob);
}

function braceProblem(blob: string): { readonly message: string; readonly remedy: string } | undefined {
  const parts = Array.from(blob.matchAll(PART), ([part]) => part);
  const empty = parts.includes("{}");
  if (empty) {
    return { message: "a name in each pair of braces", remedy: "Name what the braces stand for, for example {name}." };
  }
  const stray = parts.find((part) => part === "{" || part === "}");
  if (stray !== undefined) {
    const [is, other] = stray === "{" ? ["{", "}"] : ["}", "{"];
    const isDoubled = parts.includes("{{") || parts.includes("}}");
    return {
      message: `braces in pairs: a ${is} is here without its ${other}${isDoubled ? ", as {{ and }} stand for braces themselves and make no pair" : ""}`,
      remedy: `Write for example {name}; a brace that stands for itself is ${is}${is}.`,
    };
  }
  if (!parts.includes("%")) return undefined;
  const message = "% in pairs, around the name of an app setting: a % is here alone";
  return { message, remedy: "Write %NAME% for an app setting, or leave the % out." };
}

/** Whether the host alone knows the container: it reads `%name%` from an app setting. */
export function isContainerInSetting({ container }: BlobPath): boolean {
  return SETTING.test(container);
}

const SETTING = /%[^%{}]+%/;

function containerRule(path: BlobPath, made: boolean): TextRule {
  const rule = NAME_RULES.container;
  const [expression] = /\{[^{}]*\}?/.exec(path.open ? "" : path.container) ?? [];
  if (expression !== undefined) {
    const allowed = "a container whose name is fixed: expressions in braces stand behind the slash";
    const remedy = `Give the container's name, and put ${expression} behind the slash, for example as a folder.`;
    return { ...rule, allowed, remedy, remedyFor: undefined };
  }
  if (!isContainerInSetting(path)) return rule;
  if (made) return { ...rule, remedy: "Give the name itself, or switch off createContainers." };
  const isPart = (text: string) => /^[a-z0-9-]*$/.test(text);
  return { ...rule, test: (name) => name.split(SETTING).every(isPart) };
}

/** What the subjects of events have in common that tell of blobs under a path. */
export interface SubjectFilter {
  readonly subjectBeginsWith: string;
  readonly subjectEndsWith: string | undefined;
}

/** @see https://learn.microsoft.com/azure/event-grid/event-schema-blob-storage */
export function subjectFilter({ container, atoms }: BlobPath): SubjectFilter {
  const literal = atoms.map((atom) => typeof atom === "string");
  const isFixed = !literal.includes(false);
  const prefix = isFixed ? atoms : atoms.slice(0, literal.indexOf(false));
  const suffix = isFixed ? [] : atoms.slice(literal.lastIndexOf(false) + 1);
  // what begins an expression of Terraform's stands for itself here
  const text = (literals: readonly Atom[]) => literals.join("").replace(/[$%](?=\{)/g, "$&$&");
  return {
    subjectBeginsWith: `/blobServices/default/containers/${container}/blobs/${text(prefix)}`,
    subjectEndsWith: suffix.length === 0 ? undefined : text(suffix),
  };
}

/** What an input path has to be besides. */
export function judgeBlobInput(inspector: Inspector, input: BlobPath): void {
  const lower = input.expressions.map((name) => name.toLowerCase());
  const twins = input.expressions.filter((name, i) => lower.indexOf(name.toLowerCase()) !== i);
  if (twins.length > 0) {
    inspector.refuse({
      code: "blob-input-expression",
      prop: "inputPath",
      value: input.text,
      message: "names that differ in more than upper and lower case, which the host does not tell apart",
      remedy: `Rename {${twins.join("}, {")}}.`,
      link: BLOB_PATTERNS_PAGE,
    });
  }
  judgeBlobName(inspector, "inputPath", input);
  const unfit = input.expressions.filter((name) => !IDENTIFIER.test(name));
  if (unfit.length === 0) return;
  const listed = `{${unfit.join("}, {")}}`;
  const computed = unfit.filter((name) => SYSTEM_EXPRESSION.test(name));
  const isForm = unfit.every((name) => /^\*|[?:]/.test(name));
  const [message, remedy] =
    computed.length > 0
      ? [
          `names of one's own: the host computes {${computed.join("}, {")}} for outputs, and cannot watch for it`,
          `Take a name such as {name} in the place of {${computed[0]}}, and {${computed[0]}} in outputPath.`,
        ]
      : [
          "names of letters, digits and underscores in braces, not beginning with a digit",
          isForm
            ? `Write the name alone in the place of ${listed}: it takes any text, slashes included.`
            : `Rename ${listed}; a pattern such as {blobname}-{date}.csv takes a name apart.`,
        ];
  inspector.refuse({
    code: "blob-input-expression",
    prop: "inputPath",
    value: input.text,
    message,
    remedy,
    link: BLOB_PATTERNS_PAGE,
  });
}

/** What an output path has to be besides, given the input path. */
export function judgeBlobOutput(
  inspector: Inspector,
  input: BlobPath,
  output: BlobPath,
  resolve: (text: string) => unknown,
): void {
  const bound = new Set(input.expressions.map((name) => name.toLowerCase()));
  const unbound = input.open
    ? []
    : output.expressions.filter((name) => !bound.has(name.toLowerCase()) && !SYSTEM_EXPRESSION.test(name));
  if (unbound.length > 0) {
    inspector.refuse({
      code: "blob-output-expression",
      prop: "outputPath",
      value: output.text,
      message: `names that inputPath binds (${input.expressions.join(", ") || "none"}), or the host's own such as {rand-guid}`,
      remedy: `Put {${unbound.join("}, {")}} into inputPath, or take it out of outputPath.`,
      link: EXPRESSIONS_PAGE,
    });
  }
  const isSame = output !== REFUSED_PATH && resolve(input.text) === resolve(output.text);
  if (isSame || mayOverlap(input, output)) {
    inspector.refuse({
      code: "blob-output-loop",
      prop: "outputPath",
      value: output.text,
      message: `a path that does not fall under inputPath ${show(input.text)}: each prediction would start another one, without end`,
      remedy: "Write to another container, or give inputPath a folder or an ending that outputs do not have.",
      link: BLOB_PATTERNS_PAGE,
    });
  } else if (input.expressions.length > 0 && output.expressions.length === 0 && !output.open) {
    const message = `outputPath ${show(output.text)} names one blob: each prediction overwrites the one before.`;
    inspector.warn(`${message} Use a name that inputPath binds, or {rand-guid}.`, "blob-output-fixed");
  }
  judgeBlobName(inspector, "outputPath", output);
}

/** @see https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata */
function judgeBlobName(inspector: Inspector, prop: string, { text, container, atoms, open }: BlobPath): void {
  if (open) return;
  const refuse = (message: string, remedy: string) => {
    inspector.refuse({ code: "blob-path", prop, value: text, message, remedy, link: BLOB_NAMES_PAGE });
  };
  const last = atoms.at(-1);
  const slashes = atoms.filter((atom) => atom === "/").length;
  if (last === "." || last === "/") {
    refuse("a path that does not end with a period or a slash", "Give an ending such as .json.");
  }
  if (container === "$root" && slashes > 0) {
    refuse(
      "a name without slashes, as blobs of $root have no folders",
      "Take another container, or leave out the folder.",
    );
  }
  if (slashes >= MOST_SEGMENTS) refuse(`a name of at most ${MOST_SEGMENTS} parts between slashes`, "Shorten it.");
}

/**
 * Whether a blob written under one pattern could be one that the other watches. An expression matches any text, slashes
 * included, as in the host: `data/{name}.json` takes `data/results/x.json` too.
 */
export function mayOverlap(one: BlobPath, other: BlobPath): boolean {
  const certain = [one, other].every(({ open, isContainerRefused }) => !open && !isContainerRefused);
  return certain && one.container === other.container && globsIntersect(one.atoms, other.atoms);
}

function globsIntersect(a: readonly Atom[], b: readonly Atom[]): boolean {
  // reachable[j]: the first i atoms of a and the first j of b can stand for one text
  let reachable = new Array<boolean>(b.length + 1).fill(false);
  for (let i = 0; i <= a.length; i++) {
    const next = new Array<boolean>(b.length + 1).fill(false);
    for (let j = 0; j <= b.length; j++) {
      const left = a[i - 1];
      const right = b[j - 1];
      if (i === 0 && j === 0) next[j] = true;
      else if (i > 0 && left === null && (reachable[j]! || (j > 0 && next[j - 1]!))) next[j] = true;
      else if (j > 0 && right === null && (next[j - 1]! || (i > 0 && reachable[j]!))) next[j] = true;
      else if (i > 0 && j > 0 && mayBeSame(left!, right!)) next[j] = reachable[j - 1]!;
    }
    reachable = next;
  }
  return reachable[b.length]!;
}

function mayBeSame(left: Atom, right: Atom): boolean {
  if (left === null || right === null) return false;
  if (typeof left === "string") return typeof right === "string" ? left === right : right.test(left);
  return typeof right === "string" ? left.test(right) : true;
}
