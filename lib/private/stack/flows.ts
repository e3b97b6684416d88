import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { TreeQuery } from "../validation/checks";
import { checkAtSynth, type Inspector } from "../validation/inspector";

/** What one app reads, and what it writes for each of it. */
export interface Flow<T> {
  /** Path of the construct of its trigger. */
  readonly app: string;
  readonly reads: T;
  readonly writes: T | undefined;
}

/** What a check is told of the flow of its construct. */
export interface FlowFindings<T> {
  readonly flow: Flow<T>;
  /** Flows of the constructs that stand before it in the tree. */
  readonly before: readonly Flow<T>[];
  /** The other flows of a loop of which this one is the last in the tree, in their order; undefined where there is none. */
  readonly loop: readonly Flow<T>[] | undefined;
}

interface NotedFlow<T> {
  reads(stack: TerraformStack): T;
  writes(stack: TerraformStack): T | undefined;
}

/**
 * Where apps read and write: blobs, or messages. Each app notes its flow on its own construct; at synthesis all flows of the
 * tree are judged together, so that it makes no difference which app was made first.
 */
export class Medium<T> {
  private readonly noted: symbol;

  /**
   * @param name the same in every copy of the package
   * @param feeds whether something written in one place may be read in the other
   */
  public constructor(
    name: string,
    private readonly feeds: (written: T, read: T) => boolean,
  ) {
    this.noted = Symbol.for(`cdktf-azure-ml-functions.flow.${name}`);
  }

  /** @param flow its places, asked for at synthesis */
  public checkAtSynth(
    scope: IConstruct,
    flow: NotedFlow<T>,
    judge: (inspector: Inspector, findings: FlowFindings<T>) => void,
  ): void {
    const notes = (scope as unknown as { [key: symbol]: NotedFlow<T>[] | undefined })[this.noted] ?? [];
    Object.defineProperty(scope, this.noted, { value: [...notes, flow], configurable: true });
    checkAtSynth(scope, (inspector, survey) => {
      const all = survey.in(scope.node.root, this.flows);
      const index = all.findIndex(({ noted }) => noted === flow);
      const own = all[index]!;
      const before = all.slice(0, index);
      judge(inspector, { flow: own, before, loop: this.wayBack(own, own.reads, before) });
    });
  }

  private readonly flows: TreeQuery<(Flow<T> & { readonly noted: NotedFlow<T> })[]> = (constructs) => {
    return constructs.flatMap((construct) => {
      const notes = (construct as unknown as { readonly [key: symbol]: NotedFlow<T>[] | undefined })[this.noted] ?? [];
      return notes.map((noted) => {
        const stack = TerraformStack.of(construct);
        return { noted, app: construct.node.path, reads: noted.reads(stack), writes: noted.writes(stack) };
      });
    });
  };

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
