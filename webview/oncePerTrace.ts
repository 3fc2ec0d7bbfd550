import type { TraceIndex } from './rows/traceIndex.js';

/** The function, computing each answer once for as long as the page shows that trace. */
export function oncePerTrace<Key, Answer>(
  compute: (index: TraceIndex, key: Key) => Answer,
): (index: TraceIndex, key: Key) => Answer {
  const known = new WeakMap<TraceIndex, Map<Key, Answer>>();
  return (index, key) => {
    const answers = known.get(index) ?? new Map<Key, Answer>();
    known.set(index, answers);
    if (!answers.has(key)) answers.set(key, compute(index, key));
    return answers.get(key)!;
  };
}
