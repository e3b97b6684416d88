import { Annotations, TerraformElement, Token } from "cdktf";
import type { IConstruct } from "constructs";
import type { Breach } from "../../errors";
import { reportAtSynth, type Survey } from "./checks";
import type { BreachCode, WarningCode } from "./codes";
import { show, typeOf, withoutSecrets } from "./display";
import { misspellings, type Names } from "./options";
import { asNumber, isMapToken, isScalarToken, isToken, templateProblem, TEMPLATES_PAGE } from "./tokens";

/** What a rule refuses, and why, with the value as it was given: a breach shows it on one line and without secrets. */
export interface RawRefusal {
  readonly code: BreachCode;
  readonly prop: string;
  readonly value: unknown;
  readonly message: string;
  readonly remedy: string;
  readonly link?: string;
}

/** A rule over one text: Azure's own words on what is allowed, where they stand, and an example. */
export interface TextRule {
  readonly code: BreachCode;
  readonly allowed: string;
  readonly remedy: string;
  readonly link?: string;
  /** A value that passes: stands in for a refused one, so that the construct can be finished and all breaches told. */
  readonly example: string;
  /** Whether the value must never be shown. */
  readonly secret?: boolean;
  readonly test: (value: string) => boolean;
  /** What to do about one kind of refused text in particular. */
  readonly remedyFor?: (value: string) => string | undefined;
}

/** Bounds of a number. */
export interface NumberRule {
  readonly code: BreachCode;
  readonly minimum: number;
  readonly maximum: number;
  readonly unit: string;
  readonly link?: string;
}

/** What a resource given by the user has to be: the provider's, or plain attributes. */
export interface ResourceRule {
  /** The provider's type, for example `azurerm_storage_account`. */
  readonly type: string;
  /** How one is given, for a remedy. */
  readonly remedy: string;
  readonly required: { readonly [attribute: string]: TextRule };
  readonly optional?: { readonly [attribute: string]: TextRule };
  /** All attributes there are, whoever reads them. */
  readonly names: object;
}

const KINDS = {
  text: "a text",
  flag: "true or false",
  texts: "names and texts",
  list: "a list of texts",
  other: "what its type says",
} as const;

type BoundKind = keyof typeof KINDS | `${keyof typeof KINDS}?`;

/** Kinds of the members of what a part's `bind` returns; `other?` for one that is read elsewhere, or by nobody. */
export type BoundMembers<T> = { readonly [name in keyof T]-?: BoundKind };

function isOfKind(value: unknown, kind: BoundKind): boolean {
  if (value === undefined) return kind.endsWith("?");
  const isText = (text: unknown) => typeof text === "string" || isScalarToken(text);
  switch (kind.replace("?", "")) {
    case "text":
      return isText(value);
    case "flag":
      return typeof value === "boolean" || isScalarToken(value);
    case "list":
      return isToken(value) || (Array.isArray(value) && value.every(isText));
    case "other":
      return true;
    default:
      if (isMapToken(value)) return true;
      return typeof value === "object" && !Array.isArray(value) && Object.values(value ?? { "": null }).every(isText);
  }
}

/** Longer texts are refused by every rule, and not read. */
const MOST_CHARACTERS = 32_767;

/**
 * Judges the values given to one construct. Each method returns the value when it may pass, or a stand-in when it may
 * not: the breach is reported at synthesis, and construction goes on so that the other breaches are found as well.
 * Tokens, known only to Terraform, are never judged.
 */
export class Inspector {
  /** What was refused so far. */
  public readonly breaches: Breach[] = [];

  /**
   * @param scope the construct that was given the values
   * @param when whether what is refused is told at synthesis anyway, or by a check of the caller's
   */
  public constructor(
    public readonly scope: IConstruct,
    when: "registered" | "detached" = "registered",
  ) {
    if (when === "registered") reportAtSynth(scope, () => this.breaches);
  }

  public refuse(refusal: RawRefusal): void {
    const { code, prop, value, message, remedy, link } = refusal;
    this.breaches.push({
      code,
      path: this.scope.node.path,
      prop: withoutSecrets(prop),
      value: show(value),
      message: withoutSecrets(message),
      remedy: withoutSecrets(remedy),
      ...(link === undefined ? {} : { link }),
    });
  }

  /** Warns once a message and construct. */
  public warn(message: string, code: WarningCode = "build-context-files"): void {
    const told = `${withoutSecrets(message)} (${code})`;
    const known = this.scope.node.metadata.some(({ data }) => data === told);
    if (!known) Annotations.of(this.scope).addWarning(told);
  }

  /** Refuses options that belong to another choice, where a caller without types gives them. */
  public refuseOptions(
    prop: string,
    options: object,
    names: readonly string[],
    code: BreachCode,
    remedy: string,
  ): void {
    for (const name of names) {
      const value = (options as { readonly [name: string]: unknown })[name];
      if (value !== undefined) this.refuse({ code, prop: `${prop}.${name}`, value, message: "nothing, here", remedy });
    }
  }

