/**
 * Random numbers that depend on the seed and the record's index only, so that a source that is set back to an
 * index makes the same records again.
 */
export interface Random {
  /** A whole number from 0 to `below` − 1. */
  int(below: number): number;
  /** A number from 0 up to, not including, 1. */
  float(): number;
}

const golden = 0x9e3779b9;

/** splitmix32 over a counter: index and seed give the starting point, each draw a step. */
export class IndexedRandom implements Random {
  private state = 0;

  constructor(private readonly seed: number) {}

  /** Starts the draws of record `index`. */
  restart(index: number): void {
    this.state = Math.imul(index | 0, 0x85ebca6b) ^ Math.imul((index / 2 ** 32) | 0, 0xc2b2ae35) ^ this.seed;
  }

  int(below: number): number {
    return Math.floor(this.float() * below);
  }

  float(): number {
    return this.next() / 2 ** 32;
  }

  private next(): number {
    this.state = (this.state + golden) | 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  }
}
