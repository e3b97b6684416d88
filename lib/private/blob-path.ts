import { show } from "./display";
import { NAME_RULES } from "./names";
import { isToken, type Inspector } from "./validation";

/** A blob path pattern of the Functions host: `container/blob`, with binding expressions in braces. */
export interface BlobPath {
  /** As it was given. */
  readonly text: string;
  readonly container: string;
  /** Names in braces, in order, each once. */
  readonly expressions: readonly string[];
  /** Characters of the blob's part, and null for "any text". */
  readonly atoms: readonly (string | null)[];
}

const PATTERNS_PAGE =
  "https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger#blob-name-patterns";
const EXPRESSIONS_PAGE = "https://learn.microsoft.com/azure/azure-functions/functions-bindings-expressions-patterns";
const BLOB_NAMES_PAGE =
  "https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata#blob-names";

/** Longest name of a blob, in characters. */
const MOST_CHARACTERS = 1024;

/** As the host splits a pattern: doubled braces stand for one, `%name%` for an app setting. */
const PART = /\{\{|\}\}|\{([^{}]*)\}|%[^%{}]*%|[^{}%]+|[{}%]/g;

/** A name that the host binds: an identifier of C#. */
const IDENTIFIER = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Pc}\p{Mn}\p{Mc}\p{Cf}]*$/u;

/** What the host binds besides the names in the input path. */
const SYSTEM_EXPRESSION =
  /^(rand-guid(:[NDBP]?)?|datetime(:.*)?|sys\.(randguid|utcnow|methodname)(:.*)?|blobtrigger|uri|properties\..+|metadata\..+)$/i;

/** The parts of a path, or undefined for a text that is no blob path. */
export function parseBlobPath(text: string): BlobPath | undefined {
  const slash = text.indexOf("/");
  const [container, blob] = [text.slice(0, slash), text.slice(slash + 1)];
  if (slash < 1 || blob === "" || blob.startsWith("/") || /[\\\p{Cc}]/u.test(text)) return undefined;
  const expressions: string[] = [];
  const atoms: (string | null)[] = [];
  for (const [part, expression] of blob.matchAll(PART)) {
    if (part === "{" || part === "}" || part === "%" || expression === "") return undefined;
    if (expression !== undefined) expressions.push(expression);
    if (expression !== undefined || part.startsWith("%")) {
      if (atoms.at(-1) !== null) atoms.push(null);
    } else atoms.push(...(part === "{{" || part === "}}" ? part.charAt(0) : part));
  }
  const literals = atoms.filter((atom) => atom !== null).length;
  if (literals > MOST_CHARACTERS) return undefined;
  return { text, container, expressions: [...new Set(expressions)], atoms };
}

/** A checked path; undefined where it was refused. */
export function checkBlobPath(inspector: Inspector, prop: string, path: unknown): BlobPath | undefined {
  if (isToken(path)) {
    inspector.rejectToken(prop, path);
    return undefined;
  }
  const parsed = typeof path === "string" ? parseBlobPath(path) : undefined;
  if (parsed === undefined) {
    inspector.reject({
      code: "blob-path",
      prop,
      value: path,
      message:
        "container/blob, where the blob's part may hold names in braces, such as input/{blobname}.json " +
        `({{ and }} stand for braces themselves), and has at most ${MOST_CHARACTERS} characters besides`,
      remedy: "Give the container, a slash and a pattern.",
      link: PATTERNS_PAGE,
    });
    return undefined;
  }
  return { ...parsed, container: inspector.text(`${prop} (container)`, parsed.container, NAME_RULES.container) };
}

/** What an input path has to be besides. */
export function checkBlobInput(inspector: Inspector, input: BlobPath): void {
  const unfit = input.expressions.filter((name) => !IDENTIFIER.test(name));
  if (unfit.length === 0) return;
  inspector.reject({
    code: "blob-input-expression",
    prop: "inputPath",
    value: input.text,
    message: "names of letters, digits and underscores in braces, not beginning with a digit",
    remedy: `Rename {${unfit.join("}, {")}}; a pattern such as {blobname}-{date}.csv takes a name apart.`,
    link: PATTERNS_PAGE,
  });
}

/** What an output path has to be besides, given the input path. */
export function checkBlobOutput(inspector: Inspector, input: BlobPath, output: BlobPath): void {
  const bound = new Set(input.expressions.map((name) => name.toLowerCase()));
  const unbound = output.expressions.filter((name) => !bound.has(name.toLowerCase()) && !SYSTEM_EXPRESSION.test(name));
  if (unbound.length > 0) {
    inspector.reject({
      code: "blob-output-expression",
      prop: "outputPath",
      value: output.text,
      message: `names that inputPath binds (${input.expressions.join(", ") || "none"}), or the host's own such as {rand-guid}`,
      remedy: `Put {${unbound.join("}, {")}} into inputPath, or take it out of outputPath.`,
      link: EXPRESSIONS_PAGE,
    });
  }
  if (mayOverlap(input, output)) {
    inspector.reject({
      code: "blob-output-loop",
      prop: "outputPath",
      value: output.text,
      message: `a path that does not fall under inputPath ${show(input.text)}: each prediction would start another one, without end`,
      remedy: "Write to another container, or give inputPath a folder or an ending that outputs do not have.",
      link: PATTERNS_PAGE,
    });
  } else if (input.expressions.length > 0 && output.expressions.length === 0) {
    const message = `outputPath ${show(output.text)} names one blob: each prediction overwrites the one before.`;
    inspector.warn(`${message} Use a name that inputPath binds, or {rand-guid}.`, "blob-output-fixed");
  }
  if (/[./]$/.test(output.text)) {
    inspector.reject({
      code: "blob-path",
      prop: "outputPath",
      value: output.text,
      message: "a path that does not end with a period or a slash",
      remedy: "Give outputs an ending such as .json.",
      link: BLOB_NAMES_PAGE,
    });
  }
}

/**
 * Whether a blob written under one pattern could be one that the other watches. An expression matches any text, slashes
 * included, as in the host: `data/{name}.json` takes `data/results/x.json` too.
 */
export function mayOverlap(one: BlobPath, other: BlobPath): boolean {
  return one.container === other.container && globsIntersect(one.atoms, other.atoms);
}

function globsIntersect(a: readonly (string | null)[], b: readonly (string | null)[]): boolean {
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
      else if (i > 0 && j > 0 && left === right) next[j] = reachable[j - 1]!;
    }
    reachable = next;
  }
  return reachable[b.length]!;
}
