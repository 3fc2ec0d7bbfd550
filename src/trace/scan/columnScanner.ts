import { closeBrace, closeBracket, openBrace, openBracket, type ByteScanner } from './byteScanner.js';
import type { Column, ColumnFormat } from './columnFormat.js';

/** A value and the comma after it are at least this long. */
const shortestCell = 2;

/** Reads a list of values, `length` of them where that is given. */
export function scanColumn<Kept extends Column>(
  scanner: ByteScanner,
  format: ColumnFormat<Kept>,
  length?: number,
): Kept {
  const start = scanner.at;
  scanner.expect(openBracket);
  const column = format.make(length ?? roomFor(scanner));
  if (scanner.takes(closeBracket)) {
    if (length !== undefined && length > 0) scanner.fail(start);
    return format.make(0);
  }
  const count = format.fill(scanner, column);
  if (count === column.length) return column;
  if (length !== undefined) scanner.fail(start);
  return column.slice(0, count) as Kept;
}

/** Reads an object of columns; unknown and doubled ones are surprises, and so are columns of different lengths. */
export function scanColumns(
  scanner: ByteScanner,
  formats: ReadonlyMap<string, ColumnFormat>,
): ReadonlyMap<string, Column> {
  const columns = new Map<string, Column>();
  let length: number | undefined;
  scanner.expect(openBrace);
  if (scanner.takes(closeBrace)) return columns;
  do {
    const start = scanner.at;
    const name = scanner.name();
    const format = formats.get(name);
    if (format === undefined || columns.has(name)) scanner.fail(start);
    const column = scanColumn(scanner, format, length);
    length = column.length;
    columns.set(name, column);
  } while (scanner.goesOn(closeBrace));
  return columns;
}

/** How many values fit before the next closing bracket; memory that stays untouched costs nothing. */
function roomFor({ bytes, at }: ByteScanner): number {
  const end = bytes.indexOf(closeBracket, at);
  return Math.ceil(((end === -1 ? bytes.length : end) - at + 1) / shortestCell);
}
