/**
 * Rows of a table by the key of each. Who asks for them in their order needs no index of all keys, which takes longer to
 * make than what is looked up in it.
 */
export class Rows {
  private next = 0;
  private index: Map<string, number> | undefined;

  /** @param keys Of each row its own; grows with the table. */
  public constructor(public readonly keys: string[] = []) {}

  /** The row of a key; -1 if there is none. */
  public find(key: string): number {
    if (this.keys[this.next] !== key) {
      this.index ??= new Map(this.keys.map((other, row) => [other, row]));
      const row = this.index.get(key);
      if (row === undefined) return -1;
      this.next = row;
    }
    this.next += 1;
    return this.next - 1;
  }

  /** The row of a key, which is a new one if there is none. */
  public findOrAdd(key: string): number {
    const row = this.find(key);
    if (row >= 0) return row;
    this.index?.set(key, this.keys.length);
    return this.keys.push(key) - 1;
  }
}
