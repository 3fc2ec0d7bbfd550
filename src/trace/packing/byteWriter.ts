/** What a small integer takes at most, in bytes: 53 bits, 7 of them a byte. */
const longestInteger = 8;

/** How many integers are written between two looks at the room that is left. */
const integersAtOnce = 4096;

/** Bytes one after the other, in a buffer that grows. */
export class ByteWriter {
  private bytes = new Uint8Array(1 << 16);
  private length = 0;

  /** What was written, in a buffer of its own. */
  get written(): ArrayBuffer {
    return this.bytes.buffer.slice(0, this.length);
  }

  integer(value: number): void {
    this.integers(Float64Array.of(value));
  }

  /**
   * Writes integers of up to 51 bits, the nearer to 0 the shorter, 7 bits a byte. Of zeros in a row only the first is written,
   * and how many more follow.
   */
  integers(values: Float64Array): void {
    for (let first = 0; first < values.length;) {
      this.reserve(integersAtOnce * longestInteger);
      first = this.someIntegers(values, first, Math.min(values.length, first + integersAtOnce / 2));
    }
  }

  /** Writes numbers as they lie in memory, low byte first. */
  doubles(values: Float64Array<ArrayBuffer>): void {
    this.reserve(values.byteLength);
    this.bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), this.length);
    this.length += values.byteLength;
  }

  /** Writes those from `first`, and gives the first that was not written: `last`, or later where zeros go on after it. */
  private someIntegers(values: Float64Array, first: number, last: number): number {
    const { bytes } = this;
    let at = this.length;
    let i = first;
    while (i < last) {
      const value = values[i]!;
      i += 1;
      let rest = value < 0 ? -2 * value - 1 : 2 * value;
      if (rest === 0) {
        const from = i;
        while (values[i] === 0) i += 1;
        bytes[at] = 0;
        at += 1;
        rest = i - from;
      }
      // Above 31 bits there are no shifts.
      for (; rest >= 2 ** 31; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 128;
      for (; rest >= 128; rest >>>= 7) bytes[at++] = (rest & 127) | 128;
      bytes[at++] = rest;
    }
    this.length = at;
    return i;
  }

  private reserve(more: number): void {
    const wanted = this.length + more;
    if (wanted <= this.bytes.length) return;
    const bytes = new Uint8Array(Math.max(wanted, 2 * this.bytes.length));
    bytes.set(this.bytes.subarray(0, this.length));
    this.bytes = bytes;
  }
}
