import { comma, point, powersOfTen, zero, type ByteScanner } from './byteScanner.js';

/** As many digits make a whole number that a double holds exactly. */
const exactDigits = 15;

/** As many digits make a whole number below 2^31. */
const indexDigits = 9;

/**
 * Reads numbers that stand as our writer writes most, digits with maybe a point among them and a comma right behind,
 * into a column from `count` on, and gives the new count. Stops before any other; `ByteScanner.number` reads all. One loop
 * that calls nothing runs fast long before the compiler has put the general way together.
 */
export function plainNumbers(scanner: ByteScanner, column: Float64Array, count: number): number {
  const { bytes } = scanner;
  let { at } = scanner;
  while (count < column.length) {
    const start = at;
    let value = bytes[at]! - zero;
    if (!(value >= 0 && value <= 9)) break;
    let digit = bytes[++at]! - zero;
    while (value !== 0 && digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digit = bytes[++at]! - zero;
    }
    if (bytes[at] === point) {
      const first = ++at;
      digit = bytes[at]! - zero;
      while (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        digit = bytes[++at]! - zero;
      }
      if (at === first || at - start > exactDigits) break;
      value /= powersOfTen[at - first]!;
    }
    if (bytes[at] !== comma || at - start > exactDigits) break;
    column[count++] = value;
    scanner.at = ++at;
  }
  return count;
}

/** The same for whole numbers below 2^31; `ByteScanner.index` reads all. */
export function plainIndices(scanner: ByteScanner, column: Int32Array, count: number): number {
  const { bytes } = scanner;
  let { at } = scanner;
  while (count < column.length) {
    const start = at;
    let value = bytes[at]! - zero;
    if (!(value >= 0 && value <= 9)) break;
    let digit = bytes[++at]! - zero;
    while (value !== 0 && digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digit = bytes[++at]! - zero;
    }
    if (bytes[at] !== comma || at - start > indexDigits) break;
    column[count++] = value;
    scanner.at = ++at;
  }
  return count;
}
