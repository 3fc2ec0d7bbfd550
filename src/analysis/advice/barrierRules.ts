import * as l10n from '@vscode/l10n';
import type { Trace } from '../../trace/model.js';
import { earlierHold } from '../verdict/earlierHold.js';
import type { CriticalPath, PathPart } from '../path/criticalPath.js';
import { checkpointingOf, isUnaligned } from '../jobSource.js';
import { subtaskName } from '../names.js';
import { paragraph, plain, sentence } from '../phrases.js';
import { formatShare } from '../quantities.js';
import { unaccounted } from '../unaccounted.js';
import { isLikelyHotKey } from '../verdict/skewedKey.js';
import { lateSource, slowCause } from '../verdict/slowBarrier.js';
import { ms, waitedFor } from '../verdict/verdictJobSentences.js';
import type { Advice, Case, Suggestion } from './advice.js';
import { longStopMs } from './blockingRules.js';
import { flinkOptions } from './flinkOptions.js';
import { barOf, named } from './wording.js';

/** From here on a barrier on its way is worth doing something about: what the verdict makes a headline of, ms. */
export const slowBarrierMs = 1000;

/** And from this share of the checkpoint on: what is less did not make it long. */
export const largeShare = 0.25;

/** One subtask had its barrier much later than its siblings, and others held back inputs for it. */
export function skew(one: Case): Advice | undefined {
  const { trace, findings } = one;
  const { heldBack, shares } = findings;
  if (heldBack === undefined || heldBack.ms < longStopMs) return undefined;
  const waited = waitedFor(findings, heldBack);
  if (waited?.isAlone !== true) return undefined;
  const { last, barrier, siblings, lateIn, completed } = waited;
  if (earlierHold(trace, last, last[barrier]!) !== undefined) return undefined;
  if (heldBack.ms < largeShare * (one.path.end - one.path.start)) return undefined;
  const after = last[barrier]! - trace.checkpoints[shares.checkpoint]!.trigger;
  const isKeyed = trace.operators[last.operator]!.inputs.some(({ ship }) => ship.toUpperCase() === 'HASH');
  const phase = barrier === 'firstBarrier' ? 'startDelay' : 'alignment';
  const held = { text: ms(trace, heldBack.ms), target: barOf(heldBack.share, 'alignment') };
  const often = formatShare(lateIn / Math.max(1, completed));
  return {
    rule: 'skew',
    found: paragraph([
      sentence(
        l10n.t(
          '{subtask} had its barrier late, alone among its siblings; for up to {duration} others held back inputs for it.',
        ),
        { subtask: named(shares, last, phase), duration: held },
      ),
      plain(l10n.t('It was late alone in {0} of the completed checkpoints.', often)),
      isLikelyHotKey(trace, waited) ? plain(l10n.t('Likely a hot key.')) : undefined,
    ]),
    compared: l10n.t(
      'It came {duration} after the trigger, the median of its siblings had theirs after {median}, less than half of that.',
      { duration: ms(trace, after), median: ms(trace, siblings[siblings.length >>> 1]!) },
    ),
    tries: [
      {
        text: isKeyed
          ? l10n.t(
              'See whether one key has most of the records; split it, or aggregate before the keyed exchange.',
            )
          : l10n.t(
              'See what else runs on the machine of that subtask, and whether it gets more records than its siblings.',
            ),
      },
      ...canOvertake(one),
      queueLess(),
    ],
  };
}

/** Inputs were held back, and not for one late subtask. */
export function alignment(one: Case): Advice | undefined {
  const { trace, findings } = one;
  const { heldBack, shares } = findings;
  if (heldBack === undefined || heldBack.ms < longStopMs || skew(one) !== undefined) return undefined;
  if (heldBack.ms < largeShare * (one.path.end - one.path.start)) return undefined;
  const held = { text: ms(trace, heldBack.ms), target: barOf(heldBack.share, 'alignment') };
  return {
    rule: 'alignment',
    found: sentence(
      l10n.t('{subtask} held back inputs for up to {duration} until the barriers of the others had come.'),
      { subtask: named(shares, heldBack.share, 'alignment'), duration: held },
    ),
    compared: l10n.t(
      '{duration} of alignment, against {threshold} and {share} of the {whole} that the checkpoint took.',
      {
        duration: ms(trace, heldBack.ms),
        threshold: ms(trace, longStopMs),
        share: formatShare(largeShare),
        whole: ms(trace, one.path.end - one.path.start),
      },
    ),
    tries: [
      { text: l10n.t('See on the critical path whose barrier came last, and why.') },
      ...canOvertake(one),
      queueLess(),
    ],
  };
}

