import type { FileIdentity } from "./file-identity";

interface ContextEntryBase {
  /** Relative to the context, with `/` between its parts. */
  readonly path: string;
}

/** A generated file. */
export interface TextEntry extends ContextEntryBase {
  readonly kind: "text";
  readonly text: string;
}

/** A regular file on disk. */
export interface FileEntry extends ContextEntryBase {
  readonly kind: "file";
  readonly source: string;
  /** The file or directory that was asked for, which this one is or lies in. */
  readonly root: string;
  readonly size: number;
  readonly executable: boolean;
  /** Whether everybody may read (and run, if anybody may) the file: if so its mode can serve in the image as it is. */
  readonly shareable: boolean;
  readonly identity: FileIdentity;
}

/** A symbolic link that leads to another place in its tree. */
export interface LinkEntry extends ContextEntryBase {
  readonly kind: "link";
  readonly target: string;
}

/** A directory with nothing in it. The others follow from the paths of what they hold. */
export interface DirectoryEntry extends ContextEntryBase {
  readonly kind: "directory";
}

/** What was found on disk. */
export type TreeEntry = FileEntry | LinkEntry | DirectoryEntry;
