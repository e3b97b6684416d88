import { statSync } from "fs";
import { constants, gunzipSync, inflateSync } from "zlib";
import { readBytes } from "./bytes";

/** What can be told of a pickle without loading it. */
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
  const head = unpacked(readBytes(file, 0, HEAD_BYTES));
  const tail = size > HEAD_BYTES ? readBytes(file, Math.max(HEAD_BYTES, size - TAIL_BYTES), TAIL_BYTES) : undefined;
  const texts = [head, ...(tail === undefined ? [] : [tail])].map((bytes) => bytes.toString("latin1"));
  const [version] = texts.flatMap((text) => VERSION.exec(text)?.[1] ?? []);
  return { scikitLearnVersion: version, refersToMain: texts.some((text) => MAIN.test(text)) };
}

/** The name of the attribute, a few bytes that say that a text follows, and the text. */
const VERSION = /_sklearn_version[^]{1,12}?(\d+\.\d+(?:\.\d+)?(?:(?:a|b|rc|\.post|\.dev)\d+)?)/;

/** The opcode GLOBAL, or STACK_GLOBAL behind the names of the module and of what is in it, each a text or remembered. */
const MAIN = /c__main__\n|(?:\x8c\x08|X\x08\0\0\0)__main__\x94?(?:\x8c[^][\w.]+\x94?|h[^]|j[^]{4})\x93/;

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
