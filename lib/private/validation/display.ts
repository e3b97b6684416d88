const SHOWN_CHARACTERS = 200;

/** More than any value that a rule allows: the rest of a text is not looked at. */
const READ_CHARACTERS = 10_000;

const SHOWN_MEMBERS = 20;

/** Names under which secrets are kept. */
export const SECRET_NAME =
  /pass(word|wd)?\d*$|pwd$|secret|token|credential|(access|account|api|primary|secondary|shared|private)_?key|^(key|sas|auth)$|connection_?string/i;

/** Texts that are secrets, or hold one, wherever they stand; the first group stays. */
const SECRETS: readonly RegExp[] = [
  // user and password, or a token alone, in a URL
  /\b([a-z][a-z0-9+.-]*:\/\/)\S+(?=@)/gi,
  // the same without a scheme, before a host
  /()\b[\w.~-]+:[^\s/@:"'\\]+(?=@[\w-]+\.)/g,
  // assignments to names of secrets
  /(\b\w*(?:passw(?:or)?d|secret|token|api_?key)\w*=)[^;&\s"'\\]+/gi,
  // parts of connection strings, and of the query of a shared access signature
  /((?:AccountKey|SharedAccessKey|SharedAccessSignature|SharedSecretValue|InstrumentationKey|Password|Pwd|ClientSecret|sig|signature)=)[^;&\s"'\\]+/gi,
  // options of command lines
  /(--?(?:password|token|api-key)[= ])[^\s"'\\]+/gi,
  // keys of storage accounts and Service Bus, in base64
  /()[A-Za-z0-9+/]{42,}={1,2}/g,
  // passwords of registries, client secrets of Entra ID, JSON web tokens, tokens of GitHub and PyPI
  /()[A-Za-z0-9+/]{30,}\+ACR[A-Za-z0-9]{6}/g,
  /()[\w.~-]{3}\dQ~[\w.~-]{31,34}/g,
  /()\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g,
  /()\b(?:gh[opsu]_\w{20,}|github_pat_\w{20,}|pypi-[\w-]{20,})/g,
];

/** A text without the secrets in it. */
export function withoutSecrets(text: string): string {
  return SECRETS.reduce((left, pattern) => left.replace(pattern, "$1***"), text);
}

/** A value for a message: on one line, not too long, and without secrets. Of values that are no data, the type is told. */
export function show(value: unknown): string {
  const text = withoutSecrets(describe(value, 0));
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

/** The type of a value that must not be shown itself. */
export function typeOf(value: unknown): string {
  if (value === undefined) return "(nothing)";
  if (value === null) return "null";
  return Array.isArray(value) ? "(list)" : `(${typeof value})`;
}

function describe(value: unknown, depth: number): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, READ_CHARACTERS));
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "object" || value === null || depth > 3) return typeOf(value);
  if (Array.isArray(value)) {
    const items = value.slice(0, SHOWN_MEMBERS).map((item) => describe(item, depth + 1));
    return `[${[...items, ...(value.length > SHOWN_MEMBERS ? ["…"] : [])].join(",")}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    const { constructor } = prototype as { constructor?: { name?: unknown } };
    return typeof constructor?.name === "string" ? `(${constructor.name})` : "(object)";
  }
  const members = Object.keys(value)
    .slice(0, SHOWN_MEMBERS)
    .map((name) => {
      const member = SECRET_NAME.test(name) ? '"***"' : describe((value as Record<string, unknown>)[name], depth + 1);
      return `${JSON.stringify(name)}:${member}`;
    });
  return `{${members.join(",")}}`;
}
