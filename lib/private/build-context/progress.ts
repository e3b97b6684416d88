const QUIET_MILLISECONDS = 2_000;
const INTERVAL_MILLISECONDS = 5_000;
const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/**
 * Tells on stderr how far a long operation is. Says nothing within the first two seconds, nor where nobody follows the
 * output (neither a terminal nor a CI log).
 */
export class Progress {
  private bytes = 0;
  private nextReport = Date.now() + QUIET_MILLISECONDS;
  private readonly followed = Boolean(process.stderr.isTTY) || !["", "0", "false"].includes(process.env.CI ?? "");

  public constructor(
    private readonly activity: string,
    private readonly totalBytes: number,
  ) {}

  public add(bytes: number): void {
    this.update(this.bytes + bytes);
  }

  public update(bytes: number): void {
    this.bytes = bytes;
    const now = Date.now();
    if (this.followed && now >= this.nextReport) {
      this.nextReport = now + INTERVAL_MILLISECONDS;
      const [unit, size] = this.totalBytes < GIB ? (["MiB", MIB] as const) : (["GiB", GIB] as const);
      const shown = (count: number) => (count / size).toFixed(2);
      process.stderr.write(`${this.activity}: ${shown(bytes)} of ${shown(this.totalBytes)} ${unit}\n`);
    }
  }
}
