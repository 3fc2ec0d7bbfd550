import * as l10n from '@vscode/l10n';
import { latestSent } from '../path/barrierPath.js';
import type { Blocked } from '../blockedTime.js';
import { earlierHold } from './earlierHold.js';
import { isSource } from '../path/edges.js';
import type { JobFindings } from './jobFindings.js';
import { isStop, isUnaligned } from '../jobSource.js';
import { subtaskName } from '../names.js';
import { paragraph, plain, sentence, type Sentence, type Verdict } from '../phrases.js';
import { formatBytes, formatCount } from '../quantities.js';
import { surelyLasted, type Shares } from '../shares.js';
import { isLikelyHotKey, isOnOwnMachine } from './skewedKey.js';
import { slowCause, type SlowCause } from './slowBarrier.js';
import {
  endToEndMs,
  headlineOf,
  heldBackSentence,
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
  return plain(
    isStop(of) ? l10n.t('It was the savepoint that stopped the job.') : l10n.t('It was a savepoint.'),
  );
}

/** What went on beside that which the headline is about; of a checkpoint among several its number is said. */
export function meanwhile(findings: JobFindings, isOneOfMany = false): readonly (Sentence | undefined)[] {
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
        waited?.isAlone === true ? heldBackSentence(findings, heldBack!, 'then') : spread(findings);
      return [first, longestStop(findings, isOneOfMany), asyncOfUnaligned(findings)];
    }
    case 'slow':
      return [noLongerThan(findings, isOneOfMany), whereLost(findings, slow!.share)];
    case 'unaccounted':
      return [
        plain(l10n.t('A flush before the barrier, or a late acknowledgement.')),
        plain(logWords(shares.trace)),
      ];
    case 'nothingLong':
      return [asyncOfUnaligned(findings), slowSentence(findings)];
    case 'nothing':
      return [uploadSentence(findings)];
  }
}

/** What is likely, and what is not known; of a checkpoint among several its number is said. */
export function evidence(findings: JobFindings, isOneOfMany = false): readonly (Sentence | undefined)[] {
  const { shares, about, heldBack, leftOverMs, stopped } = findings;
  const cause = about === 'heldBack' ? likelyCause(findings) : undefined;
  const unknown =
    heldBack !== undefined && about === 'heldBack' && leftOverMs > heldBack.ms
      ? plain(
          l10n.t(
            'Up to {0} are left over after the uploads: work before a barrier, or late acknowledgements.',
            ms(shares.trace, leftOverMs),
          ),
        )
      : undefined;
  const known =
    about === 'unaccounted' && stopped !== undefined && stopped.ms > 0
      ? longestKnownStop(shares, stopped, isOneOfMany)
      : undefined;
  return [cause, known, unknown, finishedSentence(shares)];
}

function longestKnownStop({ trace, checkpoint }: Shares, stopped: Blocked, isOneOfMany: boolean): Sentence {
  const of = {
    id: trace.checkpoints[checkpoint]!.id,
    duration: ms(trace, stopped.ms),
    subtask: subtaskName(trace, stopped),
  };
  return plain(
    isOneOfMany
      ? l10n.t('The longest full stop that is known in #{id} is {duration}, at {subtask}.', of)
      : l10n.t('The longest full stop that is known is {duration}, at {subtask}.', of),
  );
}

/** `No Flink number contains it: sync and async are 0 of its 434 ms.` */
function notInFlinksNumbers({ shares, stopped }: JobFindings): Sentence | undefined {
  if (stopped === undefined || stopped.preBarrierMs <= stopped.syncMs) return undefined;
  if (stopped.preBarrierMs < flushMs) return undefined;
  const { trace } = shares;
  const share = shares.of(stopped)!;
  const reported = surelyLasted(trace, share.spans.sync) + surelyLasted(trace, share.spans.async);
  const of = {
    reported: reported === 0 ? '0' : ms(trace, reported),
    whole: ms(trace, endToEndMs(trace, share)),
    flush: ms(trace, stopped.preBarrierMs),
  };
  return plain(
    stopped.syncMs < 0.1 * stopped.preBarrierMs
      ? l10n.t('No Flink number contains it: sync and async are {reported} of its {whole}.', of)
      : l10n.t('No Flink number contains those {flush}: sync and async are {reported} of its {whole}.', of),
  );
}

/**
 * `The uploads, up to 447 ms at count (2/2) and 17.0 MB in all, ran beside processing.` or `The upload that followed took 21 ms:
 * 2.38 MB.`
 */
