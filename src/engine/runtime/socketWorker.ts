// A socket source's own thread: reads lines from a server into the channel from which the source's subtask takes them.
import { parentPort, workerData } from 'node:worker_threads';
import { RingWriter } from '../channels/ring.js';
import { WakeWord } from '../channels/wakeWord.js';
import type { FromSocketWorker, SocketWorkerData } from './messages.js';
import { SocketLines } from './socketLines.js';

const { source, name, index, lines, port, wakeWords } = workerData as SocketWorkerData;
const main = parentPort!;
const subtask = new WakeWord(wakeWords, index);

function tell(message: FromSocketWorker): void {
  main.postMessage(message);
}

const reading = new SocketLines(source, new RingWriter(lines), {
  written: () => subtask.wake(),
  notice: (text) => tell({ type: 'notice', text }),
  failed: (message) => tell({ type: 'failed', message: `${name}: ${message}`, place: undefined }),
});
port.on('message', () => reading.roomMade());
