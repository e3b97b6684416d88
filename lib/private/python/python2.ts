interface Form {
  readonly pattern: RegExp;
  /** What Python 3 has in its place. */
  readonly remedy: string;
}

/** Statements of Python 2 that no Python 3 reads, each where a line, a block or a statement begins. */
const FORMS: readonly Form[] = [
  { pattern: /(?:^|[:;])\s*print\s+(?:["'`\w{[-]|>>)/, remedy: "Write print(…) with parentheses" },
  { pattern: /(?:^|[:;])\s*exec\s+["'\w]/, remedy: "Write exec(…) with parentheses" },
  { pattern: /^\s*except\s+[\w.]+\s*,\s*[a-z_]\w*\s*:/, remedy: "Write except … as …" },
  { pattern: /^\s*except\s*\([^()]*\)\s*,\s*[a-z_]\w*\s*:/, remedy: "Write except (…) as …" },
  { pattern: /(?:^|[:;])\s*raise\s+[\w.]+\s*,/, remedy: "Write raise Name(…)" },
  { pattern: /[\w)\]"']\s*<>\s*[-\w("'[]/, remedy: "Write != for <>" },
  { pattern: /(?<![\w.])0[0-7]{3}[lL]?(?![\w.])/, remedy: "Write 0o before octal digits" },
  { pattern: /(?<![\w.])(?:0[xX][\da-fA-F]+|\d+)[lL](?!\w)/, remedy: "Leave out the L" },
  { pattern: /(?<!\w)[uU][rR]["']/, remedy: "Leave out the u" },
  {
    pattern: /(?:^\s*def\s+\w+\s*\((?:[^()=]*,)?|\blambda\b[^:=(]*)\s*\(/,
    remedy: "Take the parts inside of the function",
  },
  { pattern: /^\s*[^\s`][^`]*`[^`]+`/, remedy: "Write repr(…) for backticks" },
];

/**
 * What to do about a line that is Python 2; undefined for another one.
 *
 * @param line at which Python 3 does not go on
 */
export function python2Remedy(line: string): string | undefined {
  // what stands in texts and comments is no statement
  const code = line.replace(/(["'])(?:\\.|(?!\1).)*\1/g, "$1$1").replace(/#.*$/, "");
  const found = FORMS.find(({ pattern }) => pattern.test(code));
  return found && `${found.remedy}; 2to3 and futurize convert a whole script.`;
}

/** What is wrong with a module that Python's parser does not take, and what to do. */
export function syntaxAdvice(
  text: string,
  { line, message }: { readonly line: number; readonly message: string },
): { readonly what: string; readonly remedy: string } {
  const faulty = text.split(/\r\n?|\n/)[line - 1] ?? "";
  const remedy = python2Remedy(faulty);
  if (remedy !== undefined) return { what: ", and this line is Python 2", remedy };
  if (/^\s*`/.test(faulty)) return { what: "", remedy: "Leave out what is Markdown, such as ```." };
  if (/^(?:<{7}|={7}|>{7})/.test(faulty)) return { what: "", remedy: "Resolve the conflict that Git has marked here." };
  if (/^\s*[%!]\s*\w/.test(faulty)) return { what: "", remedy: "Leave out the line, which is a notebook's alone." };
  if (/[\u2018\u2019\u201C\u201D]/.test(faulty)) {
    return { what: "", remedy: "Write straight quotes, \" or ', for the curly ones." };
  }
  if (/(?<![\w.])0+[1-9]\d*(?![\w.])/.test(faulty) && /integer literal/.test(message)) {
    return { what: "", remedy: "Leave out the zeros before numbers." };
  }
  return { what: "", remedy: "Correct the line." };
}
