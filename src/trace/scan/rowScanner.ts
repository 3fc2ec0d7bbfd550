import { closeBrace, closeBracket, colon, openBrace, openBracket, type ByteScanner } from './byteScanner.js';
import type { Column, ColumnFormat } from './columnFormat.js';
import { WordTable } from './wordTable.js';

/** What a member has beside its name: quotes, a colon, a value of one byte, and a comma or brace. */
const shortestMember = 5;

/** Reads a list of row objects into columns; unknown, doubled and missing fields are surprises. */
export function scanRows(
  scanner: ByteScanner,
  formats: ReadonlyMap<string, ColumnFormat>,
  required: readonly string[],
): ReadonlyMap<string, Column> {
  const names = [...formats.keys()];
  const fields = [...formats.values()];
  const table = new WordTable(names);
  const requiredBits = required.reduce((bits, name) => bits | (1 << names.indexOf(name)), 0);
  const shortestRow = required.reduce((sum, name) => sum + name.length + shortestMember, 0);

  scanner.expect(openBracket);
  const room = Math.ceil((scanner.bytes.length - scanner.at) / shortestRow);
  const columns = fields.map((format) => format.make(room));
  let count = 0;
  if (!scanner.takes(closeBracket)) {
    do {
      const start = scanner.at;
      const bits = scanRow(scanner, table, fields, columns, count++);
      if ((bits & requiredBits) !== requiredBits) scanner.fail(start);
    } while (scanner.goesOn(closeBracket));
  }
  return new Map(names.map((name, position) => [name, columns[position]!.slice(0, count)]));
}

/** Which fields the row has, one bit each. */
function scanRow(
  scanner: ByteScanner,
  names: WordTable,
  fields: readonly ColumnFormat[],
  columns: readonly Column[],
  row: number,
): number {
  scanner.expect(openBrace);
  let bits = 0;
  if (scanner.takes(closeBrace)) return bits;
  do {
    scanner.skipSpace();
    const position = names.read(scanner);
    const bit = 1 << position;
    if ((bits & bit) !== 0) scanner.fail();
    bits |= bit;
    scanner.expect(colon);
    scanner.skipSpace();
    columns[position]![row] = fields[position]!.read(scanner);
  } while (scanner.goesOn(closeBrace));
  return bits;
}
