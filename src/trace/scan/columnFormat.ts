import { closeBracket, type ByteScanner } from './byteScanner.js';
import { plainIndices, plainNumbers } from './plainNumbers.js';
import { WordTable } from './wordTable.js';

export type Column = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** What the values of a column are and how they are kept. */
export interface ColumnFormat<Kept extends Column = Column> {
  /** Makes a column of zeros, which are the default of an absent value. */
  make(length: number): Kept;
  /** Reads one value, and throws a `Surprise` for any other. */
  read(scanner: ByteScanner): number;
  /**
   * Reads values up to the end of their list and says how many; more than the column holds are a `Surprise`. Each format
   * has this loop for itself, because one loop for all of them runs at half the speed.
   */
  fill(scanner: ByteScanner, column: Kept): number;
}

/** Columns of a table by their names; those in `required` must be there. */
export interface TableFormat<Formats extends Readonly<Record<string, ColumnFormat>>> {
  readonly columns: Formats;
  readonly required: readonly (keyof Formats & string)[];
}

/** The columns that a table has, all of one length, as the file gives them. */
export type ScannedTable<Formats extends Readonly<Record<string, ColumnFormat>>> = {
  readonly [Name in keyof Formats]: ReturnType<Formats[Name]['make']>;
} & { readonly length: number };

/** Whole numbers from 0 to below 2^31. */
export const indexColumn: ColumnFormat<Int32Array<ArrayBuffer>> = {
  make: (length) => new Int32Array(length),
  read: (scanner) => scanner.index(),
  fill: (scanner, column) => {
    let count = 0;
    do {
      count = plainIndices(scanner, column, count);
      if (count === column.length) scanner.fail();
      scanner.skipSpace();
      column[count++] = scanner.index();
    } while (scanner.goesOn(closeBracket));
    return count;
  },
};

export const numberColumn: ColumnFormat<Float64Array<ArrayBuffer>> = {
  make: (length) => new Float64Array(length),
  read: (scanner) => scanner.number(),
  fill: (scanner, column) => {
    let count = 0;
    do {
      count = plainNumbers(scanner, column, count);
      if (count === column.length) scanner.fail();
      scanner.skipSpace();
      column[count++] = scanner.number();
    } while (scanner.goesOn(closeBracket));
    return count;
  },
};

/** Words by their position in the list. */
export function wordColumn(words: readonly string[]): ColumnFormat<Uint8Array<ArrayBuffer>> {
  const table = new WordTable(words);
  return {
    make: (length) => new Uint8Array(length),
    read: (scanner) => table.read(scanner),
    fill: (scanner, column) => {
      let count = 0;
      do {
        if (count === column.length) scanner.fail();
        scanner.skipSpace();
        column[count++] = table.read(scanner);
      } while (scanner.goesOn(closeBracket));
      return count;
    },
  };
}
