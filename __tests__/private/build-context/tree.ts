import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "fs";
import { dirname, join } from "path";

/** A tree on disk as data: a path to what is there. */
export type Tree = { readonly [path: string]: Node };
export type Node =
  | { readonly kind: "file"; readonly content: string; readonly executable?: boolean }
  | { readonly kind: "link"; readonly target: string }
  | { readonly kind: "directory" };

export const file = (content: string, executable = false): Node => ({ kind: "file", content, executable });
export const link = (target: string): Node => ({ kind: "link", target });
export const directory: Node = { kind: "directory" };

export function writeTree(root: string, tree: Tree): string {
  mkdirSync(root, { recursive: true });
  for (const [path, node] of Object.entries(tree)) {
    const target = join(root, path);
    mkdirSync(node.kind === "directory" ? target : dirname(target), { recursive: true });
    if (node.kind === "file") {
      writeFileSync(target, node.content);
      chmodSync(target, node.executable === true ? 0o755 : 0o644);
    } else if (node.kind === "link") symlinkSync(node.target, target);
  }
  return root;
}

/** Everything below a directory, with all that an image build can see of it. */
export function readTree(root: string): { [path: string]: string } {
  const found: { [path: string]: string } = {};
  const visit = (path: string): void => {
    const stats = lstatSync(join(root, path), { bigint: true });
    const metadata = `${(stats.mode & 0o7777n).toString(8)} ${stats.mtimeNs}`;
    if (stats.isSymbolicLink()) found[path] = `link ${readlinkSync(join(root, path))} ${stats.mtimeNs}`;
    else if (stats.isFile()) found[path] = `file ${metadata} ${readFileSync(join(root, path), "hex")}`;
    else {
      found[path] = `directory ${metadata}`;
      for (const name of readdirSync(join(root, path)).sort()) visit(join(path, name));
    }
  };
  visit("");
  return found;
}
