/** Debian packages of what pip fetches repositories with. */
const PACKAGES = { bzr: "bzr", git: "git", hg: "mercurial", svn: "subversion" } as const;

/** A URL that names its version control, and how that reaches the host. */
const REPOSITORY = /\b(git|hg|svn|bzr)\+([a-z]+):\/\//gi;

/** Debian packages that pip needs for the repositories that lines of requirements name. */
export function versionControlOf(lines: string): readonly string[] {
  const found = repositoriesIn(lines).map(([, tool]) => PACKAGES[tool!.toLowerCase() as keyof typeof PACKAGES]);
  return [...new Set(found)].sort();
}

/** Whether lines of requirements name repositories that are reached by SSH. */
export function needsSsh(lines: string): boolean {
  return repositoriesIn(lines).some(([, , transport]) => transport!.toLowerCase() === "ssh");
}

function repositoriesIn(lines: string): RegExpExecArray[] {
  return [...lines.replace(/(^|\s)#.*$/gm, "").matchAll(REPOSITORY)];
}
