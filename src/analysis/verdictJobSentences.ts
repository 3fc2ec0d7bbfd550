import type { Phase, Trace } from '../trace/model.js';
import type { Row } from '../trace/rowRange.js';
import type { Ms } from '../trace/units.js';
import { barrierPath, latestSent } from './barrierPath.js';
import { isSource } from './edges.js';
import { heldBackMs, type Finding, type JobFindings } from './jobFindings.js';
import { numbersFrom } from './jobSource.js';
import { subtaskName } from './names.js';
import { plain, type Sentence, type SpanTarget } from './phrases.js';
import { formatDuration } from './quantities.js';
import { lengthOf, type Share, type Shares } from './shares.js';
import { stoodStill } from './verdictSentences.js';

/** A subtask is late if its siblings waited less than this share of its time. */
const lateShare = 0.5;

/** The first line on a checkpoint that was completed. */
export function headlineOf(findings: JobFindings): Sentence {
  const { shares, stopped, heldBack, slow, unaccounted, about } = findings;
  switch (about) {
    case 'stopped':
      return stopped!.ms === 0
        ? plain(`Nothing stood still for ${ms(shares.trace, 1)} or longer.`)
        : stoodStill(shares.trace, stopped!, 'Processing');
    case 'heldBack':
      return lateBarrier(findings, heldBack!) ?? heldBackFor(findings, heldBack!);
    case 'slow':
      return slowBarrier(findings, slow!);
    case 'unaccounted': {
      const { beforeBarrierMs, limitedBy } = unaccounted!;
      const target = targetOf(shares.of(unaccounted!)!, 'ack');
      return [
        ...(limitedBy === undefined ? [] : [{ text: 'Up to ' }]),
        { text: ms(shares.trace, beforeBarrierMs), target },
        { text: ' at ' },
        { text: subtaskName(shares.trace, target), target },
        { text: ' are not accounted for.' },
      ];
    }
    case 'nothingLong': {
      const target = stopped && targetOf(shares.of(stopped)!, 'sync');
      const longest = {
        text: ms(shares.trace, stopped?.ms ?? 0),
        ...(target === undefined ? {} : { target }),
      };
      return [{ text: 'Nothing stood still for more than ' }, longest, { text: '.' }];
    }
    case 'nothing':
      return nothingKnown(shares);
  }
}

function nothingKnown({ all, trace, checkpoint }: Shares): Sentence {
  const { id, trigger, end } = trace.checkpoints[checkpoint]!;
  if (all.length > 0) return plain(`No lock hold was recorded in #${id}.`);
  const took = end === undefined ? 'is known' : `took ${ms(trace, end - trigger)}`;
  return plain(`#${id} ${took}; of its subtasks nothing is known.`);
}

/** Whom a subtask that held back inputs waited for, and whether that one alone was late. */
export interface WaitedFor {
  readonly last: Share;
  /** Which of its barriers was late: mostly the first, but its last where it held back inputs itself. */
  readonly barrier: Barrier;
  /** When its siblings had that barrier, ms after the trigger, sorted. */
  readonly siblings: readonly Ms[];
  readonly isAlone: boolean;
  /** The share of the completed checkpoints in which it was late alone, 0 to 1. */
  readonly lateIn: number;
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
    lateIn:
      completed.filter((other) => isLateAlone(other, last, barrier)).length / Math.max(1, completed.length),
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
  const others =
    slowest < lateShare * after
      ? `its ${siblings.length === 1 ? 'sibling' : 'siblings'} after ${ms(trace, slowest)}`
      : `half of its siblings after ${ms(trace, siblings[siblings.length >>> 1]!)}`;
  const fromSource = isSource(trace, last.operator);
  const got = barrier === 'firstBarrier' ? ' got it after ' : ' had all of them after ';
  const target = targetOf(last, barrier === 'firstBarrier' ? 'startDelay' : 'alignment');
  return [
    { text: fromSource ? 'One source was late: ' : 'One barrier was late: ' },
    { text: subtaskName(trace, last), target },
    { text: fromSource ? ' began after ' : got },
    { text: ms(trace, after), target },
    { text: `, ${others}.` },
  ];
}

