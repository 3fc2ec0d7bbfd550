import * as l10n from '@vscode/l10n';
import type { Phase, Trace } from '../../trace/model.js';
import type { Row } from '../../trace/rowRange.js';
import type { Ms } from '../../trace/units.js';
import { barrierPath, latestSent } from '../path/barrierPath.js';
import { isSource } from '../path/edges.js';
import { heldBackMs, type Finding, type JobFindings } from './jobFindings.js';
import { numbersFrom } from '../jobSource.js';
import { subtaskName } from '../names.js';
import { plain, sentence, type Sentence, type SpanTarget } from '../phrases.js';
import { formatDuration } from '../quantities.js';
import { isDerived, lengthOf, type Share, type Shares } from '../shares.js';
import { lateSource, lateSources } from './slowBarrier.js';
import { stoodStill } from './stoodStill.js';
import { noneRecordedIn } from './verdictSentences.js';

/** A subtask is late if its siblings waited less than this share of its time. */
const lateShare = 0.5;

/** The first line on a checkpoint that was completed. */
export function headlineOf(findings: JobFindings): Sentence {
  const { shares, stopped, heldBack, slow, unaccounted, about } = findings;
  switch (about) {
    case 'stopped':
      return stopped!.ms === 0 ? plain(noneAsLong(shares)) : stoodStill(shares.trace, stopped!, 'theEnd');
    case 'heldBack':
      return lateBarrier(findings, heldBack!) ?? heldBackFor(findings, heldBack!);
    case 'slow':
      return slowBarrier(findings, slow!);
    case 'unaccounted': {
      const { beforeBarrierMs, limitedBy } = unaccounted!;
      const target = targetOf(shares.of(unaccounted!)!, 'ack');
      return sentence(
        limitedBy === undefined
          ? l10n.t('{duration} at {subtask} are not accounted for.')
          : l10n.t('Up to {duration} at {subtask} are not accounted for.'),
        {
          duration: { text: ms(shares.trace, beforeBarrierMs), target },
          subtask: { text: subtaskName(shares.trace, target), target },
        },
      );
    }
    case 'nothingLong': {
      const target = stopped && targetOf(shares.of(stopped)!, 'sync');
      const longest = {
        text: ms(shares.trace, stopped?.ms ?? 0),
        ...(target === undefined ? {} : { target }),
      };
      return sentence(
        isAllMeasured(shares)
          ? l10n.t('Nothing stood still for more than {duration}.')
          : l10n.t('No lock hold was longer than {duration}.'),
        { duration: longest },
      );
    }
    case 'nothing':
      return nothingKnown(shares);
  }
}

function noneAsLong(shares: Shares): string {
  const shortest = ms(shares.trace, 1);
  return isAllMeasured(shares)
    ? l10n.t('Nothing stood still for {0} or longer.', shortest)
    : l10n.t('No lock hold took {0} or longer.', shortest);
}

/** Whether work before the barriers would show: durations alone have no number for it. */
function isAllMeasured({ all, trace }: Shares): boolean {
  return all.every(({ spans: { sync } }) => sync === undefined || !isDerived(trace, sync));
}

function nothingKnown({ all, trace, checkpoint }: Shares): Sentence {
  const { id, trigger, end } = trace.checkpoints[checkpoint]!;
  if (all.length > 0) return noneRecordedIn(trace, checkpoint);
  return plain(
    end === undefined
      ? l10n.t('#{id} is known; of its subtasks nothing is known.', { id })
      : l10n.t('#{id} took {duration}; of its subtasks nothing is known.', {
          id,
          duration: ms(trace, end - trigger),
        }),
  );
}

/** Whom a subtask that held back inputs waited for, and whether that one alone was late. */
export interface WaitedFor {
  readonly last: Share;
  /** Which of its barriers was late: mostly the first, but its last where it held back inputs itself. */
  readonly barrier: Barrier;
  /** When its siblings had that barrier, ms after the trigger, sorted. */
  readonly siblings: readonly Ms[];
  readonly isAlone: boolean;
  /** In how many of the completed checkpoints it was late alone, and how many those are. */
  readonly lateIn: number;
  readonly completed: number;
}

type Barrier = 'firstBarrier' | 'lastBarrier';

/** Undefined where no sender was late: then the barriers had been sent, and were on their way for most of the time. */
export function waitedFor(
  { shares, history, edges }: JobFindings,
  { share, ms: held }: Finding,
): WaitedFor | undefined {
  const last = latestSent(shares, edges.upstream(share));
  if (last?.firstBarrier === undefined || share.lastBarrier === undefined) return undefined;
  if (share.lastBarrier - last.sent! > held / 2) return undefined;
  const { checkpoints } = shares.trace;
  const alignedMs = (last.lastBarrier ?? last.firstBarrier) - last.firstBarrier;
  const barrier = alignedMs > held / 4 ? 'lastBarrier' : 'firstBarrier';
  const completed = history.filter(({ checkpoint }) => checkpoints[checkpoint]!.status === 'completed');
  return {
    last,
    barrier,
    siblings: siblingsOf(shares, last, barrier),
    isAlone: isLateAlone(shares, last, barrier),
    lateIn: completed.filter((other) => isLateAlone(other, last, barrier)).length,
    completed: completed.length,
  };
}