/** Barriers queued for long, and nothing stood still for as long: back-pressure, and likely that only if it happens again. */
export function backPressure(one: Case): Advice | undefined {
  const { trace, findings, path } = one;
  const part = longestWay(path);
  if (part === undefined || letsOvertake(one) || skew(one) !== undefined) return undefined;
  const cause = slowCause(findings);
  if (cause === 'starting' || isHeldElsewhere(one, part)) return undefined;
  const took = part.to - part.from;
  const stopped = findings.stopped?.ms ?? 0;
  if (stopped * 2 >= took) return undefined;
  const way = {
    text: ms(trace, took),
    target: { ...part.row!, checkpoint: path.checkpoint, phase: part.bar! },
  };
  return {
    rule: 'backPressure',
    found: paragraph([
      sentence(
        l10n.t(
          'On the critical path a barrier needed {duration} from {sender} to {receiver}. Nothing stood still for half as long.',
        ),
        { duration: way, ...endsOf(trace, part) },
      ),
      plain(
        cause === 'backPressure'
          ? l10n.t(
              'So it was in other checkpoints too: likely it queued behind records, that is back-pressure.',
            )
          : l10n.t('It may have queued behind records, that is back-pressure.'),
      ),
    ]),
    compared: l10n.t('{duration} on the way, against {threshold} and twice the longest full stop, {stop}.', {
      duration: ms(trace, took),
      threshold: ms(trace, slowBarrierMs),
      stop: ms(trace, stopped),
    }),
    tries: [
      {
        text: l10n.t(
          'Find what {0} and those after it wait for: more parallelism there is the cure, all else lessens the pain.',
          subtaskName(trace, part.row!),
        ),
      },
      ...canOvertake(one),
      queueLess(),
    ],
  };
}

function endsOf(trace: Trace, { row, sender }: PathPart): Readonly<Record<'sender' | 'receiver', string>> {
  return { sender: subtaskName(trace, sender!), receiver: subtaskName(trace, row!) };
}

/** Barriers that overtake records do not overtake them on pointwise edges. */
export function pointwiseEdge(one: Case): Advice | undefined {
  const { trace, findings, path } = one;
  const part = longestWay(path);
  if (part === undefined || !letsOvertake(one) || isHeldElsewhere(one, part)) return undefined;
  const pointwise = findings.edges
    .leaving(part.sender!.operator)
    .some(({ to, isPointwise }) => isPointwise && to === part.row!.operator);
  if (!pointwise) return undefined;
  const took = part.to - part.from;
  const way = {
    text: ms(trace, took),
    target: { ...part.row!, checkpoint: path.checkpoint, phase: part.bar! },
  };
  return {
    rule: 'pointwiseEdge',
    found: sentence(
      l10n.t(
        'The checkpoint was unaligned, but a barrier needed {duration} from {sender} to {receiver}: on forward and rescale edges barriers do not overtake records.',
      ),
      { duration: way, ...endsOf(trace, part) },
    ),
    compared: l10n.t('{duration} on a pointwise edge, against {threshold}.', {
      duration: ms(trace, took),
      threshold: ms(trace, slowBarrierMs),
    }),
    tries: [
      {
        text: l10n.t('Let the two operators run as one task, if nothing but a setting keeps them apart.'),
        option: flinkOptions.chaining,
      },
      { text: l10n.t('Or exchange between them with rebalance() or keyBy(): there barriers overtake.') },
      queueLess(),
    ],
  };
}

