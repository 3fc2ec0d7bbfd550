/** A language and what is said in it: the translation of each English text that has one. */
export interface Language {
  /** As in BCP 47. */
  readonly tag: string;
  readonly texts: Readonly<Record<string, string>>;
}

export const english: Language = { tag: 'en', texts: {} };

/** The texts as an element of a page, for `webview/translations.ts`: data, which no browser runs. Empty for English. */
export function textsElement({ texts }: Language): string {
  if (Object.keys(texts).length === 0) return '';
  const data = JSON.stringify(texts).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="texts">${data}</script>`;
}