function isLateAlone(shares: Shares, row: Row, barrier: Barrier): boolean {
  const had = shares.of(row)?.[barrier];
  const siblings = siblingsOf(shares, row, barrier);
  const median = siblings[siblings.length >>> 1];
  if (had === undefined || median === undefined) return false;
  return median < lateShare * (had - shares.trace.checkpoints[shares.checkpoint]!.trigger);
}

function siblingsOf(
  { all, trace, checkpoint }: Shares,
  { operator, subtask }: Row,
  barrier: Barrier,
): readonly Ms[] {
  const { trigger } = trace.checkpoints[checkpoint]!;
  return all
    .filter((other) => other.operator === operator && other.subtask !== subtask)
    .flatMap(({ [barrier]: had }) => (had === undefined ? [] : [had - trigger]))
    .sort((a, b) => a - b);
}

/** `One barrier was late: count per customer (3/4) got it after 1.43 s, its siblings after 22 ms.` */
function lateBarrier(findings: JobFindings, heldBack: Finding): Sentence | undefined {
  const { trace, checkpoint } = findings.shares;
  const waited = waitedFor(findings, heldBack);
  if (waited?.isAlone !== true) return undefined;
  const { last, siblings, barrier } = waited;
  const after = last[barrier]! - trace.checkpoints[checkpoint]!.trigger;
  const slowest = siblings.at(-1)!;
  const target = targetOf(last, barrier === 'firstBarrier' ? 'startDelay' : 'alignment');
  const all = slowest < lateShare * after;
  const siblingsAfter = ms(trace, all ? slowest : siblings[siblings.length >>> 1]!);
  return sentence(lateTemplate(isSource(trace, last.operator) ? 'trigger' : barrier), {
    subtask: { text: subtaskName(trace, last), target },
    duration: { text: ms(trace, after), target },
    others: !all
      ? l10n.t('half of its siblings after {0}', siblingsAfter)
      : siblings.length === 1
        ? l10n.t('its sibling after {0}', siblingsAfter)
        : l10n.t('its siblings after {0}', siblingsAfter),
  });
}

function lateTemplate(what: Barrier | 'trigger'): string {
  switch (what) {
    case 'trigger':
      return l10n.t('One source was late: {subtask} began after {duration}, {others}.');
    case 'firstBarrier':
      return l10n.t('One barrier was late: {subtask} got it after {duration}, {others}.');
    case 'lastBarrier':
      return l10n.t('One barrier was late: {subtask} had all of them after {duration}, {others}.');
  }
}

/** `match payments held back inputs for up to 14.5 s, waiting for the barriers of Source: refunds.` */
function heldBackFor(findings: JobFindings, heldBack: Finding): Sentence {
  const { trace } = findings.shares;
  const target = targetOf(heldBack.share, 'alignment');
  const waited = waitedFor(findings, heldBack);
  const held = {
    who: { text: whoHeldBack(findings, heldBack), target },
    duration: { text: ms(trace, heldBack.ms), target },
  };
  if (waited === undefined) return sentence(l10n.t('{who} held back inputs for up to {duration}.'), held);
  return sentence(
    isWholeOperator(trace, waited)
      ? l10n.t('{who} held back inputs for up to {duration}, waiting for the barriers of {sender}.')
      : l10n.t('{who} held back inputs for up to {duration}, waiting for the barrier of {sender}.'),
    {
      ...held,
      sender: { text: nameOfWaited(trace, waited), target: targetOf(waited.last, 'startDelay') },
    },
  );
}

/** Where most of a subtask's siblings were as late as it was, the operator is named and not one of them. */
function isWholeOperator({ operators }: Trace, { last, isAlone }: WaitedFor): boolean {
  return !isAlone && operators[last.operator]!.parallelism > 1;
}

export function nameOfWaited(trace: Trace, waited: WaitedFor): string {
  return isWholeOperator(trace, waited)
    ? trace.operators[waited.last.operator]!.name
    : subtaskName(trace, waited.last);
}

/** The operator, where more than half of its subtasks held back for half as long or longer, else the subtask. */
function whoHeldBack({ shares }: JobFindings, { share, ms: most }: Finding): string {
  const { name, parallelism } = shares.trace.operators[share.operator]!;
  const alike = shares.all.filter(
    (other) => other.operator === share.operator && heldBackMs(shares.trace, other) >= most / 2,
  );
  return parallelism > 1 && alike.length * 2 > parallelism ? name : subtaskName(shares.trace, share);
}

