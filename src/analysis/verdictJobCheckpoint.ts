import { latestSent } from './barrierPath.js';
import { earlierHold } from './earlierHold.js';
import { isSource } from './edges.js';
import type { JobFindings } from './jobFindings.js';
import { isStop, isUnaligned } from './jobSource.js';
import { subtaskName } from './names.js';
import { paragraph, plain, type Sentence, type Verdict } from './phrases.js';
import { formatBytes } from './quantities.js';
import { surelyLasted, type Shares } from './shares.js';
import {
  endToEndMs,
  headlineOf,
  heldBackSentence,
  lateSource,
  logWords,
  ms,
  nameOfWaited,
  shareMs,
  targetOf,
  waitedFor,
  whereLost,
} from './verdictJobSentences.js';

/** From here on what goes on beside processing, or is not known, is worth a sentence, ms. */
const newsMs = 100;
const slowMs = 1000;

/** From here on a flush is worth a sentence of its own, ms. */
const flushMs = 10;

/** The share of checkpoints in which a subtask must be late for a cause that is always there. */
const always = 0.75;

/** Slower than so many bytes per second is no upload. */
const slowestUpload = 10_000;

/** The verdict on a checkpoint that all subtasks acknowledged. */
export function verdictOnCompleted(findings: JobFindings): Verdict {
  return {
    headline: headlineOf(findings),
    meanwhile: paragraph([savepointSentence(findings.shares), ...meanwhile(findings)]),
    evidence: paragraph(evidence(findings)),
  };
}

export function savepointSentence({ trace, checkpoint }: Shares): Sentence | undefined {
  const of = trace.checkpoints[checkpoint]!;
  if (of.kind !== 'savepoint') return undefined;
  return plain(isStop(of) ? 'It was the savepoint that stopped the job.' : 'It was a savepoint.');
}

/** What went on beside that which the headline is about; `where` is what is said of a checkpoint among several: ` in #5`. */
export function meanwhile(findings: JobFindings, where = ''): readonly (Sentence | undefined)[] {
  const { shares, about, stopped, heldBack, slow } = findings;
  switch (about) {
    case 'stopped': {
      const flush = notInFlinksNumbers(findings);
      const news = heldBack !== undefined && heldBack.ms > stopped!.ms && heldBack.ms >= newsMs;
      return [
        flush,
        news ? heldBackSentence(findings, heldBack) : undefined,
        flush === undefined || (findings.upload?.ms ?? 0) > stopped!.ms
          ? uploadSentence(findings)
          : undefined,
        slowSentence(findings),
      ];
    }
    case 'heldBack': {
      const waited = waitedFor(findings, heldBack!);
      const first =
        waited?.isAlone === true ? heldBackSentence(findings, heldBack!, 'Until then ') : spread(findings);
      return [first, longestStop(findings, where), asyncOfUnaligned(findings)];
    }
    case 'slow':
      return [noLongerThan(findings, where), whereLost(findings, slow!.share)];
    case 'unaccounted':
      return [plain(`A flush before the barrier, or a late acknowledgement. ${logWords(shares.trace)}`)];
    case 'nothingLong':
      return [asyncOfUnaligned(findings), slowSentence(findings)];
    case 'nothing':
      return [uploadSentence(findings)];
  }
}

/** What is likely, and what is not known; `where` as above. */
export function evidence(findings: JobFindings, where = ''): readonly (Sentence | undefined)[] {
  const { shares, about, heldBack, leftOverMs, stopped } = findings;
  const cause = about === 'heldBack' ? likelyCause(findings) : undefined;
  const unknown =
    heldBack !== undefined && about === 'heldBack' && leftOverMs > heldBack.ms
      ? plain(`Up to ${ms(shares.trace, leftOverMs)} after the uploads cannot be split.`)
      : undefined;
  const known =
    about === 'unaccounted' && stopped !== undefined && stopped.ms > 0
      ? plain(
          `The longest full stop that is known${where} is ${ms(shares.trace, stopped.ms)}, at ${subtaskName(shares.trace, stopped)}.`,
        )
      : undefined;
  return [cause, known, unknown, finishedSentence(shares)];
}

