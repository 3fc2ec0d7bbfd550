import { prepareDefinition } from '../pipeline/load.js';
import type { PipelineSettings } from './messages.js';
import { startWorker } from './startWorker.js';

/** Longer than code takes that only says which operators there are. */
const noticedMs = 5000;

/**
 * Reads a definition, and waits until its own code has returned, well or not, in a thread of its own: the main thread would hear nothing
 * more, not even that it is to stop, where it never does.
 *
 * @param file absolute path of the definition
 * @param notice told once when it takes long
 * @returns what can be built now; `undefined` where `signal` was aborted before
 * @throws DefinitionError with the place, for a file that cannot be read or has a syntax error.
 */
export async function returnedPipeline(
  file: string,
  settings: Omit<PipelineSettings, 'definition'>,
  notice: (text: string) => void,
  signal?: AbortSignal,
): Promise<PipelineSettings | undefined> {
  if (signal?.aborted) return undefined;
  // It starts while the definition is read, so that nobody waits for that.
  const worker = startWorker('definitionWorker', undefined);
  const over = new Promise<true>((resolve) => {
    for (const event of ['message', 'error', 'exit']) worker.on(event, () => resolve(true));
  });
  try {
    const definition = await prepareDefinition(file, new URL('./api.js', import.meta.url).href);
    const pipeline = { ...settings, definition };
    worker.postMessage(pipeline);
    return (await isOver(over, file, notice, signal)) ? pipeline : undefined;
  } finally {
    void worker.terminate();
  }
}

/** `false` where `signal` is aborted before. */
async function isOver(
  over: Promise<true>,
  file: string,
  notice: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const slow = setTimeout(() => {
    notice(
      `${file}: the definition's own code has not returned for ${noticedMs / 1000} s, and nothing runs before it has. ` +
        'Look for a loop without end outside its functions.',
    );
  }, noticedMs);
  let abort = (): void => undefined;
  const aborted = new Promise<false>((resolve) => {
    abort = () => resolve(false);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
  });
  const isFirst = await Promise.race([over, aborted]);
  signal?.removeEventListener('abort', abort);
  clearTimeout(slow);
  return isFirst;
}