function uploadSentence({ shares, stopped, upload }: JobFindings): Sentence | undefined {
  const { trace, checkpoint } = shares;
  if (upload === undefined || isUnaligned(trace.checkpoints[checkpoint]!)) return undefined;
  const own = stopped && shares.of(stopped)!;
  const ownMs = own === undefined ? 0 : shareMs(trace, own, 'async');
  if (own !== undefined && upload.ms <= stopped!.ms && ownMs > 0) {
    const bytes = trace.spans.bytes[own.spans.async!]!;
    return sentence(
      bytes > 0
        ? l10n.t('The upload that followed took {duration}: {bytes}.')
        : l10n.t('The upload that followed took {duration}.'),
      { duration: { text: ms(trace, ownMs), target: targetOf(own, 'async') }, bytes: formatBytes(bytes) },
    );
  }
  const { bytes = 0 } = trace.checkpoints[checkpoint]!;
  const target = targetOf(upload.share, 'async');
  return sentence(
    bytes > 0
      ? l10n.t('The uploads, up to {duration} at {subtask} and {bytes} in all, ran beside processing.')
      : l10n.t('The uploads, up to {duration} at {subtask}, ran beside processing.'),
    {
      duration: { text: ms(trace, upload.ms), target },
      subtask: { text: subtaskName(trace, upload.share), target },
      bytes: formatBytes(bytes),
    },
  );
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
  return sentence(
    l10n.t(
      '{operator} shows {duration} of async for {bytes}: likely waiting for in-flight data, not an upload.',
    ),
    {
      operator: { text: trace.operators[upload.share.operator]!.name, target },
      duration: { text: ms(trace, upload.ms), target },
      bytes: formatBytes(bytes),
    },
  );
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
  return sentence(l10n.t('Barriers took up to {duration} to reach {subtask}.'), {
    duration: { text: ms(shares.trace, slow.ms), target },
    subtask: { text: subtaskName(shares.trace, slow.share), target },
  });
}

function longestStop({ shares, stopped }: JobFindings, isOneOfMany: boolean): Sentence | undefined {
  if (stopped === undefined || stopped.ms === 0) return undefined;
  const { trace, checkpoint } = shares;
  const target = targetOf(shares.of(stopped)!, stopped.preBarrierMs > stopped.syncMs ? 'preBarrier' : 'sync');
  return sentence(
    isOneOfMany
      ? l10n.t('The longest full stop that Flink measured in #{id} is {duration}, at {subtask}.')
      : l10n.t('The longest full stop that Flink measured is {duration}, at {subtask}.'),
    {
      id: String(trace.checkpoints[checkpoint]!.id),
      duration: { text: ms(trace, stopped.ms), target },
      subtask: subtaskName(trace, stopped),
    },
  );
}

function noLongerThan(findings: JobFindings, isOneOfMany: boolean): Sentence | undefined {
  const { shares, stopped } = findings;
  if (stopped === undefined) return undefined;
  const { trace, checkpoint } = shares;
  const of = { id: trace.checkpoints[checkpoint]!.id, duration: ms(trace, stopped.ms) };
  const longest = isOneOfMany
    ? l10n.t('No lock hold in #{id} was longer than {duration}.', of)
    : l10n.t('No lock hold was longer than {duration}.', of);
  return paragraph([plain(longest), plain(causeText(slowCause(findings)))]);
}

function causeText(cause: SlowCause): string {
  switch (cause) {
    case 'lateTrigger':
      return l10n.t('All sources began late alike: likely the trigger came late.');
    case 'lateSource':
      return l10n.t('Likely a busy source, or a late trigger.');
    case 'starting':
      return l10n.t('It was the first checkpoint after a start: its tasks may not have been ready.');
    case 'backPressure':
      return l10n.t('Likely back-pressure, not state.');
    case 'unknown':
      return l10n.t('What else it waited for is in none of the numbers.');
  }
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
  const of = {
    sender: nameOfWaited(trace, waited),
    when: first === last ? last : l10n.t('{first} to {last}', { first, last }),
  };
  if (isSource(trace, waited.last.operator)) {
    return plain(l10n.t('{sender} began its part {when} after the trigger.', of));
  }
  return plain(
    waited.barrier === 'firstBarrier'
      ? l10n.t('{sender} got its first barrier {when} after the trigger.', of)
      : l10n.t('{sender} got its last barrier {when} after the trigger.', of),
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
      ? l10n.t(
          'The last barrier was sent to it after {0} or later: it queued behind records, or was held before it was sent.',
          sent,
        )
      : l10n.t('The last barrier was sent to it after {0}: it queued behind records.', sent),
  );
}

/** Why one subtask got its barrier so much later than its siblings: said only as likely, and only if it always does. */
function likelyCause(findings: JobFindings): Sentence | undefined {
  const waited = waitedFor(findings, findings.heldBack!);
  if (waited?.isAlone !== true) return undefined;
  const { trace } = findings.shares;
  const before = earlierHold(trace, waited.last, waited.last[waited.barrier]!);
  if (before !== undefined) return plain(l10n.t('It was still in the lock hold of #{0}.', before));
  if (!isLikelyHotKey(trace, waited)) return undefined;
  const of = { late: formatCount(waited.lateIn), completed: formatCount(waited.completed) };
  return plain(
    isOnOwnMachine(trace, waited.last)
      ? l10n.t(
          'Likely cause: a hot key, or a slower machine; it was late alone in {late} of {completed} completed checkpoints.',
          of,
        )
      : l10n.t(
          'Likely cause: a hot key; it was late alone in {late} of {completed} completed checkpoints.',
          of,
        ),
  );
}

function finishedSentence({ trace, all }: Shares): Sentence | undefined {
  const finished = trace.operators.filter(({ parallelism }, operator) => {
    const ended = all.filter((share) => share.operator === operator && share.outcome === 'finished');
    return ended.length === parallelism;
  });
  if (finished.length === 0) return undefined;
  const names = finished
    .map(({ name }) => name)
    .reduce((first, next) => l10n.t('{first} and {next}', { first, next }));
  return plain(l10n.t('{0} had finished before.', names));
}
