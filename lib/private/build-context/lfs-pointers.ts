import { readdirSync, readFileSync, statSync } from "fs";
import { join } from "path";

/** Larger than any pointer of Git LFS. */
const LFS_POINTER_BYTES = 1024;

/**
 * The files at a path, or in the directory there, that are what Git leaves in the place of a large one that was not fetched:
 * sorted. What cannot be read is told where the build context is made.
 */
export function lfsPointersAt(path: string): string[] {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return lfsPointersIn(path);
    if (!stats.isFile() || stats.size > LFS_POINTER_BYTES) return [];
    return readFileSync(path, "latin1").startsWith("version https://git-lfs.github.com/spec/") ? [path] : [];
  } catch {
    return [];
  }
}

function lfsPointersIn(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((child) => child.isDirectory() || child.isFile())
    .map(({ name }) => name)
    .sort()
    .flatMap((name) => lfsPointersAt(join(directory, name)));
}
