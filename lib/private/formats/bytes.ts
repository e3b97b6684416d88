import { closeSync, openSync, readSync } from "fs";

/** Bytes of a file from a position on, up to its end. */
export function readBytes(file: string, position: number, length: number): Buffer {
  const descriptor = openSync(file, "r");
  try {
    const part = Buffer.alloc(length);
    return part.subarray(0, readSync(descriptor, part, 0, length, position));
  } finally {
    closeSync(descriptor);
  }
}