/** `slow sink: Writer held back up to 3 of its 4 inputs for up to 1.39 s.`: all but the one that is waited for, at most. */
export function heldBackSentence(
  findings: JobFindings,
  heldBack: Finding,
  until: 'theEnd' | 'then' = 'theEnd',
): Sentence {
  const target = targetOf(heldBack.share, 'alignment');
  const inputs = findings.edges.upstream(heldBack.share).length;
  return sentence(heldBackTemplate(inputs, until), {
    who: { text: whoHeldBack(findings, heldBack), target },
    most: String(inputs - 1),
    inputs: String(inputs),
    duration: { text: ms(findings.shares.trace, heldBack.ms), target },
  });
}

function heldBackTemplate(inputs: number, until: 'theEnd' | 'then'): string {
  if (until === 'then') {
    if (inputs < 2) return l10n.t('Until then {who} held back inputs for up to {duration}.');
    return inputs === 2
      ? l10n.t('Until then {who} held back one of its 2 inputs for up to {duration}.')
      : l10n.t('Until then {who} held back up to {most} of its {inputs} inputs for up to {duration}.');
  }
  if (inputs < 2) return l10n.t('{who} held back inputs for up to {duration}.');
  return inputs === 2
    ? l10n.t('{who} held back one of its 2 inputs for up to {duration}.')
    : l10n.t('{who} held back up to {most} of its {inputs} inputs for up to {duration}.');
}

function slowBarrier(findings: JobFindings, { share, ms: took }: Finding): Sentence {
  const { trace, checkpoint } = findings.shares;
  const all = lateSources(findings.shares);
  const late = lateSource(findings, share);
  if (late !== undefined && all !== undefined) {
    const target = targetOf(all.last.share, 'startDelay');
    const [first, last] = [ms(trace, all.first.ms), ms(trace, all.last.ms)];
    return sentence(
      first === last
        ? l10n.t('The sources began their part of #{id} only {last} after the trigger.')
        : l10n.t('The sources began their part of #{id} only {first} to {last} after the trigger.'),
      {
        id: String(trace.checkpoints[checkpoint]!.id),
        first: { text: first, target },
        last: { text: last, target },
      },
    );
  }
  if (late !== undefined) {
    const target = targetOf(late.share, 'startDelay');
    return sentence(l10n.t('{subtask} began its part of #{id} only {duration} after the trigger.'), {
      subtask: { text: subtaskName(trace, target), target },
      id: String(trace.checkpoints[checkpoint]!.id),
      duration: { text: ms(trace, late.ms), target },
    });
  }
  const target = targetOf(share, 'startDelay');
  return sentence(l10n.t('Barriers took {duration} to reach {subtask}.'), {
    duration: { text: ms(trace, took), target },
    subtask: { text: subtaskName(trace, share), target },
  });
}

/** On which step of its way a slow barrier lost its time: undefined where that is not known. */
export function whereLost({ shares, edges }: JobFindings, row: Row): Sentence | undefined {
  const { trace } = shares;
  const { lost } = barrierPath(shares, edges, row);
  if (lost?.hop.from === undefined) return undefined;
  const { hop, on, ms: took } = lost;
  const of = { duration: ms(trace, took), receiver: subtaskName(trace, hop.to) };
  if (on === 'held') {
    return plain(l10n.t('{duration} of it {receiver} worked before it sent its barriers.', of));
  }
  const between = { ...of, sender: subtaskName(trace, lost.hop.from) };
  return plain(
    hop.to.operator === row.operator
      ? l10n.t('{duration} of it lay between {sender} and it.', between)
      : l10n.t('{duration} of it lay between {sender} and {receiver}.', between),
  );
}

/** What a log would add, or has added. */
export function logWords({ source }: Trace): string {
  return numbersFrom(source).includes('log')
    ? l10n.t('The log has no lines that would tell.')
    : l10n.t('A DEBUG log would tell.');
}

export function targetOf({ checkpoint, operator, subtask }: Share, phase: Phase): SpanTarget {
  return { checkpoint, operator, subtask, phase };
}

export function ms({ source }: Trace, duration: Ms): string {
  return formatDuration(duration, source.resolution);
}

/** From the trigger to the acknowledgement of one subtask. */
export function endToEndMs(trace: Trace, { checkpoint, spans }: Share): Ms {
  const last = spans.ack ?? spans.async ?? spans.sync;
  return last === undefined ? 0 : trace.spans.end[last]! - trace.checkpoints[checkpoint]!.trigger;
}

export function shareMs(trace: Trace, share: Share, phase: Phase): Ms {
  return lengthOf(trace, share.spans[phase]);
}
