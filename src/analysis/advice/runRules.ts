import * as l10n from '@vscode/l10n';
import type { Checkpoint, Trace } from '../../trace/model.js';
import type { Ms } from '../../trace/units.js';
import { checkpointingOf, isFlink, isOnDisk } from '../jobSource.js';
import { plain } from '../phrases.js';
import { formatBytes, formatCount } from '../quantities.js';
import { lengthOf, sharesByCheckpoint } from '../shares.js';
import { ms } from '../verdict/verdictJobSentences.js';
import type { Advice } from './advice.js';
import { flinkOptions } from './flinkOptions.js';

/** A trend needs so many completed checkpoints; below, three thirds are one or two each. */
export const fewest = 6;

/** State grows where the last third of the checkpoints has so many times the first third's, and this much more than the middle. */
export const growth = 1.5;
export const stillGrowing = 1.1;

/** State smaller than this is no burden, bytes. */
export const largeState = 1_000_000;

/** A TaskManager is slow where its subtasks' own work takes so many times that of their siblings, and so much longer, ms. */
export const slowTimes = 2;
export const slowByMs = 100;

/** What a rule that looks at all of a trace found. */
export type RunRule = (trace: Trace) => Advice | undefined;

/** The state that the checkpoints refer to grows, and has not levelled off. */
export function stateGrowth(trace: Trace): Advice | undefined {
  const sizes = counted(trace).flatMap(({ fullBytes, bytes }) => fullBytes ?? bytes ?? []);
  if (sizes.length < fewest) return undefined;
  const third = Math.floor(sizes.length / 3);
  const first = median(sizes.slice(0, third));
  const middle = median(sizes.slice(third, sizes.length - third));
  const last = median(sizes.slice(-third));
  if (last < largeState || last < growth * first || last < stillGrowing * middle) return undefined;
  const of = {
    first: formatBytes(first),
    middle: formatBytes(middle),
    last: formatBytes(last),
    count: formatCount(sizes.length),
  };
  return {
    rule: 'stateGrowth',
    found: plain(
      l10n.t(
        'The state in a checkpoint grew from {first} in the first third of {count} checkpoints to {last} in the last, and has not levelled off.',
        of,
      ),
    ),
    compared: l10n.t(
      'Medians: that of the last third, {last}, is {growth} times or more that of the first, and {stillGrowing} times or more that of the middle, {middle}.',
      { ...of, growth, stillGrowing },
    ),
    tries: isFlink(trace)
      ? [
          { text: l10n.t('If keys come and never go: let state expire.'), option: flinkOptions.stateTtl },
          { text: l10n.t('If it is still filling up after a start, wait and look again.') },
        ]
      : [{ text: l10n.t('If keys come and never go: clear their state when they are done with.') }],
  };
}

/** All of a state on disk is uploaded each time. */
export function fullUploads(trace: Trace): Advice | undefined {
  if (!isOnDisk(checkpointingOf(trace.source))) return undefined;
  const known = counted(trace).filter(
    ({ bytes, fullBytes, type }) => bytes !== undefined && fullBytes !== undefined && type !== 'FULL',
  );
  if (known.length < fewest || known.some(({ bytes, fullBytes }) => bytes !== fullBytes)) return undefined;
  const largest = Math.max(...known.map(({ fullBytes }) => fullBytes!));
  if (largest < largeState) return undefined;
  return {
    rule: 'fullUploads',
    found: plain(
      l10n.t(
        'Each of {count} checkpoints uploaded all of its state, up to {bytes}: they are not incremental, or nothing stayed as it was.',
        { count: formatCount(known.length), bytes: formatBytes(largest) },
      ),
    ),
    compared: l10n.t('Stored and full size are equal in all of them.'),
    tries: [{ text: l10n.t('Upload only what has changed.'), option: flinkOptions.incremental }],
  };
}

/** One machine's subtasks take longer over their own work than their siblings elsewhere. */
export function slowTaskManager(trace: Trace): Advice | undefined {
  const ratios = new Map<string, { ratio: number; own: Ms; usual: Ms }[]>();
  trace.operators.forEach(({ locations }, operator) => {
    if (locations === undefined || new Set(locations).size < 2) return;
    const own = ownWork(trace, operator, locations.length);
    locations.forEach((location, subtask) => {
      const others = own.filter((_, other) => locations[other] !== location);
      if (location === '' || others.length === 0 || own[subtask] === undefined) return;
      const usual = median(others);
      ratios.set(location, [
        ...(ratios.get(location) ?? []),
        { ratio: own[subtask] / Math.max(1, usual), own: own[subtask], usual },
      ]);
    });
  });
  for (const [location, of] of ratios) {
    const isSlow =
      of.length >= 2 && of.every(({ ratio, own, usual }) => ratio >= slowTimes && own - usual >= slowByMs);
    if (!isSlow) continue;
    const worst = of.reduce((most, one) => (one.own - one.usual > most.own - most.usual ? one : most));
    return {
      rule: 'slowTaskManager',
      found: plain(
        l10n.t(
          'All {count} subtasks on {host} took {times} times or more as long over sync and async as their siblings elsewhere.',
          { count: formatCount(of.length), host: location, times: slowTimes },
        ),
      ),
      compared: l10n.t('A median of {own} there, against {usual} elsewhere.', {
        own: ms(trace, worst.own),
        usual: ms(trace, worst.usual),
      }),
      tries: [
        {
          text: l10n.t(
            'Look at the processor, the disk and the network of {0}, and at what else runs there.',
            location,
          ),
        },
      ],
    };
  }
  return undefined;
}

/** For each subtask of an operator its median time in sync and async over the completed checkpoints. */
function ownWork(trace: Trace, operator: number, count: number): readonly Ms[] {
  const completed = sharesByCheckpoint(trace).filter(
    ({ checkpoint }) => trace.checkpoints[checkpoint]!.status === 'completed',
  );
  return Array.from({ length: count }, (_, subtask) => {
    const worked = completed.flatMap((shares) => {
      const share = shares.of({ operator, subtask });
      if (share?.spans.async === undefined) return [];
      return [lengthOf(trace, share.spans.sync) + lengthOf(trace, share.spans.async)];
    });
    return median(worked);
  });
}

/** Completed checkpoints that are not savepoints, which are always whole. */
function counted({ checkpoints }: Trace): readonly Checkpoint[] {
  return checkpoints.filter(({ kind, status }) => kind === 'checkpoint' && status === 'completed');
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >>> 1] ?? 0;
}
