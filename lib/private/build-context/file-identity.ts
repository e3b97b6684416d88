import type { BigIntStats } from "fs";

/**
 * What tells an unchanged file from a changed one without reading it: `content` changes whenever the content does, unless
 * a program sets the modification time back; `changeTime` cannot be set back, but also moves when the mode, the owner or
 * the number of hard links changes.
 */
export interface FileIdentity {
  readonly content: string;
  readonly changeTime: bigint;
}

export function identityOf(stats: BigIntStats): FileIdentity {
  return {
    content: `${stats.ino}:${stats.size}:${stats.mtimeNs}`,
    changeTime: stats.ctimeNs,
  };
}

export function modificationTimeOf({ content }: FileIdentity): bigint {
  return BigInt(content.slice(content.lastIndexOf(":") + 1));
}
