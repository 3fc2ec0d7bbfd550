/** Cells as spreadsheets take them: tabs between columns, a line a row. */
export function plainTable(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((cells) => `${cells.map(cellText).join('\t')}\n`).join('');
}

/** Nothing in a cell may end it, nor make a spreadsheet take a name for a formula. */
function cellText(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const oneLine = value.replace(/[\t\r\n]+/g, ' ');
  return /^[=+\-@]/.test(oneLine) ? `'${oneLine}` : oneLine;
}
