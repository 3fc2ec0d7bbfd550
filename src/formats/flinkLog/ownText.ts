const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A copy: a piece of a long string keeps the whole of it in memory. */
export function ownText(text: string): string {
  return decoder.decode(encoder.encode(text));
}

/** Gives equal texts as one and the same string, which holds on to nothing else. */
export class TextPool {
  private readonly texts = new Map<string, string>();

  of(text: string): string {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    const own = ownText(text);
    this.texts.set(own, own);
    return own;
  }
}
