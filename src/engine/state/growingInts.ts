/** Numbers by page, with room for as many pages as there are; 0 where none was set. */
export class GrowingInts {
  private ints = new Int32Array(64);

  at(index: number): number {
    return index < this.ints.length ? this.ints[index]! : 0;
  }

  set(index: number, value: number): void {
    if (index >= this.ints.length) {
      const ints = new Int32Array(Math.max(index + 1, this.ints.length * 2));
      ints.set(this.ints);
      this.ints = ints;
    }
    this.ints[index] = value;
  }
}