  /**
   * Props or options: nothing given is an empty struct, whose required members are then missed one by one.
   *
   * @param names that the struct has; undefined where it may have any
   */
  public struct<T extends object>(
    prop: string,
    value: T | undefined,
    names: Names<NoInfer<T>> | undefined,
  ): Partial<T> {
    if (value === undefined) return {};
    if (isStruct(value)) {
      if (names !== undefined) this.warnOfMisspellings(prop, value, names);
      return value;
    }
    this.refuse({ code: "struct", prop, value, message: "named values", remedy: "Give an object, or leave it out." });
    return {};
  }

  /** Warns of names that are no option's and resemble one: in JavaScript and Python nobody else does. */
  public warnOfMisspellings(prop: string, given: object, names: object): void {
    // props of constructs and triggers go by their names alone
    const within = prop === "props" || prop === "trigger" ? "" : `${prop}.`;
    for (const { name, meant } of misspellings(given, names)) {
      this.warn(
        `${within}${name} has no effect: there is no such option. Is ${meant.join(" or ")} meant?`,
        "option-unknown",
      );
    }
  }

  public text(prop: string, value: unknown, rule: TextRule): string {
    const { code, allowed, remedy, link, secret } = rule;
    const unreadable = templateProblem(value);
    if (unreadable !== undefined) {
      this.refuse({
        code: "template",
        prop,
        value: secret ? Secret.of(value) : value,
        ...unreadable,
        link: TEMPLATES_PAGE,
      });
      return rule.example;
    }
    if (isScalarToken(value)) return typeof value === "string" ? value : Token.asString(value);
    if (typeof value === "string" && value.length <= MOST_CHARACTERS && rule.test(value)) return value;
    const remedies = [
      value === undefined ? `It has to be given, for example as ${show(rule.example)}.` : undefined,
      typeof value === "string" ? rule.remedyFor?.(value) : undefined,
      remedy,
    ];
    const told = { value: secret ? Secret.of(value) : value, message: allowed, link };
    this.refuse({ code, prop, ...told, remedy: remedies.find((found) => found !== undefined)! });
    return rule.example;
  }

  public optionalText(prop: string, value: unknown, rule: TextRule): string | undefined {
    return value === undefined ? undefined : this.text(prop, value, optional(rule));
  }

  /** What is read, or undefined where that is a stand-in. */
  public unlessRefused<T>(read: () => T): T | undefined {
    const before = this.breaches.length;
    const value = read();
    return this.breaches.length === before ? value : undefined;
  }

  public oneOf(prop: string, value: unknown, allowed: readonly string[], code: BreachCode, link?: string): string {
    const rule: TextRule = {
      code,
      allowed: allowed.length === 1 ? allowed[0]! : `one of ${allowed.join(", ")}`,
      remedy: remedyOfChoice(value, allowed),
      link,
      example: allowed[0]!,
      test: (text) => allowed.includes(text),
    };
    return this.text(prop, value, rule);
  }

  public integer(prop: string, value: unknown, rule: NumberRule): number {
    return this.number(prop, value, rule, "whole");
  }

  public number(prop: string, value: unknown, rule: NumberRule, kind: "whole" | "any" = "any"): number {
    if (isScalarToken(value)) return asNumber(value);
    const { code, minimum, maximum, unit, link } = rule;
    const inRange = typeof value === "number" && value >= minimum && value <= maximum;
    if (inRange && (kind === "any" || Number.isInteger(value))) return value;
    const range = maximum === Infinity ? `${minimum} on` : `${minimum} to ${maximum}`;
    const message =
      minimum === maximum
        ? `${minimum} ${unit}`
        : `a ${kind === "whole" ? "whole " : ""}number of ${unit} from ${range}`;
    const isInQuotes = typeof value === "string" && /^\s*-?\d+(?:\.\d+)?\s*$/.test(value);
    const remedy = isInQuotes ? `Give ${message}, without quotes.` : `Give ${message}.`;
    this.refuse({ code, prop, value, message, remedy, link });
    return minimum;
  }

  public flag(prop: string, value: unknown, fallback: boolean): boolean {
    if (value === undefined) return fallback;
    if (typeof value === "boolean" || isScalarToken(value)) return value as boolean;
    this.refuse({ code: "boolean", prop, value, message: "true or false", remedy: "Give a boolean, not a text." });
    return fallback;
  }

  public optionalFlag(prop: string, value: unknown): boolean | undefined {
    return value === undefined ? undefined : this.flag(prop, value, false);
  }

  /** A switch that decides what the stack is made of, so that it has to be known when the stack is synthesized. */
  public fixedFlag(prop: string, value: unknown, fallback: boolean): boolean {
    if (!isToken(value)) return this.flag(prop, value, fallback);
    this.refuseToken(prop, value);
    return fallback;
  }

  /** Refuses a value that only Terraform knows where it shapes the stack itself. */
  public refuseToken(prop: string, value: unknown): void {
    this.refuse({
      code: "known-to-terraform-only",
      prop,
      value,
      message: "a value that is known when the stack is synthesized, as it decides what the stack is made of",
      remedy: "Give a plain value, not a Terraform variable or an attribute of a resource.",
    });
  }

