/** What a function of the pipeline throws, once, at one of its records. */
export class FunctionFault extends Error {
  override readonly name = 'FunctionFault';
}

/** The record at which the function throws the first time that it sees it: the `count`-th of a key. */
export class FunctionThatThrows {
  private isArmed: boolean;

  constructor(
    private readonly key: number,
    private readonly count: number,
  ) {
    this.isArmed = count > 0;
  }

  sees(key: number, count: number): void {
    if (!this.isArmed || key !== this.key || count !== this.count) return;
    this.isArmed = false;
    throw new FunctionFault(`it does not like the ${count}. of key ${key}`);
  }
}
