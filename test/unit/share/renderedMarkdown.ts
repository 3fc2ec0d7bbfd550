import { createRequire } from 'node:module';

/** As much of markdown-it as is used here; its types are a package of their own. */
type MakeRenderer = (options: { html: boolean; linkify: boolean }) => {
  readonly linkify: { set(options: { fuzzyLink: boolean }): unknown };
  render(markdown: string): string;
};
const makeRenderer = createRequire(import.meta.url)('markdown-it') as MakeRenderer;
const renderer = makeRenderer({ html: true, linkify: true });
// As GitHub does it: a link begins with its scheme or with www.
renderer.linkify.set({ fuzzyLink: false });

/** Markdown as a page would show it, as HTML. */
export function renderedMarkdown(markdown: string): string {
  return renderer.render(markdown);
}

/** The text that people read of it. */
export function shownText(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('\u2060', '');
}