/** `match payments held back inputs for up to 14.5 s, waiting for the barriers of Source: refunds.` */
function heldBackFor(findings: JobFindings, heldBack: Finding): Sentence {
  const { trace } = findings.shares;
  const target = targetOf(heldBack.share, 'alignment');
  const waited = waitedFor(findings, heldBack);
  return [
    { text: whoHeldBack(findings, heldBack), target },
    { text: ' held back inputs for up to ' },
    { text: ms(trace, heldBack.ms), target },
    ...(waited === undefined
      ? []
      : [
          { text: `, waiting for the ${isWholeOperator(trace, waited) ? 'barriers' : 'barrier'} of ` },
          { text: nameOfWaited(trace, waited), target: targetOf(waited.last, 'startDelay') },
        ]),
    { text: '.' },
  ];
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

/** `slow sink: Writer held back up to 3 of its 4 inputs for up to 1.39 s.` */
export function heldBackSentence(findings: JobFindings, heldBack: Finding, opening = ''): Sentence {
  const target = targetOf(heldBack.share, 'alignment');
  return [
    ...(opening === '' ? [] : [{ text: opening }]),
    { text: whoHeldBack(findings, heldBack), target },
    { text: ` held back ${inputsWords(findings.edges.upstream(heldBack.share).length)} for up to ` },
    { text: ms(findings.shares.trace, heldBack.ms), target },
    { text: '.' },
  ];
}

/** All but the one that is waited for, at most. */
function inputsWords(inputs: number): string {
  if (inputs < 2) return 'inputs';
  return inputs === 2 ? 'one of its 2 inputs' : `up to ${inputs - 1} of its ${inputs} inputs`;
}

function slowBarrier(findings: JobFindings, { share, ms: took }: Finding): Sentence {
  const { trace, checkpoint } = findings.shares;
  const late = lateSource(findings, share);
  if (late !== undefined) {
    const target = targetOf(late.share, 'startDelay');
    return [
      { text: subtaskName(trace, target), target },
      { text: ` began its part of #${trace.checkpoints[checkpoint]!.id} only ` },
      { text: ms(trace, late.ms), target },
      { text: ' after the trigger.' },
    ];
  }
  const target = targetOf(share, 'startDelay');
  return [
    { text: 'Barriers took ' },
    { text: ms(trace, took), target },
    { text: ' to reach ' },
    { text: subtaskName(trace, share), target },
    { text: '.' },
  ];
}

/** The source that a barrier came so late from because it began late itself. */
export function lateSource({ shares, edges }: JobFindings, share: Share): Finding | undefined {
  const { lost } = barrierPath(shares, edges, share);
  const { trace } = shares;
  if (isSource(trace, share.operator)) return { share, ms: shareMs(trace, share, 'startDelay') };
  const source = lost?.hop.from === undefined ? lost && shares.of(lost.hop.to) : undefined;
  if (lost === undefined || source === undefined || !isSource(trace, source.operator)) return undefined;
  return lost.ms * 2 > shareMs(trace, share, 'startDelay') ? { share: source, ms: lost.ms } : undefined;
}

/** On which step of its way a slow barrier lost its time: undefined where that is not known. */
export function whereLost({ shares, edges }: JobFindings, row: Row): Sentence | undefined {
  const { trace } = shares;
  const { lost } = barrierPath(shares, edges, row);
  if (lost?.hop.from === undefined) return undefined;
  const { hop, on, ms: took } = lost;
  const sender = subtaskName(trace, lost.hop.from);
  if (on === 'held') {
    return plain(
      `${ms(trace, took)} of it ${subtaskName(trace, hop.to)} worked before it sent its barriers.`,
    );
  }
  const to = hop.to.operator === row.operator ? 'it' : subtaskName(trace, hop.to);
  return plain(`${ms(trace, took)} of it lay between ${sender} and ${to}.`);
}

/** What a log would add, or has added. */
export function logWords({ source }: Trace): string {
  return numbersFrom(source).includes('log')
    ? 'The log has no lines that would tell.'
    : 'A DEBUG log would tell.';
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