  /** A part of another library's, recognised by a function of its own. */
  public part<T>(
    prop: string,
    value: T | undefined,
    isPart: (value: unknown) => boolean,
    expected: string,
    fallback: T,
  ): T {
    if (isPart(value)) return value as T;
    this.refuse({ code: "part", prop, value, message: expected, remedy: `Give ${expected}.` });
    return fallback;
  }

  /**
   * What the `bind` of a part returned, which may be the user's own: refused where a member is missing or of another kind.
   *
   * @param part the prop that the part was given in
   * @param members kinds of those that must be there; of the others, where they end with a question mark
   */
  public bound<T extends object>(part: string, config: T, members: BoundMembers<NoInfer<T>>, standIn: T): T {
    const prop = `${part}.bind()`;
    const isStruct = typeof config === "object" && config !== null;
    const wrong = isStruct
      ? Object.entries<BoundKind>(members as { [name: string]: BoundKind }).filter(([name, kind]) => {
          return !isOfKind((config as { readonly [name: string]: unknown })[name], kind);
        })
      : [];
    if (isStruct) this.warnOfMisspellings(prop, config, members);
    if (isStruct && wrong.length === 0) return config;
    for (const [name, kind] of wrong) {
      const value = typeOf((config as { readonly [name: string]: unknown })[name]);
      const message = KINDS[kind.replace("?", "") as keyof typeof KINDS];
      this.refuse({ code: "part", prop: `${prop}.${name}`, value, message, remedy: `Return ${message} from bind.` });
    }
    if (!isStruct) {
      const read = Object.entries<BoundKind>(members).filter(([, kind]) => kind !== "other?");
      const names = read.map(([name]) => name).join(", ");
      this.refuse({
        code: "part",
        prop,
        value: config,
        message: `an object with ${names}`,
        remedy: "Return it from bind.",
      });
    }
    return standIn;
  }

  /** A resource that is there already. Attributes that are missing or wrong are replaced by examples. */
  public resource<T extends object>(prop: string, value: T, rule: ResourceRule): T {
    const { type, remedy, required, optional = {} } = rule;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    if (!isObject) this.refuse({ code: "resource", prop, value, message: `an ${type} or its attributes`, remedy });
    if (!isObject || !this.judgeReference(prop, value, type, remedy)) {
      return Object.fromEntries(Object.entries(required).map(([name, { example }]) => [name, example])) as T;
    }
    if (TerraformElement.isTerraformElement(value)) return value;
    this.warnOfMisspellings(prop, value, rule.names);
    const given = value as { readonly [attribute: string]: unknown };
    const texts = Object.entries(required).map(([name, text]) => [
      name,
      this.text(`${prop}.${name}`, given[name], text),
    ]);
    const others = Object.entries(optional).map(([name, text]) => {
      return [name, this.optionalText(`${prop}.${name}`, given[name], text)];
    });
    return Object.fromEntries([...texts, ...others]) as T;
  }

  /** Whether a value may stand for a resource: a construct has to be of the right type and in the same app. */
  public judgeReference(prop: string, value: object, type: string, remedy: string): boolean {
    if (!TerraformElement.isTerraformElement(value)) return true;
    const actual: unknown = (value as { terraformResourceType?: unknown }).terraformResourceType;
    if (actual !== type) {
      this.refuse({ code: "resource", prop, value, message: `an ${type}, not ${show(actual)}`, remedy });
    } else if (value.node.root !== this.scope.node.root) {
      const message = "a resource of the same app: Terraform cannot refer to one of another";
      const way = "Make both stacks in one app, or give the attributes with fromAttributes.";
      this.refuse({ code: "resource-of-another-app", prop, value: value.node.path, message, remedy: way });
    } else return true;
    return false;
  }
}

/** The rule for a text that may be left out. */
export function optional(rule: TextRule): TextRule {
  const remedy = rule.remedy.includes("leave it out") ? rule.remedy : `${rule.remedy} Or leave it out.`;
  return { ...rule, remedy };
}

/** Judges, when the stack of `scope` is synthesized, what only then is known. */
export function checkAtSynth(scope: IConstruct, judge: (inspector: Inspector, survey: Survey) => void): void {
  reportAtSynth(scope, (survey) => {
    const inspector = new Inspector(scope, "detached");
    judge(inspector, survey);
    return inspector.breaches;
  });
}

/** Stands for a secret in a message: its type is all that is told. */
class Secret {
  public static of(value: unknown): unknown {
    return value === undefined || value === null || value === "" ? value : new Secret();
  }
}

/** A struct or a class's instance, and not one of the language's own collections, whose members would go unseen. */
export function isStruct(value: unknown): value is object {
  return Object.prototype.toString.call(value) === "[object Object]";
}

function remedyOfChoice(value: unknown, allowed: readonly string[]): string {
  if (typeof value === "number" && allowed.includes(String(value))) return `Write "${value}", in quotes.`;
  const meant = allowed.find((choice) => typeof value === "string" && choice.toLowerCase() === value.toLowerCase());
  if (meant === undefined) return allowed.length === 1 ? "Take this one." : "Take one of these.";
  return `Write ${meant}: upper and lower case count.`;
}
