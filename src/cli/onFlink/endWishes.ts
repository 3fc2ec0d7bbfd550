import type { JobEnding, StopMessage } from '../../flink/runReport.js';

/** `ask`: whoever is at the terminal, how. */
export type EndWish = JobEnding | 'ask';

/** Wishes that the run of a job may end, as they come: the first ends it, later ones may say that its end need not be waited for. */
export interface EndWishes {
  /** Aborted by the first. */
  readonly signal: AbortSignal;
  /** The last; undefined before the first. */
  readonly last: EndWish | undefined;
  /** Each from now on. Gives what ends the listening. */
  onWish(listener: (wish: EndWish) => void): () => void;
}

/**
 * Ctrl+C and SIGTERM, which leave it open how; the message `stop` of the process that started this one; and the end of that process,
 * by which a job on a cluster is left alone.
 */
export function endWishes(): EndWishes {
  const controller = new AbortController();
  const listeners = new Set<(wish: EndWish) => void>();
  let last: EndWish | undefined;
  const wish = (of: EndWish): void => {
    last = of;
    controller.abort();
    for (const listener of listeners) listener(of);
  };
  process.on('SIGINT', () => wish('ask'));
  process.on('SIGTERM', () => wish('ask'));
  process.once('disconnect', () => wish('leave'));
  process.on('message', (message: Partial<StopMessage> | null) => {
    if (message?.type === 'stop') wish(message.ending ?? 'savepoint');
  });
  // The channel must not keep the process alive once the work is over.
  process.channel?.unref();
  return {
    signal: controller.signal,
    get last() {
      return last;
    },
    onWish: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
