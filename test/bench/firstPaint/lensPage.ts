import '../../ui/page/fakeHost.js';
import '../../../webview/main.js';
import { buffersOf, type PackedTrace } from '../../../src/trace/transfer.js';

fakeHost.setTheme('dark');

globalThis.paintTrace = async (bytes) => {
  const worker = new Worker('/browserWorker.js');
  const packed = new Promise<PackedTrace>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<PackedTrace>) => resolve(data);
  });
  worker.postMessage([{ name: 'huge.ckpt.json', bytes }], { transfer: [bytes.buffer] });
  const trace = await packed;
  const message = { type: 'trace', file: 'huge.ckpt.json', trace, diagnostics: [], stoppable: false };
  window.postMessage(message, '*', buffersOf(trace));
  // A fresh page says nothing in its heading until it has painted a trace.
  while (!document.querySelector('h1')?.textContent) await new Promise(requestAnimationFrame);
};
