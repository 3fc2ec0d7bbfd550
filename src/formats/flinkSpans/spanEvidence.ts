import type { JobEvidence } from '../evidence/model.js';
import type { FlinkSpan } from './span.js';
/** Placeholder. */
export function spanEvidence(spans: readonly FlinkSpan[]): readonly JobEvidence[] {
  return spans.length > 0 ? [] : [];
}
