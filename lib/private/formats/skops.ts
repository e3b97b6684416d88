import { statSync } from "fs";
import { inflateRawSync } from "zlib";
import { readBytes } from "./bytes";

/** Version of scikit-learn that wrote a skops file; undefined where it does not tell. */
export function scikitLearnVersionOf(file: string): string | undefined {
  const schema = readFromZip(file, "schema.json")?.toString("utf8") ?? "";
  return /"_sklearn_version"[^}]*?"content": "\\"(\d+\.\d+[\w.]*)\\""/.exec(schema)?.[1];
}

/** The list of an archive's files, which ends it, is as long as this in any skops file. */
const LIST_BYTES = 4 * 1024 * 1024;

const LIST_ENTRY = Buffer.from("PK\x01\x02", "latin1");
const LIST_ENTRY_BYTES = 46;
const FILE_HEADER_BYTES = 30;
const DEFLATED = 8;

/**
 * A file of a zip archive; undefined where there is none.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
function readFromZip(archive: string, name: string): Buffer | undefined {
  const { size } = statSync(archive);
  const list = readBytes(archive, Math.max(0, size - LIST_BYTES), LIST_BYTES);
  // its own name is in the header of the file, too, and may be in others' contents
  const entry = [...occurrences(list, name)]
    .map((at) => at - LIST_ENTRY_BYTES)
    .find((start) => start >= 0 && list.subarray(start, start + 4).equals(LIST_ENTRY));
  if (entry === undefined) return undefined;
  const method = list.readUInt16LE(entry + 10);
  const length = list.readUInt32LE(entry + 20);
  const header = list.readUInt32LE(entry + 42);
  const lengths = readBytes(archive, header, FILE_HEADER_BYTES);
  if (lengths.length < FILE_HEADER_BYTES) return undefined;
  const start = header + FILE_HEADER_BYTES + lengths.readUInt16LE(26) + lengths.readUInt16LE(28);
  const content = readBytes(archive, start, Math.min(length, size));
  try {
    return method === DEFLATED ? inflateRawSync(content) : content;
  } catch {
    return undefined;
  }
}

function* occurrences(bytes: Buffer, text: string): Generator<number> {
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) yield at;
}
