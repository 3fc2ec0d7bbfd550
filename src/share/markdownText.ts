/**
 * A text that stands in Markdown as it is: nothing in it is read as markup, no line break ends its line, and GitHub makes no
 * reference of a `#4` or an `@name` in it, which would turn up at an issue or a person that it is not about.
 */
export function markdownText(text: string): string {
  return (
    text
      .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
      .replace(/[\\`*_[\]<>&|~$]/g, '\\$&')
      .replace(/^(\s*)([-+=#])/, '$1\\$2')
      .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
      // A word joiner is not seen, and parts what would be a reference, or an address that is made a link.
      .replace(/([#@])(?=[\w-])/g, '$1\u2060')
      .replace(/(?<![a-z\d])(https?|ftp|www)(?=[:.])/gi, '$1\u2060')
  );
}

/** A table after GitHub's Markdown; the first column to the left, numbers to the right. Cells are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
