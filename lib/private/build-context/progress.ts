const QUIET_MILLISECONDS = 2_000;
const INTERVAL_MILLISECONDS = 5_000;
const GIB = 1024 ** 3;

/**
 * Tells on stderr how far a long operation is. Says nothing within the first two seconds, nor where nobody follows the
 * output (neither a terminal nor a CI log).
 */
export class Progress {
  private bytes = 0;
  private nextReport = Date.now() + QUIET_MILLISECONDS;
  private readonly followed = Boolean(process.stderr.isTTY) || Boolean(process.env.CI);

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
      process.stderr.write(`${this.activity}: ${gib(bytes)} of ${gib(this.totalBytes)} GiB\n`);
    }
  }
}

function gib(bytes: number): string {
  return (bytes / GIB).toFixed(2);
}
