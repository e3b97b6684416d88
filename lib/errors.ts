import { hideStackFromJsii } from "./private/validation/jsii-stack";

/**
 * One thing that is wrong with what was given to the library.
 */
export interface Breach {
  /** Stable identifier of the rule, in kebab case, for example `hosting-sku`. */
  readonly code: string;

  /** Path of the construct that was given the value, for example `blob/Diabetes`. */
  readonly path: string;

  /** Name of the prop, with dots into nested props, for example `hosting.skuName`. */
  readonly prop: string;

  /** The value received, as JSON. Secrets are replaced by `***`. */
  readonly value: string;

  /** What is allowed. */
  readonly message: string;

  /** What to do. */
  readonly remedy: string;

  /**
   * The page the rule comes from.
   * @default - the rule is the library's own
   */
  readonly link?: string;
}

/**
 * Thrown when a stack is synthesized: everything that is wrong with every construct of the app, in one message. Other
 * languages than TypeScript and JavaScript see the message only: jsii has no exceptions of one's own.
 * @jsii ignore
 */
export class ValidationError extends Error {
  /** What is wrong, one entry a breach, in the order of the construct tree. */
  public readonly breaches!: Breach[];

  public constructor(breaches: readonly Breach[]) {
    const count = breaches.length === 1 ? "1 problem" : `${breaches.length} problems`;
    super(`${count} found, nothing was synthesized:\n\n${breaches.map(describe).join("\n\n")}\n`);
    this.name = "ValidationError";
    // not enumerable: Node.js prints the members of an error that nobody catches, and the message has them all
    Object.defineProperty(this, "breaches", { value: [...breaches], enumerable: false });
    hideStackFromJsii();
  }
}

function describe(breach: Breach): string {
  const lines = [
    `[${breach.path}] ${breach.prop} = ${breach.value}  (${breach.code})`,
    `  allowed: ${breach.message}`,
    `  remedy:  ${breach.remedy}`,
  ];
  if (breach.link !== undefined) lines.push(`  see:     ${breach.link}`);
  return lines.join("\n");
}
