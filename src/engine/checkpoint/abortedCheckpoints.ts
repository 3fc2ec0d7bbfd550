/** Nothing comes any more of one that so many others were given up after. */
const rememberedMax = 1000;

/** The checkpoints that were given up, one by one: others beside them go on. */
export class AbortedCheckpoints {
  private readonly ids = new Set<number>();

  add(checkpoint: number): void {
    this.ids.add(checkpoint);
    const [oldest] = this.ids;
    if (this.ids.size > rememberedMax) this.ids.delete(oldest!);
  }

  has(checkpoint: number): boolean {
    return this.ids.has(checkpoint);
  }
}
