import type {
  AzureEventGridSystemTopic,
  EventGridSystemTopicAttributes,
} from "../../azure/azure-event-grid-system-topic";
import type { IdentityAttributes } from "../../azure/identity-attributes";
import type { EventGridBlobSourceOptions } from "../../triggers/blob-source";
import type { Inspector } from "../validation/inspector";
import { type BlobPath, isContainerInSetting } from "./common/blob-path";
import { readOptionalPart } from "./common/parts";

interface EventGridSource {
  /** Undefined where one is made. */
  readonly systemTopic: AzureEventGridSystemTopic | undefined;
}

export function readEventGridSource(inspector: Inspector, given: EventGridBlobSourceOptions): EventGridSource {
  const { systemTopic } = inspector.struct("source", given, { systemTopic: true });
  return {
    systemTopic: readOptionalPart(inspector, "source.systemTopic", systemTopic, "AzureEventGridSystemTopic"),
  };
}

/**
 * Object ID of the identity as which Event Grid writes to the queue; undefined for an app with keys, to whose account it needs
 * none.
 */
export function readSenderIdentity(
  inspector: Inspector,
  { principalId }: EventGridSystemTopicAttributes,
  identityOfApp: IdentityAttributes | undefined,
): string | undefined {
  if (identityOfApp === undefined) return undefined;
  if (principalId !== undefined) return principalId;
  inspector.refuse({
    code: "event-grid-identity",
    prop: "source.systemTopic.principalId",
    value: principalId,
    message: "the system-assigned identity of the topic, as which it delivers events without a key",
    remedy: "Switch it on, and give its principalId; a user-assigned identity cannot pass the account's firewall.",
    link: "https://learn.microsoft.com/azure/event-grid/managed-service-identity",
  });
  return "";
}

/** Parts of a time that the runtime writes: `_TIMES` of `image/ml_runtime/blobs/expressions.py`. */
const TIMES = new Set("yyyy yy MMMM MMM MM M dddd ddd dd d HH H hh h mm m ss s fff ffffff tt K".split(" "));
const TIME_LETTERS = "dfFgGhHKmMstyz";

/** Whether the runtime, which writes the output itself, knows what the host makes of an expression. */
function isComputed(expression: string, bound: ReadonlySet<string>): boolean {
  const [, name, form] = /^([^:]*):?(.*)$/s.exec(expression.toLowerCase()) ?? [];
  if (bound.has(expression.toLowerCase()) || expression.toLowerCase() === "blobtrigger") return true;
  if (name!.startsWith("sys.") && bound.has("sys")) return false;
  if (name === "rand-guid" || name === "sys.randguid") return ["", "n", "d", "b", "p"].includes(form!);
  if (name !== "datetime" && name !== "sys.utcnow") return false;
  const format = expression.slice(name.length + 1);
  // the host takes what follows a period for the name of a property, and drops it
  if (name === "datetime" && format.includes(".")) return false;
  return format === "" || isTimeFormat(format);
}

/** A letter alone stands for a whole format in .NET. */
function isTimeFormat(format: string): boolean {
  const runs = [...format.matchAll(/(.)\1*/gs)];
  const isKnown = runs.every(([run, letter]) => TIMES.has(run) || !TIME_LETTERS.includes(letter!));
  return format.length > 1 && !/['"\\%]/.test(format) && isKnown;
}

/** Refuses what only the Functions host does. */
export function judgeEventGridPaths(inspector: Inspector, input: BlobPath, output: BlobPath | undefined): void {
  if (input.container === "$root") {
    inspector.refuse({
      code: "blob-path",
      prop: "inputPath",
      value: input.text,
      message: "another container than $root with BlobSource.eventGrid()",
      remedy: "Take a container with a name, or BlobSource.polling().",
    });
  }
  refuseSetting(inspector, "inputPath", input);
  if (output !== undefined) refuseSetting(inspector, "outputPath", output);
  const bound = new Set(input.expressions.map((name) => name.toLowerCase()));
  const others = output?.expressions.filter((name) => !isComputed(name, bound)) ?? [];
  if (output === undefined || input.open || others.length === 0) return;
  inspector.refuse({
    code: "blob-output-expression",
    prop: "outputPath",
    value: output.text,
    message: "with BlobSource.eventGrid(), names that inputPath binds, {blobtrigger}, {rand-guid} and {datetime:…}",
    remedy: `Take {${others.join("}, {")}} out of outputPath, or take BlobSource.polling().`,
  });
}

/** Terraform writes the container into the filter of events and into the roles of the app. */
function refuseSetting(inspector: Inspector, prop: string, path: BlobPath): void {
  if (!isContainerInSetting(path)) return;
  inspector.refuse({
    code: "blob-path",
    prop,
    value: path.text,
    message: "with BlobSource.eventGrid(), a container whose name does not come from an app setting",
    remedy: "Give the container's name, or a variable of Terraform's, or take BlobSource.polling().",
  });
}
