import type { Construct } from "constructs";
import { MlFunctionApp, type MlFunctionAppProps } from "../ml-function-app";
import { attributesOf } from "./kit";

/**
 * Queues that a trigger reads and writes.
 */
export interface QueueTriggerProps {
  /** Name of the queue whose messages are predicted. */
  readonly inputQueueName: string;

  /**
   * Name of the queue that predictions are sent to, one message a prediction.
   * @default - predictions are made and not sent
   */
  readonly outputQueueName?: string;

  /**
   * Whether the queues are made. Switch it off for queues that exist already.
   * @default true
   */
  readonly createQueues?: boolean;
}

/**
 * A model behind a queue: each message of the input queue is predicted, and the prediction sent to the output queue.
 */
export abstract class QueueMlFunctionApp extends MlFunctionApp {
  /** Name of the queue whose messages are predicted. */
  public readonly inputQueueName: string;

  /** Name of the queue that predictions are sent to; undefined without `outputQueueName`. */
  public readonly outputQueueName?: string;

  /**
   * @param scope usually a stack
   * @param id of the app in its scope: generated names come from it
   * @param props model, trigger and options
   */
  protected constructor(scope: Construct, id: string, props: MlFunctionAppProps) {
    super(scope, id, props);
    const { inputQueueName, outputQueueName } = attributesOf<QueueAttributes>(this);
    this.inputQueueName = inputQueueName;
    this.outputQueueName = outputQueueName;
  }
}

/** Attributes of a trigger that reads a queue. */
type QueueAttributes = { readonly inputQueueName: string; readonly outputQueueName: string | undefined };
