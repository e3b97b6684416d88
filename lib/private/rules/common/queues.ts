import type { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { QueueTriggerProps } from "../../../triggers/queue";
import { loopThrough, Medium } from "../../stack/flows";
import { resolvedInApp } from "../../stack/shared";
import { type Inspector, optional, type TextRule } from "../../validation/inspector";
import type { Names } from "../../validation/options";
import { isToken } from "../../validation/tokens";

/** A queue, or a topic or subscription of Service Bus, that a trigger reads or writes. */
export interface EntityName {
  readonly kind: "Queue" | "Topic" | "Subscription";
  /** The prop that names it. */
  readonly prop: string;
  readonly name: string;
  /** The name, where it is no stand-in for a refused one. */
  readonly given: string | undefined;
}

/** What some props say, by their names. */
type Said = { readonly [prop: string]: unknown };

/** The queues of a trigger. */
export interface QueuesToUse {
  readonly input: EntityName;
  readonly output: EntityName | undefined;
  /** Where the host moves messages that failed; undefined where that is the service's own matter. */
  readonly poison?: EntityName;
  /** Whether they are made. */
  readonly create: boolean;
  /** How the input queue is made to deliver: apps that read one queue have to agree. */
  readonly agreed?: Said;
}

export const QUEUE_PROPS: Names<QueueTriggerProps> = {
  inputQueueName: true,
  createQueues: true,
  outputQueueName: true,
};

/** @param outputRule where other names are allowed for the output queue */
export function readQueues(
  inspector: Inspector,
  props: Partial<QueueTriggerProps>,
  rule: TextRule,
  outputRule = rule,
): QueuesToUse {
  const { inputQueueName, outputQueueName, createQueues } = props;
  return {
    input: readEntityName(inspector, "Queue", "inputQueueName", inputQueueName, rule),
    output: readOptionalEntityName(inspector, "Queue", "outputQueueName", outputQueueName, outputRule),
    create: inspector.fixedFlag("createQueues", createQueues, true),
  };
}

export function readEntityName(
  inspector: Inspector,
  kind: EntityName["kind"],
  prop: string,
  value: unknown,
  rule: TextRule,
): EntityName {
  const given = inspector.unlessRefused(() => inspector.text(prop, value, rule));
  return { kind, prop, name: given ?? rule.example, given };
}

/** An entity's name that may be left out. */
export function readOptionalEntityName(
  ...[inspector, kind, prop, value, rule]: Parameters<typeof readEntityName>
): EntityName | undefined {
  return value === undefined ? undefined : readEntityName(inspector, kind, prop, value, optional(rule));
}

/** Azure takes queue names without regard to case. */
export function foldedName(name: string): string {
  return isToken(name) ? name : name.toLowerCase();
}

/** What an app has made to read from: apps that read the same have to have it made alike. */
export interface MadeInput {
  readonly entity: EntityName;
  /** Where it lies on the holder of the input. */
  readonly path: string;
  readonly agreed: Said;
  /** The prop that has it made. */
  readonly madeBy: string;
}

/** The way of messages through an app. */
export interface MessageFlow {
  readonly input: EntityName;
  readonly output: EntityName | undefined;
  readonly made: readonly MadeInput[];
}

/** Where messages lie. Queues and topics share one space of names. */
interface Place {
  /** The expression behind the ID of what holds it. */
  readonly holder: string;
  readonly name: string;
  readonly made: readonly Made[];
}

interface Made {
  readonly path: string;
  readonly agreed: Said;
  /** The stack of the app. */
  readonly stack: TerraformStack;
}

const samePlace = (one: Place, other: Place) => one.holder === other.holder && one.name === other.name;

const MESSAGES = new Medium<Place>("messages", samePlace);

const LOOP = { Queue: "queue-loop", Topic: "topic-loop", Subscription: "topic-loop" } as const;
const MADE_TWICE = {
  Queue: "queue-made-twice",
  Topic: "topic-made-twice",
  Subscription: "subscription-made-twice",
} as const;

/**
 * Checks, when the app is synthesized, that no app writes to what it reads, also not through others, and that apps which read
 * one queue, topic or subscription have it made alike.
 *
 * @param holderId resource ID of what holds the queues or topics
 */
export function checkFlowAtSynth(scope: IConstruct, holderId: string, { input, output, made }: MessageFlow): void {
  if (input.given === undefined) return;
  const placeOf = (stack: TerraformStack, { name }: EntityName): Place => ({
    holder: resolvedInApp(stack, holderId),
    name: resolvedInApp(stack, foldedName(name)),
    made: [],
  });
  const places: Parameters<typeof MESSAGES.checkAtSynth>[1] = {
    reads: (stack) => ({
      ...placeOf(stack, input),
      made: made.map(({ path, agreed }) => ({ path: resolvedInApp(stack, path), agreed, stack })),
    }),
    // a name that was refused leads nowhere
    writes: (stack) => (output?.given === undefined ? undefined : placeOf(stack, output)),
  };
  MESSAGES.checkAtSynth(scope, places, (inspector, { flow: { reads, writes }, before, loop }) => {
    const others = before.filter((other) => other.reads.holder === reads.holder).flatMap((other) => other.reads.made);
    made.forEach(({ entity, agreed, madeBy }, i) => {
      const { path, stack } = reads.made[i]!;
      const other = others.find((candidate) => candidate.path === path && differ(candidate.agreed, agreed));
      if (other === undefined) return;
      const noun = entity.kind.toLowerCase();
      inspector.refuse({
        code: MADE_TWICE[entity.kind],
        prop: entity.prop,
        value: entity.name,
        message: `the same ${listed(Object.keys(agreed))} as with the other app that reads the ${noun}`,
        remedy:
          other.stack === stack
            ? `Give both apps the same values, or switch off ${madeBy} and make the ${noun} yourself.`
            : `Switch off ${madeBy} in one of the two stacks.`,
      });
    });
    if (writes === undefined || output === undefined) return;
    const noun = output.kind.toLowerCase();
    const refuse = (message: string, remedy: string) => {
      inspector.refuse({ code: LOOP[input.kind], prop: output.prop, value: output.name, message, remedy });
    };
    if (samePlace(reads, writes)) {
      const message = `another ${noun} than ${input.prop}: each prediction would start another one, without end`;
      refuse(message, `Name another ${noun}, or leave it out.`);
    } else if (loop !== undefined) {
      const message = `a ${noun} from which no way leads back to ${input.prop}: ${loopThrough(loop)}, so that each prediction would start others, without end`;
      refuse(message, `Let one of these apps write to a ${noun} that none of them reads.`);
    }
  });
}

function differ(one: Said, other: Said): boolean {
  return Object.entries(other).some(([name, value]) => {
    const known = one[name];
    return name in one && !isToken(known) && !isToken(value) && known !== value;
  });
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
