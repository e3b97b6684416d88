import { readdirSync, readFileSync, statSync } from "fs";
import { join } from "path";

const ROOT = join(__dirname, "..");

export interface Docs {
  readonly summary?: string;
  readonly remarks?: string;
  readonly default?: string;
  readonly see?: string;
}

export interface TypeReference {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly collection?: { readonly kind: string; readonly elementtype: TypeReference };
  readonly union?: { readonly types: readonly TypeReference[] };
}

export interface Parameter {
  readonly name: string;
  readonly type: TypeReference;
  readonly optional?: boolean;
  readonly docs?: Docs;
}

export interface Property {
  readonly name: string;
  readonly type: TypeReference;
  readonly optional?: boolean;
  readonly immutable?: boolean;
  readonly static?: boolean;
  readonly docs?: Docs;
}

export interface Method {
  readonly name: string;
  readonly static?: boolean;
  readonly abstract?: boolean;
  readonly async?: boolean;
  readonly parameters?: readonly Parameter[];
  readonly returns?: { readonly type: TypeReference; readonly optional?: boolean };
  readonly overrides?: string;
  readonly docs?: Docs;
}

/** A type, as jsii sees it. */
export interface ApiType {
  readonly fqn: string;
  readonly name: string;
  readonly kind: "class" | "interface" | "enum";
  /** Whether an interface is a struct, that is data. */
  readonly datatype?: boolean;
  /** Of a class: the name of the one that it extends. */
  readonly base?: string;
  readonly abstract?: boolean;
  /** The interfaces that an interface extends, or a class implements. */
  readonly interfaces?: readonly string[];
  readonly docs?: Docs;
  readonly initializer?: { readonly parameters?: readonly Parameter[] };
  readonly properties?: readonly Property[];
  readonly methods?: readonly Method[];
  /** Of an enum. */
  readonly members?: readonly { readonly name: string; readonly docs?: Docs }[];
}

/** The public API, from the assembly that `npm run build` writes; throws when that is older than the sources. */
export function publicTypes(): readonly ApiType[] {
  const path = join(ROOT, ".jsii");
  const built = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  // what is private cannot change the API
  const newer = readdirSync(join(ROOT, "lib"), { recursive: true, encoding: "utf8" })
    .filter((file) => !/^private(\W|$)/.test(file))
    .filter((file) => statSync(join(ROOT, "lib", file)).mtimeMs > built);
  if (newer.length > 0) throw new Error(`.jsii does not know ${newer.join(", ")}: run "npm run build" first.`);
  return typesOf(path);
}

/** What jsii packages can be derived from: `Construct`. */
export function typesOfConstructs(): readonly ApiType[] {
  return typesOf(join(ROOT, "node_modules/constructs/.jsii"));
}

function typesOf(path: string): readonly ApiType[] {
  const { types } = JSON.parse(readFileSync(path, "utf8")) as { types: { [fqn: string]: ApiType } };
  return Object.values(types);
}
