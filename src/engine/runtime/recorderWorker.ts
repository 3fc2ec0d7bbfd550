// The recorder's thread: collects what subtasks and coordinator report and keeps the trace file up to date.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { writeTrace } from '../../trace/ckptWriter.js';
import { EventReader } from '../recorder/eventRing.js';
import { RunRecording } from '../recorder/runRecording.js';
import { whyNotWritten } from '../storage/fileProblem.js';
import type { FromRecorder, RecorderWorkerData, ToRecorder } from '../recorder/recorderMessages.js';

const data = workerData as RecorderWorkerData;
const main = parentPort!;
const readers = data.events.map((memory) => new EventReader(memory));
const recording = new RunRecording(data.trace, data.subtasks);

const drainMs = 50;
const writeMsMin = 500;
/** Writing takes at most one part in so many of the thread's time, however long the run gets. */
const writeShare = 20;
let nextWriteAt = 0;

main.on('message', (message: ToRecorder) => {
  recording.take(message);
  if (recording.hasEnded) {
    drain();
    write();
    clearInterval(timer);
    main.close();
  }
});

const timer = setInterval(() => {
  drain();
  if (performance.now() >= nextWriteAt) write();
}, drainMs);

function drain(): void {
  readers.forEach((reader, index) => {
    for (const event of reader.drain()) recording.record(index, event);
  });
}

function write(): void {
  const start = performance.now();
  const final = recording.hasEnded;
  try {
    mkdirSync(dirname(data.file), { recursive: true });
    // Renamed into place: who watches the file never sees half of it.
    const temporary = `${data.file}.${process.pid}.tmp`;
    writeFileSync(temporary, writeTrace(recording.toTrace()));
    renameSync(temporary, data.file);
    const dropped = readers.reduce((sum, reader) => sum + reader.droppedCount, 0);
    tell({ type: 'written', final, dropped });
  } catch (error) {
    tell({
      type: 'writeFailed',
      final,
      reason: `cannot write the trace ${data.file}: ${whyNotWritten(error, '--trace')}`,
    });
  }
  const took = performance.now() - start;
  nextWriteAt = start + Math.max(writeMsMin, took * writeShare);
}

function tell(message: FromRecorder): void {
  main.postMessage(message);
}