/** `No Flink number contains it: sync and async are 0 of its 434 ms.` */
function notInFlinksNumbers({ shares, stopped }: JobFindings): Sentence | undefined {
  if (stopped === undefined || stopped.preBarrierMs <= stopped.syncMs) return undefined;
  if (stopped.preBarrierMs < flushMs) return undefined;
  const { trace } = shares;
  const share = shares.of(stopped)!;
  const reported = surelyLasted(trace, share.spans.sync) + surelyLasted(trace, share.spans.async);
  const whole = ms(trace, endToEndMs(trace, share));
  const what =
    stopped.syncMs < 0.1 * stopped.preBarrierMs ? 'it' : `those ${ms(trace, stopped.preBarrierMs)}`;
  return plain(
    `No Flink number contains ${what}: sync and async are ${reported === 0 ? '0' : ms(trace, reported)} of its ${whole}.`,
  );
}

/** `The uploads, up to 447 ms and 17.0 MB, ran beside it.` or `The upload that followed took 21 ms: 2.38 MB.` */
function uploadSentence({ shares, stopped, upload }: JobFindings): Sentence | undefined {
  const { trace, checkpoint } = shares;
  if (upload === undefined || isUnaligned(trace.checkpoints[checkpoint]!)) return undefined;
  const own = stopped && shares.of(stopped)!;
  const ownMs = own === undefined ? 0 : shareMs(trace, own, 'async');
  if (own !== undefined && upload.ms <= stopped!.ms && ownMs > 0) {
    const bytes = trace.spans.bytes[own.spans.async!]!;
    return [
      { text: 'The upload that followed took ' },
      { text: ms(trace, ownMs), target: targetOf(own, 'async') },
      { text: bytes > 0 ? `: ${formatBytes(bytes)}.` : '.' },
    ];
  }
  const { bytes = 0 } = trace.checkpoints[checkpoint]!;
  return [
    { text: 'The uploads, up to ' },
    { text: ms(trace, upload.ms), target: targetOf(upload.share, 'async') },
    {
      text: `${bytes > 0 ? ` and ${formatBytes(bytes)}` : ''}, ran beside ${stopped === undefined ? 'processing' : 'it'}.`,
    },
  ];
}

/** Async that moves next to no bytes in an unaligned checkpoint waits for what is on its way between the tasks. */
function asyncOfUnaligned({ shares, upload }: JobFindings): Sentence | undefined {
  const { trace, checkpoint } = shares;
  if (upload === undefined || upload.ms < newsMs || !isUnaligned(trace.checkpoints[checkpoint]!)) {
    return undefined;
  }
  const bytes = trace.spans.bytes[upload.share.spans.async!]!;
  if (bytes === 0 || bytes >= (slowestUpload * upload.ms) / 1000) return undefined;
  const target = targetOf(upload.share, 'async');
  return [
    { text: trace.operators[upload.share.operator]!.name, target },
    { text: ' shows ' },
    { text: ms(trace, upload.ms), target },
    { text: ` of async for ${formatBytes(bytes)}: likely waiting for in-flight data, not an upload.` },
  ];
}

function slowSentence({ shares, slow, stopped, upload }: JobFindings): Sentence | undefined {
  if (slow === undefined || slow.ms < slowMs || slow.ms <= (stopped?.ms ?? 0)) return undefined;
  if (
    upload !== undefined &&
    upload.ms > slow.ms &&
    !isUnaligned(shares.trace.checkpoints[shares.checkpoint]!)
  ) {
    return undefined;
  }
  const target = targetOf(slow.share, 'startDelay');
  return [
    { text: 'Barriers took up to ' },
    { text: ms(shares.trace, slow.ms), target },
    { text: ' to reach ' },
    { text: subtaskName(shares.trace, slow.share), target },
    { text: '.' },
  ];
}

