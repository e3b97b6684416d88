import type {
  AzureEventGridSystemTopic,
  EventGridSystemTopicAttributes,
} from "../../azure/azure-event-grid-system-topic";
import type { IdentityAttributes } from "../../azure/identity-attributes";
import type { EventGridBlobSourceOptions } from "../../triggers/blob-source";
import type { Inspector } from "../validation/inspector";
import type { BlobPath } from "./common/blob-path";
import { readOptionalPart } from "./common/parts";

interface EventGridSource {
  /** Undefined where one is made. */
  readonly systemTopic: AzureEventGridSystemTopic | undefined;
}

export function readEventGridSource(inspector: Inspector, given: EventGridBlobSourceOptions): EventGridSource {
  const { systemTopic } = inspector.struct("source", given);
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

/** What the runtime, which writes the output itself, computes besides the names in the input path. */
const COMPUTED = /^(?:(?:rand-guid|sys\.randguid)(?::[NDBP])?|(?:datetime|sys\.utcnow)(?::.*)?)$/i;

/** Refuses what only the Functions host computes. */
export function judgeEventGridPaths(inspector: Inspector, input: BlobPath, output: BlobPath | undefined): void {
  const bound = new Set(input.expressions.map((name) => name.toLowerCase()));
  const others = output?.expressions.filter((name) => !bound.has(name.toLowerCase()) && !COMPUTED.test(name)) ?? [];
  if (output === undefined || input.open || others.length === 0) return;
  inspector.refuse({
    code: "blob-output-expression",
    prop: "outputPath",
    value: output.text,
    message: "with BlobSource.eventGrid(), names that inputPath binds, {rand-guid} and {datetime}",
    remedy: `Take {${others.join("}, {")}} out of outputPath, or take BlobSource.polling().`,
  });
}
