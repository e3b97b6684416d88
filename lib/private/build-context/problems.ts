/** One thing about the input that keeps a build context from being made. */
export interface BuildContextProblem {
  /** The file or directory on disk, or the path in the context. */
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** Everything that keeps a build context from being made, found in one pass. */
export class BuildContextError extends Error {
  public constructor(public readonly problems: readonly BuildContextProblem[]) {
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    const lines = problems.map(({ path, message, remedy }) => `  - ${quoted(path)} ${message}. ${remedy}.`);
    super(`The build context has ${count}:\n${lines.join("\n")}`);
    this.name = "BuildContextError";
  }
}

/** A file name for a message: line breaks and other control characters stay visible, and on one line. */
export function quoted(path: string): string {
  return JSON.stringify(path);
}

export function changedWhileRead(path: string): BuildContextProblem {
  return {
    path,
    message: "changed while it was read",
    remedy: "Wait until whatever writes it has finished, then synthesize again",
  };
}

/** A system call that failed, in words. */
export function systemProblem(path: string, error: unknown): BuildContextProblem {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
      return {
        path,
        message: "does not exist",
        remedy: "Check the path; a relative one starts at the working directory",
      };
    case "EACCES":
    case "EPERM":
      return { path, message: `cannot be read (${code})`, remedy: "Grant the user who synthesizes read access" };
    case "ELOOP":
      return { path, message: "is a symbolic link that leads to itself", remedy: "Correct the link" };
    default:
      return { path, message: `cannot be read (${message})`, remedy: "Check the disk or the file system it lies on" };
  }
}
