import * as l10n from '@vscode/l10n';
import type { ExportedPage } from '../protocol.js';
import { packTrace } from '../trace/transfer.js';
import { compressedBlocks } from './compressedBlocks.js';
import { english, textsElement, type Language } from './language.js';
import type { Shared } from './shared.js';

/** The bundled page as it ships: see `webview/standalone/main.ts`. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
  /** Without it the page is English. */
  readonly language?: Language | undefined;
}

/**
 * The trace as one HTML page that needs nothing else: the page of the editor, its fonts, and the trace in elements that no
 * browser executes. Its policy lets only these scripts and styles run, by their hashes, and no request go out. In pieces, to
 * be written one after the other.
 */
export async function* writeHtmlPage(
  shared: Shared,
  { script, style, language = english }: PageParts,
): AsyncGenerator<string, void, undefined> {
  const { trace, file, diagnostics, view, notes, madeBy, madeAt } = shared;
  const { header, columns } = packTrace(trace);
  const page: ExportedPage = {
    ...{ file, header, diagnostics, madeBy, madeAt, notes },
    checkpoint: view?.checkpoint,
    kept: view?.kept,
  };
  const policy = [
    `default-src 'none'`,
    `script-src '${await hashOf(script)}'`,
    // The toolkit fills an empty style element by script.
    `style-src '${await hashOf(style)}' '${await hashOf('')}'`,
    `font-src data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  yield `<!DOCTYPE html>
<html lang="${language.tag}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${asText(file)} · Checkpoint Lens</title>
<style>${style}</style>
</head>
<body>
<div id="app"><p class="reading">${asText(l10n.t('Reading {0} …', file))}</p></div>
<noscript><p class="reading">${l10n.t('This page draws checkpoints with JavaScript, which is switched off here.')}</p></noscript>
`;
  yield* blocks('page', new TextEncoder().encode(JSON.stringify(page)));
  yield* blocks('columns', new Uint8Array(columns));
  yield `${textsElement(language)}<script>${script}</script>\n</body>\n</html>\n`;
}

/** A type that is no script's: a browser keeps such an element and never runs it. */
async function* blocks(
  part: string,
  bytes: Uint8Array<ArrayBuffer>,
): AsyncGenerator<string, void, undefined> {
  for await (const block of compressedBlocks(bytes)) {
    yield `<script type="text/plain" data-part="${part}">${block}</script>\n`;
  }
}

/** As a content security policy names a script or a style that stands in the page. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

function asText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
