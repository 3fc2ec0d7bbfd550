import './threadLanguage.js';
import { exportPieces } from '../../share/exportKinds.js';
import { unpackTrace } from '../../trace/transfer.js';
import type { WebExportEvent, WebExportRequest } from './webExportRequest.js';

/** Text is gathered up to so many characters before it becomes bytes. */
const gatheredLength = 1 << 20;

/** An extension in a browser writes a file in one go, so the export is put together here. */
async function contentOf({
  ending,
  packed,
  about,
  page,
}: WebExportRequest): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let gathered = '';
  let bytes = 0;
  const flush = (): void => {
    const part = encoder.encode(gathered);
    gathered = '';
    parts.push(part);
    post({ type: 'written', bytes: (bytes += part.length) });
  };
  const shared = { ...about, trace: unpackTrace(packed) };
  for await (const piece of exportPieces(ending, shared, () => Promise.resolve(page))) {
    gathered += piece;
    if (gathered.length >= gatheredLength) flush();
  }
  flush();
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function post(event: WebExportEvent, transfer: Transferable[] = []): void {
  postMessage(event, { transfer });
}

onmessage = ({ data }: MessageEvent<WebExportRequest>) => {
  contentOf(data).then(
    (content) => post({ type: 'done', content }, [content.buffer]),
    (error: unknown) =>
      post({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
};
