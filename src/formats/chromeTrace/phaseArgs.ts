import * as l10n from '@vscode/l10n';
import type { SpanRow } from '../../trace/builder.js';
import { FieldReader } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import { origins, type Phase } from '../../trace/model.js';
import type { Duration } from './durations.js';
import { eventEndMs, eventMs } from './traceEventTime.js';

/** Which span an event is about. */
type Place = Pick<SpanRow, 'checkpoint' | 'operator' | 'subtask'>;

/** The span of an event; `epochUs` is where the trace's times begin. Undefined where its args are wrong, which is reported. */
export function spanOf(
  { from, length, args, path }: Duration,
  phase: Phase,
  place: Place,
  epochUs: number,
  findings: Findings,
): SpanRow | undefined {
  if (length === undefined) {
    findings.add(path, l10n.t('begins a phase that does not end'));
    return undefined;
  }
  const fields = new FieldReader(args, [...path, 'args'], findings);
  const origin = fields.word('origin', origins) ?? 'measured';
  const uncertainty = fields.moment('uncertaintyMs') ?? 0;
  const bytes = fields.moment('bytes') ?? 0;
  if (uncertainty < 0 || bytes < 0) {
    fields.report(bytes < 0 ? 'bytes' : 'uncertaintyMs', l10n.t('must not be negative'));
    return undefined;
  }
  const { checkpoint, operator, subtask } = place;
  const start = eventMs(from - epochUs);
  const end = eventEndMs(from - epochUs, length);
  return { checkpoint, operator, subtask, phase, start, end, origin, uncertainty, bytes };
}
