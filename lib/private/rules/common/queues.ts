import type { IConstruct } from "constructs";
import type { QueueTriggerProps } from "../../../triggers/queue";
import { loopThrough, Medium } from "../../stack/flows";
import { resolvedInApp } from "../../stack/shared";
import type { Inspector, TextRule } from "../../validation/inspector";
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
  /** Whether they are made. */
  readonly create: boolean;
  /** How the input queue is made to deliver, by the props that say it: apps that read one queue have to agree. */
  readonly agreed?: { readonly [prop: string]: unknown };
}

export function readQueues(inspector: Inspector, props: Partial<QueueTriggerProps>, rule: TextRule): QueuesToUse {
  const { inputQueueName, outputQueueName, createQueues } = props;
  return {
    input: readQueueName(inspector, "inputQueueName", inputQueueName, rule),
    output:
      outputQueueName === undefined
        ? undefined
        : readQueueName(inspector, "outputQueueName", outputQueueName, {
            ...rule,
            remedy: `${rule.remedy} Or leave it out.`,
          }),
    create: inspector.fixedFlag("createQueues", createQueues, true),
  };
}

function readQueueName(inspector: Inspector, prop: string, value: unknown, rule: TextRule): QueueName {
  const before = inspector.breaches.length;
  const name = inspector.text(prop, value, rule);
  return { prop, name, given: inspector.breaches.length === before ? name : undefined };
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
  if (input.given === undefined || (output !== undefined && output.given === undefined)) return;
  const places: Parameters<typeof QUEUES.checkAtSynth>[1] = {
    reads: (stack) => ({
      holder: resolvedInApp(stack, holderId),
      name: resolvedInApp(stack, foldedName(input.name)),
      agreed: create ? agreed : {},
    }),
    writes: (stack) =>
      output && {
        holder: resolvedInApp(stack, holderId),
        name: resolvedInApp(stack, foldedName(output.name)),
        agreed: {},
      },
  };
  QUEUES.checkAtSynth(scope, places, (inspector, { flow: { reads, writes }, before, loop }) => {
    const others = before.filter((other) => sameQueue(other.reads, reads));
    if (differ(others.at(-1)?.reads.agreed ?? {}, reads.agreed)) {
      inspector.refuse({
        code: "queue-made-twice",
        prop: "inputQueueName",
        value: input.name,
        message: `the same ${listed(Object.keys(agreed))} as with the other app that reads the queue`,
        remedy: "Give both apps the same values, or switch off createQueues and make the queue yourself.",
      });
    }
    const refuse = (message: string, remedy: string) => {
      inspector.refuse({ code: "queue-loop", prop: "outputQueueName", value: output?.name, message, remedy });
    };
    if (writes !== undefined && sameQueue(reads, writes)) {
      const message = "another queue than inputQueueName: each prediction would start another one, without end";
      refuse(message, "Name another queue, or leave it out.");
    } else if (loop !== undefined) {
      const message = `a queue from which no way leads back to inputQueueName: ${loopThrough(loop)}, so that each prediction would start others, without end`;
      refuse(message, "Let one of these apps write to a queue that none of them reads.");
    }
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