function longestStop({ shares, stopped }: JobFindings, where: string): Sentence | undefined {
  if (stopped === undefined || stopped.ms === 0) return undefined;
  const target = targetOf(shares.of(stopped)!, stopped.preBarrierMs > stopped.syncMs ? 'preBarrier' : 'sync');
  return [
    { text: `The longest full stop that Flink measured${where} is ` },
    { text: ms(shares.trace, stopped.ms), target },
    { text: `, at ${subtaskName(shares.trace, stopped)}.` },
  ];
}

function noLongerThan(findings: JobFindings, where: string): Sentence | undefined {
  const { shares, stopped, slow } = findings;
  if (stopped === undefined) return undefined;
  const cause =
    lateSource(findings, slow!.share) !== undefined
      ? 'a busy source, or a late trigger'
      : 'back-pressure, not state';
  return plain(`No lock hold${where} was longer than ${ms(shares.trace, stopped.ms)}: likely ${cause}.`);
}

/** `Source: refunds began its part 10.6 s to 15.6 s after the trigger.` */
function spread(findings: JobFindings): Sentence | undefined {
  const { trace, checkpoint } = findings.shares;
  const waited = waitedFor(findings, findings.heldBack!);
  if (waited === undefined) return onTheWay(findings);
  const { trigger } = trace.checkpoints[checkpoint]!;
  const own = waited.last[waited.barrier]! - trigger;
  const first = ms(trace, Math.min(own, waited.siblings[0] ?? own));
  const last = ms(trace, Math.max(own, waited.siblings.at(-1) ?? own));
  const fromSource = isSource(trace, waited.last.operator);
  const when = first === last ? last : `${first} to ${last}`;
  return plain(
    `${nameOfWaited(trace, waited)} ${fromSource ? 'began its part' : `got its ${waited.barrier === 'firstBarrier' ? 'first' : 'last'} barrier`} ${when} after the trigger.`,
  );
}

/** Where all had sent their barriers long before: at the earliest, where the numbers may hide work before the barrier. */
function onTheWay({ shares, edges, heldBack, unaccounted }: JobFindings): Sentence | undefined {
  const last = latestSent(shares, edges.upstream(heldBack!.share));
  if (last === undefined) return undefined;
  const { trace, checkpoint } = shares;
  const sent = ms(trace, last.sent! - trace.checkpoints[checkpoint]!.trigger);
  const mayHide = (unaccounted?.beforeBarrierMs ?? 0) >= newsMs && trace.source.resolution !== undefined;
  return plain(
    mayHide
      ? `The last barrier was sent to it after ${sent} or later: it queued behind records, or was held before it was sent.`
      : `The last barrier was sent to it after ${sent}: it queued behind records.`,
  );
}

/** Why one subtask got its barrier so much later than its siblings: said only as likely, and only if it always does. */
function likelyCause(findings: JobFindings): Sentence | undefined {
  const waited = waitedFor(findings, findings.heldBack!);
  if (waited?.isAlone !== true) return undefined;
  const { trace } = findings.shares;
  const before = earlierHold(trace, waited.last, waited.last[waited.barrier]!);
  if (before !== undefined) return plain(`It was still in the lock hold of #${before}.`);
  const { inputs } = trace.operators[waited.last.operator]!;
  const isKeyed = inputs.length > 0 && inputs.every(({ ship }) => ship.toUpperCase() === 'HASH');
  return isKeyed && waited.lateIn >= always ? plain('Likely cause: a hot key.') : undefined;
}

function finishedSentence({ trace, all }: Shares): Sentence | undefined {
  const finished = trace.operators.filter(({ parallelism }, operator) => {
    const ended = all.filter((share) => share.operator === operator && share.outcome === 'finished');
    return ended.length === parallelism;
  });
  if (finished.length === 0) return undefined;
  const names = finished.map(({ name }) => name).join(' and ');
  return plain(`${names} had finished before.`);
}
