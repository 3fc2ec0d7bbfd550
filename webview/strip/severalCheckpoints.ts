import * as l10n from '@vscode/l10n';
import { listed } from '../../src/analysis/phrases.js';
import { formatCount } from '../../src/analysis/quantities.js';
import type { CheckpointIndex } from '../../src/trace/units.js';
import type { TraceIndex } from '../rows/traceIndex.js';
import { withCheckpoint, type ViewState } from '../viewState.js';

/** Numbers that are said one by one; of more only the first and the last. */
const mostNamed = 4;

/** Shows checkpoints: one, several on one axis, or with none the entire run. */
export function withCheckpoints(state: ViewState, chosen: readonly CheckpointIndex[]): ViewState {
  if (chosen.length < 2) return withCheckpoint(state, chosen[0]);
  const { several } = state;
  if (several?.length === chosen.length && several.every((one, n) => one === chosen[n])) return state;
  const entire = withCheckpoint({ ...state, several: undefined }, undefined);
  return { ...entire, several: chosen, range: undefined, earlierRanges: [], laterRanges: [] };
}

/** The same, as chosen by a person: whoever chose the newest one goes on with the newest. */
export function chosenOnStrip(
  state: ViewState,
  { trace }: TraceIndex,
  chosen: readonly CheckpointIndex[],
): ViewState {
  const isNewest = chosen.length === 1 && chosen[0] === trace.checkpoints.length - 1;
  return { ...withCheckpoints(state, chosen), follow: isNewest };
}

/** What is chosen on the strip, ascending; none for the entire run. */
export function chosenOf({
  checkpoint,
  several,
}: Pick<ViewState, 'checkpoint' | 'several'>): readonly CheckpointIndex[] {
  return several ?? (checkpoint === undefined ? [] : [checkpoint]);
}

/** All from one to another, in order. */
export function stretchOf(anchor: CheckpointIndex, focus: CheckpointIndex): CheckpointIndex[] {
  const first = Math.min(anchor, focus);
  return Array.from({ length: Math.abs(focus - anchor) + 1 }, (_, n) => first + n);
}

/** With one more or, where it is among them, without it; in order. */
export function toggledAmong(chosen: readonly CheckpointIndex[], one: CheckpointIndex): CheckpointIndex[] {
  if (chosen.includes(one)) return chosen.filter((other) => other !== one);
  return [...chosen, one].sort((a, b) => a - b);
}

/** `3 of 16 checkpoints: #2, #5, #7`, `9 of 16 checkpoints: #2 – #10`, `9 of 16 checkpoints between #2 and #12`. */
export function severalWords(
  { trace: { checkpoints } }: TraceIndex,
  several: readonly CheckpointIndex[],
): string {
  const name = (n: CheckpointIndex): string => `#${checkpoints[n]!.id}`;
  const [first, last] = [several[0]!, several.at(-1)!];
  const isRun = several.length > 2 && last - first + 1 === several.length;
  const counts = { count: formatCount(several.length), all: formatCount(checkpoints.length) };
  if (isRun || several.length <= mostNamed) {
    const names = isRun ? `${name(first)} – ${name(last)}` : listed(several.map(name));
    return l10n.t('{count} of {all} checkpoints: {names}', { ...counts, names });
  }
  const ends = { first: name(first), last: name(last) };
  return l10n.t('{count} of {all} checkpoints between {first} and {last}', { ...counts, ...ends });
}
