import type { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { QueueTriggerProps } from "../../../triggers/queue";
import { type Flow, loopThrough, Medium } from "../../stack/flows";
import { resolvedInApp } from "../../stack/shared";
import { type Inspector, optional, type TextRule } from "../../validation/inspector";
import { isToken } from "../../validation/tokens";

/** A queue that a trigger reads or writes. */
export interface QueueName {
  /** The prop that names it. */
  readonly prop: string;
  readonly name: string;
  /** The name, where it is no stand-in for a refused one. */
  readonly given: string | undefined;
}

/** The queues of a trigger. */
export interface QueuesToUse {
  readonly input: QueueName;
  readonly output: QueueName | undefined;
  /** Where the host moves messages that failed; undefined where that is the service's own matter. */
  readonly poison?: QueueName;
  /** Whether they are made. */
  readonly create: boolean;
  /** How the input queue is made to deliver, by the props that say it: apps that read one queue have to agree. */
  readonly agreed?: { readonly [prop: string]: unknown };
}

/** @param outputRule where other names are allowed for the output queue */
export function readQueues(
  inspector: Inspector,
  props: Partial<QueueTriggerProps>,
  rule: TextRule,
  outputRule = rule,
): QueuesToUse {
  const { inputQueueName, outputQueueName, createQueues } = props;
  return {
    input: readQueueName(inspector, "inputQueueName", inputQueueName, rule),
    output:
      outputQueueName === undefined
        ? undefined
        : readQueueName(inspector, "outputQueueName", outputQueueName, optional(outputRule)),
    create: inspector.fixedFlag("createQueues", createQueues, true),
  };
}

function readQueueName(inspector: Inspector, prop: string, value: unknown, rule: TextRule): QueueName {
  const given = inspector.unlessRefused(() => inspector.text(prop, value, rule));
  return { prop, name: given ?? rule.example, given };
}

/** Azure takes queue names without regard to case. */
export function foldedName(name: string): string {
  return isToken(name) ? name : name.toLowerCase();
}

type Agreed = NonNullable<QueuesToUse["agreed"]>;

interface Queue {
  /** The expression behind the ID of what holds it. */
  readonly holder: string;
  readonly name: string;
  /** What those who read it have to agree on. */
  readonly agreed: Agreed;
  /** The stack of the app. */
  readonly stack: TerraformStack;
}

const sameQueue = (one: Queue, other: Queue) => one.holder === other.holder && one.name === other.name;

const QUEUES = new Medium<Queue>("queue", sameQueue);

/**
 * Checks, when the app is synthesized, that no app writes to what it reads, also not through others, and that apps which read
 * one queue make it alike.
 *
 * @param holderId resource ID of what holds the queues
 */
export function checkQueuesAtSynth(
  scope: IConstruct,
  holderId: string,
  { input, output, create, agreed = {} }: QueuesToUse,
): void {
  if (input.given === undefined) return;
  const queueIn = (stack: TerraformStack, name: string): Queue => ({
    holder: resolvedInApp(stack, holderId),
    name: resolvedInApp(stack, foldedName(name)),
    agreed: create ? agreed : {},
    stack,
  });
  const reads = (stack: TerraformStack) => queueIn(stack, input.name);
  // a name that was refused leads nowhere
  const writes = (stack: TerraformStack) => (output?.given === undefined ? undefined : queueIn(stack, output.name));
  QUEUES.checkAtSynth(scope, { reads, writes }, (inspector, { flow, before, loop }) => {
    judgeMakers(inspector, flow.reads, input.name, before);
    const refuse = (message: string, remedy: string) => {
      inspector.refuse({ code: "queue-loop", prop: "outputQueueName", value: output?.name, message, remedy });
    };
    if (flow.writes !== undefined && sameQueue(flow.reads, flow.writes)) {
      const message = "another queue than inputQueueName: each prediction would start another one, without end";
      refuse(message, "Name another queue, or leave it out.");
    } else if (loop !== undefined) {
      const message = `a queue from which no way leads back to inputQueueName: ${loopThrough(loop)}, so that each prediction would start others, without end`;
      refuse(message, "Let one of these apps write to a queue that none of them reads.");
    }
  });
}

/** Refuses a queue that other apps read, and make in another way. */
function judgeMakers(inspector: Inspector, queue: Queue, value: string, before: readonly Flow<Queue>[]): void {
  const others = before.map(({ reads }) => reads).filter((other) => sameQueue(other, queue));
  const other = others.find(({ agreed }) => differ(agreed, queue.agreed));
  if (other === undefined) return;
  inspector.refuse({
    code: "queue-made-twice",
    prop: "inputQueueName",
    value,
    message: `the same ${listed(Object.keys(queue.agreed))} as with the other app that reads the queue`,
    remedy:
      other.stack === queue.stack
        ? "Give both apps the same values, or switch off createQueues and make the queue yourself."
        : "Switch off createQueues in one of the two stacks.",
  });
}

function differ(one: Agreed, other: Agreed): boolean {
  return Object.entries(other).some(([name, value]) => {
    const known = one[name];
    return name in one && !isToken(known) && !isToken(value) && known !== value;
  });
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
