import type { ExportedPage, ToWebview } from '../../src/protocol.js';

/** What the page has inside it: what it is about, and the message that would open its trace in an editor. */
export interface Inlined {
  readonly page: ExportedPage;
  readonly trace: Extract<ToWebview, { type: 'trace' }>;
}

/** Unpacks what `src/share/htmlPage.ts` put into the page. Rejects where the file was damaged or cut. */
export async function readInlined(): Promise<Inlined> {
  const page = JSON.parse(new TextDecoder().decode(await bytesOf('page'))) as ExportedPage;
  const { file, header, diagnostics } = page;
  const columns = await bytesOf('columns');
  return { page, trace: { type: 'trace', file, trace: { header, columns }, diagnostics, stoppable: false } };
}

async function bytesOf(part: string): Promise<ArrayBuffer> {
  const blocks = [...document.querySelectorAll(`script[data-part="${part}"]`)];
  const stream = new Blob(blocks.map(decoded)).stream().pipeThrough(new DecompressionStream('gzip'));
  // The text is not needed any more, and as long as the trace.
  for (const block of blocks) block.remove();
  return new Response(stream).arrayBuffer();
}

function decoded({ textContent }: Element): Uint8Array<ArrayBuffer> {
  const characters = atob(textContent);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < characters.length; i += 1) bytes[i] = characters.charCodeAt(i);
  return bytes;
}
