/** The placeholders of a text, sorted, each once. */
export function placeholders(text: string): readonly string[] {
  return [...new Set(text.match(/\{[^}]+\}/g))].sort();
}
