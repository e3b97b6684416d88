import { statSync } from "fs";
import { constants, gunzipSync, inflateSync } from "zlib";
import { readPart } from "./part";

/** What can be told of a pickle, or of a skops file, without loading it. */
export interface Pickle {
  /** Version of scikit-learn that wrote it; undefined where it does not tell, or is compressed in a way that is not read. */
  readonly scikitLearnVersion: string | undefined;
  /** Whether it refers to functions or classes of the program that wrote it, which no other program has. */
  readonly refersToMain: boolean;
}

/** A version stands early in a model of many estimators, and late in one of large arrays. */
const HEAD_BYTES = 8 * 1024 * 1024;
const TAIL_BYTES = 1024 * 1024;

export function readPickle(file: string): Pickle {
  const { size } = statSync(file);
  const head = unpacked(readPart(file, 0, HEAD_BYTES));
  const tail = size > HEAD_BYTES ? readPart(file, Math.max(HEAD_BYTES, size - TAIL_BYTES), TAIL_BYTES) : undefined;
  const texts = [head, ...(tail === undefined ? [] : [tail])].map((bytes) => bytes.toString("latin1"));
  const [version] = texts.flatMap((text) => VERSION.exec(text)?.[1] ?? []);
  return { scikitLearnVersion: version, refersToMain: texts.some((text) => MAIN.test(text)) };
}

/** The name of the attribute, and its value: in a pickle after a few bytes that say that a text follows, in skops' JSON after its type. */
const VERSION =
  /_sklearn_version(?:[^]{1,12}?|"[^}]*?"content": "\\")(\d+\.\d+(?:\.\d+)?(?:(?:a|b|rc|\.post|\.dev)\d+)?)/;

/** The module's name in the opcodes GLOBAL, and SHORT_BINUNICODE or BINUNICODE before STACK_GLOBAL. */
 
const MAIN = /c__main__\n|\x8c\x08__main__|X\x08\0\0\0__main__/;

/** joblib's own ways to compress; the last bytes may be missing. */
function unpacked(bytes: Buffer): Buffer {
  const cut = { finishFlush: constants.Z_SYNC_FLUSH };
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes, cut);
    if (bytes[0] === 0x78) return inflateSync(bytes, cut);
  } catch {
    // another file, which happens to begin like one
  }
  return bytes;
}
