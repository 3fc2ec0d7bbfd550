/** Widest column of names; what differs between long names is mostly at their end. */
const nameWidth = 40;

export function shortened(name: string): string {
  const characters = Array.from(name);
  return characters.length > nameWidth ? `…${characters.slice(1 - nameWidth).join('')}` : name;
}

/** Columns of equal width; the first `names` to the left, numbers to the right. */
export function alignedTable(rows: readonly (readonly string[])[], names = 1): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]!))));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat(widths[column]! - widthOf(cell));
        return column < names ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/** In code points: exact for all but wide and combined characters. */
function widthOf(text: string): number {
  return Array.from(text).length;
}
