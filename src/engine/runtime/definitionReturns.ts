import type { PipelineSettings } from './messages.js';
import { startWorker } from './startWorker.js';

/** Longer than code takes that only says which operators there are. */
const noticedMs = 5000;

/**
 * Waits until the definition's own code has returned, well or not, in a thread of its own: the main thread would hear nothing more,
 * not even that it is to stop, where it never does.
 *
 * @param notice told once when it takes long
 * @returns false where `signal` was aborted before
 */
export async function definitionReturns(
  pipeline: PipelineSettings,
  notice: (text: string) => void,
  signal?: AbortSignal,
): Promise<boolean> {
  if (signal?.aborted) return false;
  const worker = startWorker('definitionWorker', pipeline);
  const slow = setTimeout(() => {
    notice(
      `${pipeline.definition.file}: the definition's own code has not returned for ${noticedMs / 1000} s, and nothing runs before it has. ` +
        'Look for a loop without end outside its functions.',
    );
  }, noticedMs);
  const isOver = await new Promise<boolean>((resolve) => {
    for (const event of ['message', 'error', 'exit']) worker.once(event, () => resolve(true));
    signal?.addEventListener('abort', () => resolve(false), { once: true });
  });
  clearTimeout(slow);
  await worker.terminate();
  return isOver;
}
