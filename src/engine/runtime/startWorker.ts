import { Worker, type Transferable } from 'node:worker_threads';

/** A worker's code lies beside this file's once it is built. */
export function startWorker(name: string, data: unknown, transferList: readonly Transferable[] = []): Worker {
  return new Worker(new URL(`./${name}.js`, import.meta.url), {
    workerData: data,
    transferList: [...transferList],
    name,
    // A host's own flags, as a debugger's, are not for these threads.
    execArgv: [],
  });
}
