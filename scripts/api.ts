import { writeFileSync } from "fs";
import { join } from "path";
import { type ApiType, type Docs, type Method, type Parameter, publicTypes, type TypeReference } from "./assembly";

/**
 * The public API as a page, of the assembly that `npm run build` writes. What a type has from another stands there alone, so
 * that a change shows once.
 */
export function apiPage(types: readonly ApiType[]): string {
  const byName = [...types].sort((a, b) => (a.name < b.name ? -1 : 1));
  const known = new Map(byName.map((type) => [type.fqn, type]));
  const isConstruct = ({ base }: ApiType): boolean => {
    return base === "constructs.Construct" || (known.has(base ?? "") && isConstruct(known.get(base!)!));
  };
  const groups: [string, (type: ApiType) => boolean][] = [
    ["Constructs", (type) => type.kind === "class" && isConstruct(type)],
    ["Classes", (type) => type.kind === "class" && !isConstruct(type)],
    ["Interfaces", ({ kind, datatype }) => kind === "interface" && !datatype],
    ["Options and other data", ({ datatype }) => datatype === true],
    ["Enumerations", ({ kind }) => kind === "enum"],
  ];
  const page = new Page(known);
  return [
    "# API",
    "All public types and their members. Inherited members are listed with the type that declares them. Generated from the " +
      "source by `npm run api`; don't edit it.",
    ...groups.flatMap(([title, belongs]) => {
      return [`## ${title}`, ...byName.filter(belongs).flatMap((type) => page.section(type))];
    }),
  ]
    .join("\n\n")
    .concat("\n");
}

class Page {
  public constructor(private readonly known: ReadonlyMap<string, ApiType>) {}

  public section(type: ApiType): string[] {
    const { name, docs, methods = [], properties = [], members = [], initializer, abstract, base, interfaces } = type;
    const parents = [...(base === undefined ? [] : [base]), ...(interfaces ?? [])];
    // that of a part of one's own takes nothing: nothing to read of
    const isSaid = initializer !== undefined && (abstract !== true || initializer.parameters !== undefined);
    const entries = [
      ...(isSaid ? [this.callable(`new ${name}`, initializer.parameters, "", {})] : []),
      ...methods.map((method) => this.method(method)),
      ...properties.map(({ name, type, optional, docs }) => {
        return entry(`\`${name}${optional === true ? "?" : ""}\` (${this.type(type)})`, docs);
      }),
      ...members.map(({ name, docs }) => entry(`\`${name}\``, docs)),
    ];
    return [
      `### ${name}`,
      text(docs),
      [
        ...(abstract === true ? ["Abstract."] : []),
        ...(parents.length === 0 ? [] : [`Extends ${parents.map((fqn) => this.link(fqn)).join(", ")}.`]),
      ].join(" "),
      entries.join("\n"),
    ].filter((part) => part !== "");
  }

  private method({ name, static: isStatic, abstract, parameters, returns, docs }: Method): string {
    const kind = isStatic === true ? "static " : abstract === true ? "abstract " : "";
    const result = returns === undefined ? "" : ` → ${this.type(returns.type)}${returns.optional === true ? "?" : ""}`;
    return this.callable(`${kind}${name}`, parameters, result, docs);
  }

  private callable(
    name: string,
    parameters: readonly Parameter[] = [],
    result: string,
    docs: Docs | undefined,
  ): string {
    const names = parameters.map((parameter) => `${parameter.name}${parameter.optional === true ? "?" : ""}`);
    return [
      entry(`\`${name}(${names.join(", ")})\`${result}`, docs),
      ...parameters.map(({ name, type, docs }) => `  ${entry(`\`${name}\` (${this.type(type)})`, docs)}`),
    ].join("\n");
  }

  private type({ primitive, fqn, collection, union }: TypeReference): string {
    if (collection !== undefined) {
      return `${collection.kind === "map" ? "map" : "list"} of ${this.type(collection.elementtype)}`;
    }
    if (union !== undefined) return union.types.map((one) => this.type(one)).join(" or ");
    return fqn === undefined ? primitive! : this.link(fqn);
  }

  private link(fqn: string): string {
    const name = fqn.split(".").pop()!;
    return this.known.has(fqn) ? `[${name}](#${name.toLowerCase()})` : `\`${name}\``;
  }
}

function entry(subject: string, docs?: Docs): string {
  const said = text(docs);
  return `- ${subject}${said === "" ? "" : `: ${said}`}`;
}

function text({ summary = "", remarks = "", default: without, see }: Docs = {}): string {
  const sentences = [
    summary,
    remarks.replaceAll(/\s*\n\s*/g, " "),
    ...(without === undefined
      ? []
      : [/^- /.test(without) ? `Default: ${without.slice(2)}.` : `Default: \`${without}\`.`]),
    ...(see === undefined ? [] : [`[More](${see})`]),
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

if (require.main === module) writeFileSync(join(__dirname, "../API.md"), apiPage(publicTypes()));
