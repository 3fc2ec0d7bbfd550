/** Reads what a `ByteWriter` wrote, in the same order. */
export class ByteReader {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(written: ArrayBuffer) {
    this.bytes = new Uint8Array(written);
  }

  integer(): number {
    return this.integers(1)[0]!;
  }

  integers(length: number): Float64Array<ArrayBuffer> {
    return this.integersInto(new Float64Array(length));
  }

  /** Fills a new array, which must be all zeros. */
  integersInto<Column extends Float64Array | Int32Array | Uint8Array>(values: Column): Column {
    const { bytes } = this;
    const { length } = values;
    let { at } = this;
    for (let i = 0; i < length; i += 1) {
      let byte = bytes[at++]!;
      const isZero = byte === 0;
      // A zero is there already, and so are those that follow: how many, says the next integer.
      if (isZero) byte = bytes[at++]!;
      let value = byte & 127;
      for (let shift = 7; byte >= 128 && shift < 28; shift += 7) {
        byte = bytes[at++]!;
        value |= (byte & 127) << shift;
      }
      // Above 31 bits there are no shifts.
      for (let weight = 2 ** 28; byte >= 128; weight *= 128) {
        byte = bytes[at++]!;
        value += (byte & 127) * weight;
      }
      if (isZero) i += value;
      else values[i] = value < 2 ** 28 ? (value >>> 1) ^ -(value & 1) : unfolded(value);
    }
    this.at = at;
    return values;
  }

  doubles(length: number): Float64Array<ArrayBuffer> {
    const from = this.at;
    this.at += 8 * length;
    return new Float64Array(this.bytes.slice(from, this.at).buffer);
  }
}

/** The positive and negative integers lie folded onto the natural ones: 0, -1, 1, -2, 2 … */
function unfolded(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
