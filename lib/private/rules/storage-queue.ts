import { Fn, Op, Token } from "cdktf";
import type { IConstruct } from "constructs";
import type { AzureStorageAccount } from "../../azure/azure-storage-account";
import type { StorageQueueTriggerProps } from "../../triggers/storage-queue";
import { type Flow, Medium } from "../stack/flows";
import { resolvedInApp } from "../stack/shared";
import type { Inspector, NumberRule, TextRule } from "../validation/inspector";
import type { Names } from "../validation/options";
import { isToken } from "../validation/tokens";
import { nameRule } from "./common/names";
import { readOptionalPart } from "./common/parts";
import { type EntityName, QUEUE_PROPS, type QueuesToUse, readQueues } from "./common/queues";
import { readTriggerProps } from "./common/trigger-props";

interface StorageQueues extends QueuesToUse {
  readonly poison: EntityName;
  /** Undefined where the app gets an account of its own. */
  readonly storage: AzureStorageAccount | undefined;
  readonly handling: MessageHandling;
}

/** How the host handles messages: its settings by their names. */
type MessageHandling = {
  readonly messageEncoding: string;
  readonly maxDequeueCount: number;
  readonly visibilityTimeout: string;
  readonly maxPollingInterval: string;
};

export const STORAGE_QUEUE_PROPS: Names<StorageQueueTriggerProps> = {
  ...QUEUE_PROPS,
  maxDequeueCount: true,
  maxPollingIntervalSeconds: true,
  messageEncoding: true,
  storage: true,
  visibilityTimeoutSeconds: true,
};

export function readStorageQueueTrigger(inspector: Inspector, given: StorageQueueTriggerProps): StorageQueues {
  const props = readTriggerProps(inspector, given, STORAGE_QUEUE_PROPS);
  const { messageEncoding = "none", maxDequeueCount = 5 } = props;
  const { visibilityTimeoutSeconds: visibility = 0, maxPollingIntervalSeconds: polling = 60 } = props;
  const queues = readQueues(inspector, props, INPUT_QUEUE, OUTPUT_QUEUE);
  return {
    ...queues,
    poison: poisonQueueOf(queues.input),
    storage: readOptionalPart(inspector, "storage", props.storage, "AzureStorageAccount"),
    handling: {
      messageEncoding: inspector.oneOf("messageEncoding", messageEncoding, ENCODINGS, ENCODING_CODE, SETTINGS_PAGE),
      maxDequeueCount: inspector.integer("maxDequeueCount", maxDequeueCount, DEQUEUE_COUNT),
      visibilityTimeout: timeSpan(inspector.integer("visibilityTimeoutSeconds", visibility, VISIBILITY_TIMEOUT)),
      maxPollingInterval: timeSpan(inspector.integer("maxPollingIntervalSeconds", polling, POLLING_INTERVAL)),
    },
  };
}

/** The name is the host's: `QueueListenerFactory` of its extension. */
function poisonQueueOf({ kind, prop, name, given }: EntityName): EntityName {
  const poison = (of: string) => `${of}-poison`;
  return {
    kind,
    prop: `${prop} (poison queue)`,
    name: poison(name),
    given: given === undefined ? undefined : poison(given),
  };
}

/**
 * How many messages the host takes at once, and how few have to be left before it takes more: both together, which is what an
 * instance works on, are the predictions that it makes at a time. Azure hands out no more than 32 messages at once.
 */
export function batchesOf(predictions: number): { batchSize: number; newBatchThreshold: number } {
  if (isToken(predictions)) {
    const batchSize = Token.asNumber(Fn.min([predictions, MOST_AT_ONCE]));
    return { batchSize, newBatchThreshold: Token.asNumber(Op.sub(predictions, batchSize)) };
  }
  const batchSize = Math.min(predictions, MOST_AT_ONCE);
  return { batchSize, newBatchThreshold: predictions - batchSize };
}

const MOST_AT_ONCE = 32;

/** A queue, and how messages are written in it. */
interface EncodedQueue {
  /** The expressions behind the ID of the account and behind the name. */
  readonly queue: string;
  readonly encoding: string;
}

const ENCODED_QUEUES = new Medium<EncodedQueue>("encoded-queue", (written, read) => written.queue === read.queue);