/** A source took up the trigger late. */
export function busySource({ trace, findings }: Case): Advice | undefined {
  const { slow, shares } = findings;
  if (slow === undefined || slow.ms < slowBarrierMs) return undefined;
  const late = lateSource(findings, slow.share);
  if (late === undefined || late.ms < slowBarrierMs) return undefined;
  const after = { text: ms(trace, late.ms), target: barOf(late.share, 'startDelay') };
  const areAlike = slowCause(findings) === 'lateTrigger';
  return {
    rule: 'lateSource',
    found: sentence(
      l10n.t(
        '{subtask} took up the trigger only after {duration}; nothing that waits for its barrier could go on sooner.',
      ),
      { subtask: named(shares, late.share, 'startDelay'), duration: after },
    ),
    compared: l10n.t('{duration} of start delay at a source, against {threshold}.', {
      duration: ms(trace, late.ms),
      threshold: ms(trace, slowBarrierMs),
    }),
    tries: [
      ...(areAlike
        ? [
            {
              text: l10n.t(
                'All sources were late alike: see first what the JobManager, and the machines, did at that time.',
              ),
            },
          ]
        : []),
      {
        text: l10n.t(
          'A source takes up a trigger between two records, and only when its outputs have room: see whether one record takes long, or what comes after it is back-pressured.',
        ),
      },
      {
        text: l10n.t(
          'A thread dump of its TaskManager while a checkpoint waits shows what the source’s thread does.',
        ),
      },
    ],
  };
}

/** A subtask could not take up its barrier because it was still in the lock hold of an earlier checkpoint. */
export function earlierLockHold({ trace, findings, path }: Case): Advice | undefined {
  const { shares } = findings;
  for (const { row, from, to } of path.parts) {
    if (row === undefined || to - from < longStopMs) continue;
    const id = earlierHold(trace, { ...row, checkpoint: shares.checkpoint }, to);
    if (id === undefined) continue;
    return {
      rule: 'earlierLockHold',
      found: plain(
        l10n.t(
          '{subtask} was still in the lock hold of #{id} and could not take up the barrier of this one.',
          { subtask: subtaskName(trace, row), id },
        ),
      ),
      compared: l10n.t(
        'More than half of the {0} since the trigger lay in that lock hold.',
        ms(trace, to - path.start),
      ),
      tries: [
        { text: l10n.t('See #{0} for what its lock hold did.', id) },
        { text: l10n.t('Leave time between checkpoints.'), option: flinkOptions.minPause },
      ],
    };
  }
  return undefined;
}

/** The longest time that the path lost between two subtasks, where that is long; not the coordinator's way to a source. */
function longestWay({ parts }: CriticalPath): PathPart | undefined {
  const [longest] = parts
    .filter(({ kind, sender }) => (kind === 'startDelay' || kind === 'alignment') && sender !== undefined)
    .sort((a, b) => b.to - b.from - (a.to - a.from));
  return longest !== undefined && longest.to - longest.from >= slowBarrierMs ? longest : undefined;
}

function letsOvertake({ trace, findings: { shares } }: Case): boolean {
  return isUnaligned(trace.checkpoints[shares.checkpoint]!);
}

/** What something else may explain: a lock hold that was not over, or work before the barrier, also where no number tells. */
function isHeldElsewhere(one: Case, part: PathPart): boolean {
  const { trace, findings } = one;
  const row = part.row!;
  if (earlierHold(trace, { ...row, checkpoint: findings.shares.checkpoint }, part.to) !== undefined) {
    return true;
  }
  const hidden = unaccounted(findings.shares, findings.edges).find(
    ({ operator, subtask }) => operator === part.sender!.operator && subtask === part.sender!.subtask,
  );
  return (hidden?.beforeBarrierMs ?? 0) * 2 > part.to - part.from;
}

/** What is on already need not be tried. */
function canOvertake({ trace }: Case): readonly Suggestion[] {
  const { unaligned, alignedTimeout } = checkpointingOf(trace.source);
  if (unaligned !== true) {
    return [
      { text: l10n.t('Let barriers overtake the records.'), option: flinkOptions.unaligned },
      {
        text: l10n.t('Only where they do not get through in time.'),
        option: flinkOptions.alignedTimeout,
      },
    ];
  }
  return alignedTimeout > 0
    ? [{ text: l10n.t('Let barriers overtake sooner.'), option: flinkOptions.alignedTimeout }]
    : [];
}

function queueLess(): Suggestion {
  return { text: l10n.t('Let less queue before the barriers.'), option: flinkOptions.debloat };
}
