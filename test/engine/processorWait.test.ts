import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { processorWaitOfThread } from '../../src/engine/runtime/processorWait.js';

const busyMs = 300;

function beBusy(): void {
  for (const end = performance.now() + busyMs; performance.now() < end;);
}

it.runIf(process.platform === 'linux')(
  'a thread that is ready to run waits for a processor while more threads than there are processors run',
  async () => {
    const wait = processorWaitOfThread()!;
    const others = Array.from(
      { length: availableParallelism() * 2 },
      () => new Worker(`for (let x = 0; ; ) x++`, { eval: true }),
    );
    try {
      await Promise.all(others.map((worker) => new Promise((online) => worker.once('online', online))));
      const begun = performance.now();
      const before = wait();
      beBusy();
      const waited = wait() - before;
      expect(waited).toBeGreaterThan(0);
      expect(waited).toBeLessThanOrEqual(performance.now() - begun);
    } finally {
      await Promise.all(others.map((worker) => worker.terminate()));
    }
  },
);

it.runIf(process.platform !== 'linux')('where the system does not tell, nothing is claimed', () => {
  expect(processorWaitOfThread()).toBeUndefined();
});
