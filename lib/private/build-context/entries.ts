import type { Stats } from "fs";
import type { FileIdentity } from "./file-identity";
import type { KeepableFile } from "./kept-contents";

interface ContextEntryBase {
  /** Relative to the context, with `/` between its parts. */
  readonly path: string;
}

/** A generated file. */
export interface TextEntry extends ContextEntryBase {
  readonly kind: "text";
  readonly text: string;
}

/** A regular file on disk, and what it looked like. There may be a hundred thousand of them: what can be computed is not stored. */
export class FileEntry implements ContextEntryBase, KeepableFile, FileIdentity {
  public readonly inode: number;
  public readonly size: number;
  public readonly modified: number;
  public readonly changed: number;
  /** SHA-256 in lower-case hex, once it is known. */
  public digest = "";
  public memory: Buffer | undefined;
  public start = 0;

  /**
   * @param path In the context.
   * @param tree What it is, or lies in.
   * @param executable Whether its owner may run it.
   * @param shareable Whether everybody may read it (and run it, if its owner may): if so its mode can serve in the image.
   */
  public constructor(
    public readonly path: string,
    public readonly tree: TreeRoot,
    public readonly executable: boolean,
    public readonly shareable: boolean,
    { ino, size, mtimeMs, ctimeMs }: Stats,
  ) {
    this.inode = ino;
    this.size = size;
    this.modified = mtimeMs;
    this.changed = ctimeMs;
  }

  public get kind(): "file" {
    return "file";
  }

  /** Where it lies on disk. */
  public get source(): string {
    return this.tree.root + this.nameInTree;
  }

  /** Its path below the tree, with a `/` in front; nothing if the tree is this one file. */
  public get nameInTree(): string {
    return this.path.slice(this.tree.path.length);
  }
}

/** A file or directory on disk, and where it goes in the context. */
export interface TreeRoot {
  readonly path: string;
  /** With no symbolic link on the way to it. */
  readonly root: string;
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
