/**
 * The text of a file of the user's: UTF-8, or what its byte order mark names. What PowerShell's `>` writes is UTF-16. In
 * texts of another encoding stand U+FFFD or NUL.
 */
export function textOf(bytes: Buffer): string {
  return new TextDecoder(markedEncoding(bytes)).decode(bytes);
}

/** UTF-16 where a byte order mark says so. */
export function markedEncoding(bytes: Buffer): "utf-8" | "utf-16le" | "utf-16be" {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
}

/** Whether every other byte is the NUL that UTF-16 has beside each ASCII character. */
export function utf16Without(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 200);
  const [even, odd] = [0, 1].map((parity) => start.filter((byte, i) => byte === 0 && i % 2 === parity).length);
  return Math.max(even!, odd!) > start.length / 4;
}