/** Checks, when the app is synthesized, that apps which share a queue write and read its messages alike. */
export function checkEncodingAtSynth(
  scope: IConstruct,
  accountId: string,
  { input, output, handling: { messageEncoding } }: StorageQueues,
): void {
  if (input.given === undefined || (output !== undefined && output.given === undefined)) return;
  const places = (name: string): ((stack: Parameters<typeof resolvedInApp>[0]) => EncodedQueue) => {
    return (stack) => ({
      queue: [accountId, name].map((text) => resolvedInApp(stack, text)).join(" "),
      encoding: messageEncoding,
    });
  };
  const flow = { reads: places(input.name), writes: output === undefined ? () => undefined : places(output.name) };
  ENCODED_QUEUES.checkAtSynth(scope, flow, (inspector, { flow: own, before }) => {
    const other = before.find((flowOfOther) => differ(own, flowOfOther));
    if (other === undefined) return;
    inspector.refuse({
      code: ENCODING_CODE,
      prop: "messageEncoding",
      value: messageEncoding,
      message: `${other.reads.encoding}, as ${other.app} has it, which reads or writes the same queue`,
      remedy: "Give both apps the same encoding.",
    });
  });
}

function differ(one: Flow<EncodedQueue>, other: Flow<EncodedQueue>): boolean {
  const [ours, theirs] = [one, other].map(({ reads, writes }) => (writes === undefined ? [reads] : [reads, writes]));
  return ours!.some((own) => {
    return theirs!.some(({ queue, encoding }) => {
      return own.queue === queue && own.encoding !== encoding && !isToken(own.encoding) && !isToken(encoding);
    });
  });
}

const SETTINGS_PAGE = "https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue#host-json";

const ENCODINGS = ["none", "base64"];
const ENCODING_CODE = "storage-queue-encoding";

/** What the host holds it in: https://learn.microsoft.com/dotnet/api/microsoft.azure.webjobs.host.queuesoptions.maxdequeuecount */
const DEQUEUE_COUNT: NumberRule = {
  code: "storage-queue-dequeue-count",
  minimum: 1,
  maximum: 2_147_483_647,
  unit: "tries",
  link: SETTINGS_PAGE,
};

const WEEK_SECONDS = 7 * 24 * 60 * 60;

const VISIBILITY_TIMEOUT: NumberRule = {
  code: "storage-queue-visibility-timeout",
  minimum: 0,
  maximum: WEEK_SECONDS,
  unit: "seconds",
  link: "https://learn.microsoft.com/rest/api/storageservices/update-message#uri-parameters",
};

/** The host has no upper bound; a message that waited longer would have expired. */
const POLLING_INTERVAL: NumberRule = {
  code: "storage-queue-polling-interval",
  minimum: 1,
  maximum: WEEK_SECONDS,
  unit: "seconds",
  link: SETTINGS_PAGE,
};

const OUTPUT_QUEUE = queueName(63, "3 to 63 lower-case ASCII letters, digits and single hyphens");

/**
 * The host has no poison queue for a name that it would make too long, nor for the name of one, and then tries messages without
 * end: `QueueListenerFactory` of its extension.
 */
const INPUT_QUEUE = queueName(
  56,
  "3 to 56 lower-case ASCII letters, digits and single hyphens (Azure takes 63, but the host moves messages that fail to a queue " +
    "whose name has -poison besides)",
);

function queueName(longest: number, allowed: string): TextRule {
  return nameRule(
    "storage-queue-name",
    new RegExp(`^(?=.{3,${longest}}$)[a-z0-9](?:-?[a-z0-9])*$`),
    `${allowed}, beginning and ending with a letter or digit; not beginning with azure-webjobs- nor ending with -poison, as the ` +
      "host's own queues do",
    "input",
    "https://learn.microsoft.com/rest/api/storageservices/naming-queues-and-metadata",
    /^azure-webjobs-|-poison$/,
  );
}

/** A span of time in .NET's form: 24:00:00 would be 24 days there. */
function timeSpan(seconds: number): string {
  if (isToken(seconds)) {
    const whole = (count: number, unit: number) => Token.asNumber(Fn.floor(Token.asNumber(Op.div(count, unit))));
    const rest = (unit: number) => Token.asNumber(Op.mod(seconds, unit));
    const parts = [whole(seconds, 86400), whole(rest(86400), 3600), whole(rest(3600), 60), rest(60)];
    return Fn.format("%d.%02d:%02d:%02d", parts) as string;
  }
  const days = Math.floor(seconds / 86400);
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const text = clock.map((part) => String(part).padStart(2, "0")).join(":");
  return days > 0 ? `${days}.${text}` : text;
}
