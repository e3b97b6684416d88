/** A file that is hashed now and staged later. */
export interface KeepableFile {
  readonly size: number;
  /** Holds what was hashed, if it is kept. */
  memory?: Buffer | undefined;
  /** Where in the memory it begins. */
  start: number;
}

/** To open a larger file a second time is little beside reading it. */
const SMALL_BYTES = 64 * 1024;

/** What the kept contents of all files of the process may still take. */
let available = 64 * 1024 * 1024;

/**
 * Gives small files memory to be read into, in which they stay until they are staged. Behind each is at least one byte of
 * which it may take hold while it is read.
 */
export function reserveContents(files: readonly KeepableFile[]): void {
  const small: KeepableFile[] = [];
  let total = 0;
  for (const file of files) {
    if (file.size > SMALL_BYTES || total + file.size > available) continue;
    file.start = total;
    small.push(file);
    total += file.size;
  }
  available -= total;
  const memory = Buffer.allocUnsafeSlow(total + 1);
  for (const file of small) file.memory = memory;
}

export function releaseContents(files: readonly KeepableFile[]): void {
  for (const file of files) {
    if (file.memory === undefined) continue;
    available += file.size;
    file.memory = undefined;
  }
}
