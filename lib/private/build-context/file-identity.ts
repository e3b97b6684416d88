import type { Stats } from "fs";

/**
 * What tells an unchanged file from a changed one without reading it. Times are in milliseconds with a fraction: whole
 * nanoseconds, for which Node.js makes a BigInt of every field, would double what it takes to look at a file.
 */
export interface FileIdentity {
  readonly inode: number;
  readonly size: number;
  /** Changes whenever the content does, unless a program sets it back. */
  readonly modified: number;
  /** Cannot be set back, but also moves when the mode, the owner or the number of hard links changes. */
  readonly changed: number;
}

export function identityOf({ ino, size, mtimeMs, ctimeMs }: Stats): FileIdentity {
  return { inode: ino, size, modified: mtimeMs, changed: ctimeMs };
}

/** Whether two files are the same one with the same content, as far as their identities tell. */
export function haveSameContent(left: FileIdentity, right: FileIdentity): boolean {
  return left.inode === right.inode && left.size === right.size && left.modified === right.modified;
}
