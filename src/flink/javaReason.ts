/**
 * What an exception of Java's says, without the names of the classes that wrapped it on its way. A text of one word comes with what
 * kind of failure it is: alone it says nothing.
 */
export function javaReason(text: string): string {
  let rest = text.trim();
  for (;;) {
    const [, type, said] = /^(?:[\w$]+\.)*([\w$]+(?:Exception|Error)):?\s*(.*)$/s.exec(rest) ?? [];
    if (type === undefined || said === undefined || said === '') return rest;
    if (!said.includes(' ')) return `${type}: ${said}`;
    rest = said;
  }
}
