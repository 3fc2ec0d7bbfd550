import type { FlinkSpan } from './span.js';
/** Placeholder. */
export function readSimpleSpan(text: string): FlinkSpan | undefined {
  return text.startsWith('SimpleSpan{') ? undefined : undefined;
}
