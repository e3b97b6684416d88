import { createHash, hash, randomUUID } from "crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "fs";
import { homedir } from "os";
import { isAbsolute, join } from "path";

/** What begins the name of each file of the cache. */
const PREFIXES = /^(?:digests|syntax)-/;
const UNUSED_DAYS = 30;
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * The directory for caches that the operating system provides, and in it this library's; undefined for a user who has no
 * home.
 */
export function defaultCacheDirectory(): string | undefined {
  const directory = cachesDirectory();
  return directory !== undefined && isAbsolute(directory) ? join(directory, "cdktf-azure-ml-functions") : undefined;
}

function cachesDirectory(): string | undefined {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  try {
    if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
    if (process.platform === "win32") return LOCALAPPDATA ?? join(homedir(), "AppData", "Local");
    return XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), ".cache");
  } catch {
    return undefined;
  }
}

/** What `writeCacheFile` wrote; undefined for nothing, and for what cannot be read or is not whole. */
export function readCacheFile(directory: string, name: string): unknown {
  const file = join(directory, name);
  try {
    const text = readFileSync(file, "utf8");
    const end = text.indexOf("\n");
    const body = text.slice(end + 1);
    if (sha256(body) !== text.slice(0, end)) return undefined;
    const now = new Date();
    if (now.getTime() - statSync(file).mtimeMs > DAY_MILLISECONDS) utimesSync(file, now, now);
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Remembers a value in a file, which is replaced as a whole: runs may share it. A cache that cannot be written is done
 * without.
 *
 * @param name begins as one of `PREFIXES`
 */
export function writeCacheFile(directory: string, name: string, value: unknown): void {
  const file = join(directory, name);
  const temporary = `${file}.${randomUUID()}`;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const body = JSON.stringify(value);
    writeFileSync(temporary, `${sha256(body)}\n${body}`, { mode: 0o600 });
    renameSync(temporary, file);
    removeUnused(directory);
  } catch {
    // Next time it is found anew. What is left of the attempt goes with the unused files.
  }
}

/** Keeps what no longer exists from piling up. */
function removeUnused(directory: string): void {
  for (const name of readdirSync(directory).filter((entry) => PREFIXES.test(entry))) {
    const file = join(directory, name);
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats && Date.now() - stats.mtimeMs > UNUSED_DAYS * DAY_MILLISECONDS) rmSync(file, { force: true });
  }
}

/** In lower-case hex. */
export function sha256(content: string | Buffer): string {
  // Node.js has it since 20.12; for a small content it takes half the time
  return (hash as typeof hash | undefined)?.("sha256", content) ?? createHash("sha256").update(content).digest("hex");
}
