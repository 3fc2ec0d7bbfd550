import { openBracket, type ByteScanner } from './byteScanner.js';
import type { ColumnFormat, ScannedTable, TableFormat } from './columnFormat.js';
import { scanColumns } from './columnScanner.js';
import { scanRows } from './rowScanner.js';

/** Reads an object of columns or a list of row objects. Columns that are absent and not required are zeros. */
export function scanTable<Formats extends Readonly<Record<string, ColumnFormat>>>(
  scanner: ByteScanner,
  { columns: formats, required }: TableFormat<Formats>,
): ScannedTable<Formats> {
  const start = scanner.at;
  const byName = new Map<string, ColumnFormat>(Object.entries(formats));
  const columns =
    scanner.bytes[start] === openBracket ? scanRows(scanner, byName, required) : scanColumns(scanner, byName);
  if (required.some((name) => !columns.has(name))) scanner.fail(start);
  const length = columns.get(required[0]!)!.length;
  const filled = [...byName].map(
    ([name, format]) => [name, columns.get(name) ?? format.make(length)] as const,
  );
  const table: unknown = Object.fromEntries([...filled, ['length', length]]);
  return table as ScannedTable<Formats>;
}
