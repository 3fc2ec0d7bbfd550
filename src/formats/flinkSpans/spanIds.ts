/** The id of a span, or half of that of a trace, as OTLP has it: 16 hex digits, not all of them 0. */
export type SpanId = string;

const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/**
 * An id made of what it names, so that the same export has the same ids every time: two 32-bit hashes after Fowler, Noll
 * and Vo (FNV-1a), over the text and over the text after one more character.
 */
export function spanId(...parts: readonly (string | number)[]): SpanId {
  const text = JSON.stringify(parts);
  const id = hexHash(text) + hexHash(`+${text}`);
  return /[1-9a-f]/.test(id) ? id : '0000000000000001';
}

function hexHash(text: string): string {
  let hash = offsetBasis;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), prime);
    hash = Math.imul(hash ^ (unit >>> 8), prime);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
