import { writeChromeTrace } from '../formats/chromeTraceWriter.js';
import { writeCsv } from '../formats/csv.js';
import { writeOtlpJson } from '../formats/otlpWriter.js';
import { tracePieces } from '../trace/ckptWriter.js';
import { writeHtmlPage, type PageParts } from './htmlPage.js';
import { markdownSummary } from './markdownSummary.js';
import type { Shared } from './shared.js';

/** Text to be written piece by piece. */
export type Pieces = Iterable<string> | AsyncIterable<string>;

type Write = (shared: Shared, page: () => Promise<PageParts>) => Pieces;

/** What a trace can be written as, by the end of the file's name. */
const writers = {
  '.html': (shared, page) => htmlPieces(shared, page),
  '.md': (shared) => [markdownSummary(shared)],
  '.csv': ({ trace }) => writeCsv(trace),
  '.trace.json': ({ trace }) => writeChromeTrace(trace),
  '.otlp.json': ({ trace }) => writeOtlpJson(trace),
  '.ckpt.json': ({ trace, unknown }) => tracePieces(trace, unknown),
} as const satisfies Readonly<Record<string, Write>>;

export type ExportEnding = keyof typeof writers;
export const exportEndings = Object.keys(writers) as readonly ExportEnding[];

/** The kind of file that a name asks for; undefined where its ending is not known. */
export function exportEnding(name: string): ExportEnding | undefined {
  return exportEndings.find((ending) => name.toLowerCase().endsWith(ending));
}

/** @param page reads the bundled page, where the kind needs it */
export function exportPieces(ending: ExportEnding, shared: Shared, page: () => Promise<PageParts>): Pieces {
  return writers[ending](shared, page);
}

async function* htmlPieces(
  shared: Shared,
  page: () => Promise<PageParts>,
): AsyncGenerator<string, void, undefined> {
  yield* writeHtmlPage(shared, await page());
}
