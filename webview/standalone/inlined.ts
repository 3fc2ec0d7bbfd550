import type { ExportedPage, ToWebview } from '../../src/protocol.js';
import { joined } from '../../src/trace/packing/joined.js';
import { transformed } from '../../src/trace/packing/transformed.js';

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
  const blocks = [...document.querySelectorAll(`script[data-part="${part}"]`)].map(decoded);
  const pieces: Uint8Array[] = [];
  for await (const piece of transformed(new DecompressionStream('gzip'), blocks)) pieces.push(piece);
  return joined(pieces).buffer;
}

/** The bytes of a block. Its text is not needed any more, and as long as the trace. */
function decoded(block: Element): Uint8Array<ArrayBuffer> {
  const characters = atob(block.textContent);
  block.remove();
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < characters.length; i += 1) bytes[i] = characters.charCodeAt(i);
  return bytes;
}
