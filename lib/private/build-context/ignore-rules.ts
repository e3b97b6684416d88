import dockerignore from "@balena/dockerignore";

/** Names that never belong in an image, at any depth. */
const CLUTTER = named(
  "",
  ".dockerignore",
  ".amlignore",
  ".git",
  ".gitignore",
  ".gitattributes",
  ".hg",
  ".svn",
  ".DS_Store",
  "Thumbs.db",
  "__pycache__",
  "*.pyc",
  "*.pyo",
  ".venv",
  "venv",
  ".conda",
  ".ipynb_checkpoints",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".tox",
  ".nox",
  ".idea",
  ".vscode",
  "node_modules",
  "cdktf.out",
  ".terraform",
  "*.swp",
);

/** Names of files and directories that hold credentials. */
const SECRETS = named(
  "i",
  ".env",
  ".env.*",
  "*.env",
  ".envrc",
  "*.pem",
  "*.key",
  "*.pfx",
  "*.p12",
  "*.ppk",
  "*.jks",
  "id_rsa",
  "id_dsa",
  "id_ecdsa",
  "id_ed25519",
  "id_*_sk",
  "*.p8",
  "*.keytab",
  ".ssh",
  ".aws",
  ".azure",
  ".kube",
  ".netrc",
  "_netrc",
  ".pypirc",
  ".git-credentials",
  "pip.conf",
  "local.settings.json",
  "*.publishsettings",
  "*.tfstate",
  "*.tfstate.*",
  "*.tfvars",
);

/** Templates of environment files, which are made to be shared. */
const NOT_SECRET = named("i", ".env.example", ".env.sample", ".env.template", ".env.dist");

/** What becomes of a path. */
export enum Verdict {
  Included,
  /** By the user's `.dockerignore` or `.amlignore`. */
  Ignored,
  /** By default, as clutter. */
  Clutter,
  /** By default, for looking like a secret. */
  Secret,
}

/** How the patterns of a file are read. */
export type IgnoreSyntax = "dockerignore" | "gitignore";

/**
 * Which files of a source directory go into the build context: what its `.dockerignore` leaves, as Docker reads that file,
 * or its `.amlignore`, as Azure ML reads that, without clutter and secrets. A negated pattern that matches a default's file
 * or directory itself, such as `!.env`, brings it back; one that only matches a directory above it, such as `!src`, does
 * not.
 */
export class IgnoreRules {
  private readonly rules: Matcher;
  private readonly negated: readonly { readonly pattern: string; readonly matcher: Matcher }[];

  /**
   * @param text Content of the file.
   * @param syntax of the file.
   */
  public constructor(
    text: string,
    private readonly syntax: IgnoreSyntax = "dockerignore",
  ) {
    const lines = text.split(/\r?\n/);
    const given = lines.filter((line) => !line.startsWith("#") && line.trim() !== "").map((line) => line.trim());
    const patterns = syntax === "dockerignore" ? given : given.flatMap(asAzureMlReads);
    this.rules = matcherOf(patterns);
    this.negated = patterns
      .filter((pattern) => pattern.startsWith("!"))
      .map((pattern) => pattern.slice(1).trim())
      // `!src/` names the directory, and not what lies in it
      .map((pattern) => (syntax === "dockerignore" ? pattern.replace(/^\.?\/+/, "") : pattern.replace(/\/\*\*$/, "")))
      .map((pattern) => ({ pattern, matcher: matcherOf([pattern]) }));
  }

  /**
   * @param path Relative to the source directory, with `/` between its parts.
   * @param parent Verdict on the directory it lies in.
   * @param isDirectory Whether it is a directory itself.
   */
  public judge(path: string, parent: Verdict, isDirectory: boolean): Verdict {
    if (this.rules.ignores(path)) return Verdict.Ignored;
    // `data/` means what lies in a directory, as Azure ML looks at files only: the directory itself goes too
    if (this.syntax === "gitignore" && isDirectory && this.rules.ignores(`${path}/\uE000`)) return Verdict.Ignored;
    const byDefault = parent === Verdict.Clutter || parent === Verdict.Secret ? parent : defaultVerdict(path);
    return byDefault !== Verdict.Included && this.isNamed(path) ? Verdict.Included : byDefault;
  }

  /** Whether something in an excluded directory may be included all the same. */
  public mayIncludeWithin(directory: string, verdict: Verdict): boolean {
    return verdict === Verdict.Ignored
      ? this.negated.length > 0
      : this.negated.some(({ pattern }) => pattern.startsWith(`${directory}/`));
  }

  private isNamed(path: string): boolean {
    const parent = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    return this.negated.some(({ matcher }) => matcher.ignores(path) && !(parent && matcher.ignores(parent)));
  }
}

interface Matcher {
  ignores(path: string): boolean;
}

function matcherOf(patterns: readonly string[]): Matcher {
  if (patterns.length === 0) return { ignores: () => false };
  const matcher = dockerignore({ ignorecase: false }).add(patterns.map(asDockerReads));
  matcher.ignores("any"); // Patterns are only looked at when they are first used: complain of a wrong one now.
  return { ignores: (path) => matcher.ignores(path.replace(LINE_BREAKS, "\uE000")) };
}

/** They cannot be part of a pattern, and the library's regular expressions stop at them. */
const LINE_BREAKS = /[\n\r\u2028\u2029]/g;

/**
 * Where the library falls behind Docker: outside brackets it takes some plain characters for parts of a regular
 * expression, and `**.log` for what is named so in full.
 */
function asDockerReads(pattern: string): string {
  return pattern
    .replace(/\\.|\[(?:\\.|[^\]\\])*\]|[+(){}|^]/g, (found) => (found.length > 1 ? found : `\\${found}`))
    .replace(/^(!?\s*\/?)\*\*(?=[^/*?[\]\\][^*?[\]\\]*$)/, "$1**/*");
}

/**
 * A pattern of Git's syntax as one, or none, of Docker's. In both the last pattern that matches a file or a directory above
 * it decides: unlike Git, Azure ML brings back a file of a directory that another pattern leaves out.
 * @see https://git-scm.com/docs/gitignore#_pattern_format
 */
function asAzureMlReads(given: string): string[] {
  const [, negation = "", glob = ""] = /^(!?)(.*)$/s.exec(given) ?? [];
  const isForDirectories = glob.endsWith("/");
  // any directory, and not what `**` alone would be as well
  const path = isForDirectories ? glob.replace(/\/+$/, "").replace(/^\*\*$|(?<=\/)\*\*$/, "*") : glob;
  if (path === "") return [];
  const isAnchored = path.includes("/");
  const own = path
    .replace(/^\//, "")
    .replace(/\[!/g, "[^")
    // no path's whole part, so no more than a single one
    .replace(/(?<=[^/*\\])\*{2,}|(?<!\*)\*{2,}(?=[^/*])/g, "*");
  const pattern = `${negation}${isAnchored ? "" : "**/"}${own}${isForDirectories ? "/**" : ""}`;
  try {
    matcherOf([pattern]);
    return [pattern];
  } catch {
    // as Git, which lets what it cannot read match nothing
    return [];
  }
}

function defaultVerdict(path: string): Verdict {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (CLUTTER.test(name)) return Verdict.Clutter;
  return SECRETS.test(name) && !NOT_SECRET.test(name) ? Verdict.Secret : Verdict.Included;
}

function named(flags: "" | "i", ...globs: string[]): RegExp {
  const alternatives = globs.map((glob) => glob.replace(/\./g, "\\.").replace(/\*/g, ".*"));
  return new RegExp(`^(?:${alternatives.join("|")})$`, `s${flags}`);
}
