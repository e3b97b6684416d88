/** A blob path pattern of the Functions host: `container/blob`, with binding expressions in braces. */
export interface BlobPath {
  readonly container: string;
  readonly blob: string;
  /** Names in braces, in order, each once. */
  readonly expressions: readonly string[];
}

export const BLOB_PATH_PAGE =
  "https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger#blob-name-patterns";

const EXPRESSION = /\{([^{}]*)\}/g;

/** The parts of a path, or undefined for a text that is no blob path. */
export function parseBlobPath(path: string): BlobPath | undefined {
  const slash = path.indexOf("/");
  if (slash < 1 || slash === path.length - 1) return undefined;
  const [container, blob] = [path.slice(0, slash), path.slice(slash + 1)];
  const expressions = [...blob.matchAll(EXPRESSION)].map((match) => match[1]!);
  const literal = blob.replace(EXPRESSION, "");
  if (/[{}]/.test(container) || /[{}\\\0]/.test(literal) || blob.startsWith("/")) return undefined;
  return { container, blob, expressions: [...new Set(expressions)] };
}

/**
 * Whether a blob written under one pattern could be one that the other watches. An expression matches any text, slashes
 * included, as in the host: `data/{name}.json` takes `data/results/x.json` too.
 */
export function mayOverlap(one: BlobPath, other: BlobPath): boolean {
  return one.container === other.container && globsIntersect(atoms(one.blob), atoms(other.blob));
}

/** Characters of a pattern, and null for "any text". */
function atoms(blob: string): (string | null)[] {
  return blob.split(/(\{[^{}]*\})/).flatMap((part) => (part.startsWith("{") ? [null] : [...part]));
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
