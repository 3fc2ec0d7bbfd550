import '../threadLanguage.js';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { exportPieces } from '../../share/exportKinds.js';
import { unpackTrace } from '../../trace/transfer.js';
import type { PageParts } from '../../share/htmlPage.js';
import type { ExportEvent, ExportRequest } from './exportRequest.js';

/** Text is gathered up to so many characters before it is written. */
const gatheredLength = 1 << 20;

/** Writes one {@link ExportRequest} beside the extension host's thread, says how far it is, and ends. */
async function write({ ending, packed, about, path, dist, language }: ExportRequest): Promise<void> {
  const page = async (): Promise<PageParts> => ({
    script: await readFile(join(dist, 'exportedPage.js'), 'utf8'),
    style: await readFile(join(dist, 'exportedPage.css'), 'utf8'),
    language,
  });
  const file = await open(path, 'wx');
  try {
    let gathered = '';
    let bytes = 0;
    const flush = async (): Promise<void> => {
      bytes += (await file.write(gathered)).bytesWritten;
      gathered = '';
      post({ type: 'written', bytes });
    };
    for await (const piece of exportPieces(ending, { ...about, trace: unpackTrace(packed) }, page)) {
      gathered += piece;
      if (gathered.length >= gatheredLength) await flush();
    }
    await flush();
    await file.sync();
  } finally {
    await file.close();
  }
}

function post(event: ExportEvent): void {
  parentPort?.postMessage(event);
}

write(workerData as ExportRequest).then(
  () => post({ type: 'done' }),
  (error: unknown) =>
    post({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
);
