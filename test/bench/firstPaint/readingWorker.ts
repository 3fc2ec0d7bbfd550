import { readInputs } from '../../../src/formats/readInputs.js';
import { packTrace } from '../../../src/trace/transfer.js';

/** As the extension's reading thread: bytes of a trace file in, packed columns out. */
addEventListener('message', ({ data }: MessageEvent<Uint8Array<ArrayBuffer>>) => {
  const { jobs } = readInputs([{ name: 'huge.ckpt.json', bytes: data }]);
  const packed = packTrace(jobs[0]!.trace);
  postMessage(packed, { transfer: [packed.columns] });
});
