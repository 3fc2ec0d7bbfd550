/** The bytes at `offset` are not what a scanner reads. They need not be wrong: a tolerant reader may read them. */
export class Surprise extends Error {
  override readonly name = 'Surprise';
  constructor(readonly offset: number) {
    super(`not read by scanning: byte ${offset}`);
  }
}

/** Powers of ten that a double holds exactly. */
export const powersOfTen = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** A longer number is cut out by a decoder: too many arguments for one call. */
const shortNumber = 64;

/**
 * Reads JSON tokens from the bytes of a UTF-8 text, strictly by RFC 8259. `at` is the next byte. Every method throws a
 * {@link Surprise} for what it does not read, and leaves the position undefined then.
 */
export class ByteScanner {
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(
    readonly bytes: Uint8Array,
    public at = 0,
  ) {}

  fail(offset = this.at): never {
    throw new Surprise(offset);
  }

  skipSpace(): void {
    const { bytes } = this;
    let { at } = this;
    let byte = bytes[at];
    while (byte === space || byte === lineFeed || byte === carriageReturn || byte === tab) byte = bytes[++at];
    this.at = at;
  }

  /** Takes white space and then one byte, where it is the one given. */
  takes(byte: number): boolean {
    if (this.bytes[this.at] !== byte) {
      this.skipSpace();
      if (this.bytes[this.at] !== byte) return false;
    }
    this.at += 1;
    return true;
  }

  expect(byte: number): void {
    if (!this.takes(byte)) this.fail();
  }

  /** Takes what goes on in a list or object, or its end; says whether it goes on. */
  goesOn(end: number): boolean {
    if (this.takes(comma)) return true;
    this.expect(end);
    return false;
  }

  /** A number, equal to `Number` of its text. */
  number(): number {
    const { bytes, at: start } = this;
    const isNegative = bytes[start] === minus;
    let at = isNegative ? start + 1 : start;
    let digit = bytes[at]! - zero;
    if (!(digit >= 0 && digit <= 9)) this.fail();
    let mantissa = digit;
    digit = bytes[++at]! - zero;
    if (mantissa === 0 && digit >= 0 && digit <= 9) this.fail();
    while (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digit = bytes[++at]! - zero;
    }
    let decimals = 0;
    if (bytes[at] === point) {
      const first = ++at;
      digit = bytes[at]! - zero;
      while (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digit = bytes[++at]! - zero;
      }
      decimals = at - first;
      if (decimals === 0) this.fail(at);
    }
    this.at = at;
    // Two exact doubles and one division give the double nearest to the decimal. A mantissa that grew beyond 2^53 on the
    // way was rounded, and rounding does not take it below.
    if (!(mantissa < 2 ** 53) || decimals >= powersOfTen.length || isExponent(bytes[at])) {
      return this.numberByText(start);
    }
    const value = decimals === 0 ? mantissa : mantissa / powersOfTen[decimals]!;
    return isNegative ? -value : value;
  }

  /** A whole number from 0 to below 2^31, written without fraction or exponent. */
  index(): number {
    const { bytes, at: start } = this;
    let at = start;
    let value = bytes[at]! - zero;
    if (!(value >= 0 && value <= 9)) this.fail();
    let digit = bytes[++at]! - zero;
    if (value === 0 && digit >= 0 && digit <= 9) this.fail();
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      if (value >= 2 ** 31) this.fail(start);
      digit = bytes[++at]! - zero;
    }
    this.at = at;
    return value;
  }

  /** Passes over a string; only its end is looked for. */
  passString(): void {
    const { bytes } = this;
    let { at } = this;
    if (bytes[at] !== quote) this.fail();
    for (;;) {
      const byte = bytes[++at];
      if (byte === quote) break;
      if (byte === backslash) at += 1;
      else if (byte === undefined) this.fail();
    }
    this.at = at + 1;
  }

  /** Passes over one value of any kind; only its end is looked for, by its brackets. */
  passValue(): void {
    const { bytes } = this;
    let depth = 0;
    do {
      const byte = bytes[this.at];
      if (byte === quote) {
        this.passString();
        continue;
      }
      if (byte === undefined) this.fail();
      if (byte === openBrace || byte === openBracket) depth += 1;
      else if (byte === closeBrace || byte === closeBracket) depth -= 1;
      else if (depth === 0) {
        this.passBareWord();
        return;
      }
      this.at += 1;
    } while (depth > 0);
  }

  /** One value of any kind, by `JSON.parse`. */
  value(): unknown {
    const start = this.at;
    this.passValue();
    try {
      return JSON.parse(this.text(start, this.at)) as unknown;
    } catch {
      return this.fail(start);
    }
  }

  /** A member's name, with the colon after it. */
  name(): string {
    this.skipSpace();
    if (this.bytes[this.at] !== quote) this.fail();
    const name = this.value();
    this.expect(colon);
    this.skipSpace();
    return name as string;
  }

  private text(start: number, end: number): string {
    return this.decoder.decode(this.bytes.subarray(start, end));
  }

  /** Up to what ends a number or a literal. */
  private passBareWord(): void {
    const { bytes, at: start } = this;
    let at = start;
    let byte = bytes[at];
    while (
      byte !== undefined &&
      byte > space &&
      byte !== comma &&
      byte !== closeBracket &&
      byte !== closeBrace
    ) {
      byte = bytes[++at];
    }
    if (at === start) this.fail();
    this.at = at;
  }

  /** The slow way, for exponents and for more digits than a double has; `at` is behind the digits. */
  private numberByText(start: number): number {
    const { bytes } = this;
    let { at } = this;
    if (isExponent(bytes[at])) {
      at += 1;
      if (bytes[at] === plus || bytes[at] === minus) at += 1;
      const first = at;
      while (bytes[at]! >= zero && bytes[at]! <= zero + 9) at += 1;
      if (at === first) this.fail(at);
      this.at = at;
    }
    if (at - start > shortNumber) return Number(this.text(start, at));
    return Number(String.fromCharCode(...bytes.subarray(start, at)));
  }
}

function isExponent(byte: number | undefined): boolean {
  return byte === 0x65 || byte === 0x45;
}

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
export const quote = 0x22;
const plus = 0x2b;
export const comma = 0x2c;
const minus = 0x2d;
export const point = 0x2e;
export const zero = 0x30;
export const colon = 0x3a;
export const openBracket = 0x5b;
const backslash = 0x5c;
export const closeBracket = 0x5d;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;
