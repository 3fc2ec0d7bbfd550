import type { Phase, Trace, Wait, WaitKind } from '../trace/model.js';
import type { Ms, OperatorIndex } from '../trace/units.js';
import { waitMs } from './checkpointCosts.js';
import type { Stretch } from './counters.js';
import type { Coverage } from './phaseStatistics.js';
import { distribution, type Distribution } from './statistics.js';

/** The phase that a wait is a part of. */
export const phaseOfWait: Readonly<Record<WaitKind, Phase>> = {
  heldInput: 'alignment',
  queuedUpload: 'async',
};

/** What the covered waits of one kind at one operator add up to; of held inputs those from one operator. */
export interface WaitStatistics {
  readonly kind: WaitKind;
  readonly operator: OperatorIndex;
  /** Of held inputs: the operator that they come from, where that is known. */
  readonly from?: OperatorIndex;
  /** Of whole waits, also where only a part of one lies in the stretch. */
  readonly spread: Distribution;
  /** Of equals the first. */
  readonly longest: Wait;
  /** How much of all of them lies in the stretch. */
  readonly inside: Ms;
}

/** In no order that means anything; empty where the trace tells of no waits. In proportion to its waits. */
export function waitStatistics(trace: Trace, coverage: Coverage): readonly WaitStatistics[] {
  const { stretch = { from: -Infinity, to: Infinity } } = coverage;
  const alike = new Map<string, Wait[]>();
  for (const wait of coveredWaits(trace, coverage)) {
    const key = `${wait.kind} ${wait.operator} ${wait.from?.operator ?? ''}`;
    const others = alike.get(key);
    if (others) others.push(wait);
    else alike.set(key, [wait]);
  }
  return [...alike.values()].map((waits) => {
    const { kind, operator, from } = waits[0]!;
    return {
      kind,
      operator,
      ...(from && { from: from.operator }),
      spread: distribution(waits.map(waitMs))!,
      longest: waits.reduce((longest, wait) => (waitMs(wait) > waitMs(longest) ? wait : longest)),
      inside: waits.reduce((sum, wait) => sum + insideMs(wait, stretch), 0),
    };
  });
}

function coveredWaits({ waits }: Trace, { rows, checkpoints, stretch }: Coverage): readonly Wait[] {
  if (waits.length === 0) return [];
  const covered = new Set(rows.map(({ operator, subtask }) => `${operator}/${subtask}`));
  return waits.filter(
    ({ checkpoint, operator, subtask, start, end }) =>
      covered.has(`${operator}/${subtask}`) &&
      (checkpoints === undefined || checkpoints.has(checkpoint)) &&
      (stretch === undefined || (start < stretch.to && end >= stretch.from)),
  );
}

function insideMs({ start, end }: Wait, { from, to }: Stretch): Ms {
  return Math.max(0, Math.min(end, to) - Math.max(start, from));
}
