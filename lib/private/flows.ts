import type { TerraformStack } from "cdktf";

/** What one app reads, and what it writes of each. */
export interface Flow<T> {
  /** Path of the app's construct. */
  readonly app: string;
  readonly reads: T;
  readonly writes: T | undefined;
}

/** What the apps of each stack read and write, by which loops through several of them are seen. */
export class Flows<T> {
  private readonly known = new WeakMap<TerraformStack, Flow<T>[]>();

  /** @param feeds whether something written in one place may be read in the other */
  public constructor(private readonly feeds: (written: T, read: T) => boolean) {}

  /** The flows of the stack, in the order in which they were added. */
  public of(stack: TerraformStack): readonly Flow<T>[] {
    return this.known.get(stack) ?? [];
  }

  /**
   * Adds a flow.
   * @returns the other flows of a loop that it closes, in their order; undefined where it closes none
   */
  public add(stack: TerraformStack, flow: Flow<T>): readonly Flow<T>[] | undefined {
    const others = this.of(stack);
    this.known.set(stack, [...others, flow]);
    return this.wayBack(flow, flow.reads, others);
  }

  private wayBack(from: Flow<T>, to: T, through: readonly Flow<T>[]): readonly Flow<T>[] | undefined {
    const { writes } = from;
    if (writes === undefined) return undefined;
    const next = through.filter(({ reads }) => this.feeds(writes, reads));
    // what was looked at once is not looked at again
    const rest = through.filter((flow) => !next.includes(flow));
    for (const flow of next) {
      if (flow.writes !== undefined && this.feeds(flow.writes, to)) return [flow];
      const way = this.wayBack(flow, to, rest);
      if (way !== undefined) return [flow, ...way];
    }
    return undefined;
  }
}

/** The apps of a loop, for a message. */
export function loopThrough(flows: readonly Flow<unknown>[]): string {
  return `it is read by ${flows.map(({ app }) => app).join(", which writes to ")}, which writes to what this app reads`;
}
