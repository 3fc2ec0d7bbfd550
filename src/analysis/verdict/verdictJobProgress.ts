import * as l10n from '@vscode/l10n';
import { mayGoOn } from '../jobSource.js';
import { phases, type Phase, type Trace } from '../../trace/model.js';
import type { Row } from '../../trace/rowRange.js';
import type { JobFindings } from './jobFindings.js';
import { checkpointName, subtaskName } from '../names.js';
import { paragraph, plain, sentence, type Sentence, type Verdict } from '../phrases.js';
import { formatCount } from '../quantities.js';
import type { Shares } from '../shares.js';
import { subtaskCount } from '../subtaskCount.js';
import { savepointSentence } from './verdictJobCheckpoint.js';
import { endToEndMs, ms } from './verdictJobSentences.js';
import { stoodStill } from './stoodStill.js';

/** The verdict on a checkpoint that is under way, or that the trace ends in: whom it waits for. */
export function verdictOnUnderWay({ shares, edges, stopped }: JobFindings): Verdict {
  const { trace, checkpoint } = shares;
  const open = shares.all.length === 0 ? [] : waiting(shares);
  const first = open.find((row) => !edges.upstream(row).some((other) => includes(open, other))) ?? open[0];
  const named = checkpointName(trace.checkpoints[checkpoint]!);
  return {
    headline:
      first === undefined
        ? plain(
            shares.all.length === 0
              ? l10n.t('{0} is under way.', named)
              : l10n.t('{0} is acknowledged by all subtasks, and not completed yet.', named),
          )
        : sentence(waitsTemplate(trace, open.length > 1), {
            checkpoint: named,
            subtask: {
              text: subtaskName(trace, first),
              target: { checkpoint, ...first, phase: lastSeen(shares, first) },
            },
            others: formatCount(open.length - 1),
          }),
    meanwhile: paragraph([
      savepointSentence(shares),
      shares.all.length === 0 ? undefined : acknowledged(shares, open.length),
      first && processingOf(shares, first),
      stopped !== undefined && stopped.ms > 0 ? stoodStill(trace, stopped, 'now') : undefined,
    ]),
    evidence: [],
  };
}

function waitsTemplate({ source }: Trace, hasOthers: boolean): string {
  if (!mayGoOn(source)) {
    return hasOthers
      ? l10n.t('{checkpoint} was not completed: it waited for {subtask} and {others} more.')
      : l10n.t('{checkpoint} was not completed: it waited for {subtask}.');
  }
  return hasOthers
    ? l10n.t('{checkpoint} waits for {subtask} and {others} more.')
    : l10n.t('{checkpoint} waits for {subtask}.');
}

/** Those that have not acknowledged: no acknowledgement is known of them. */
function waiting(shares: Shares): readonly Row[] {
  const { operators } = shares.trace;
  return operators.flatMap(({ parallelism }, operator) =>
    Array.from({ length: parallelism }, (_, subtask) => ({ operator, subtask })).filter((row) => {
      const share = shares.of(row);
      return share?.outcome !== 'finished' && share?.spans.ack === undefined;
    }),
  );
}

function includes(rows: readonly Row[], { operator, subtask }: Row): boolean {
  return rows.some((row) => row.operator === operator && row.subtask === subtask);
}

/** `5 of 6 subtasks have acknowledged it, the last after 1.74 s.` */
function acknowledged({ trace, all }: Shares, open: number): Sentence {
  const count = subtaskCount(trace);
  const last = all.reduce(
    (most, share) => Math.max(most, share.spans.ack === undefined ? 0 : endToEndMs(trace, share)),
    0,
  );
  const of = { done: formatCount(count - open), all: formatCount(count) };
  return plain(
    last > 0
      ? l10n.t('{done} of {all} subtasks have acknowledged it, the last after {duration}.', {
          ...of,
          duration: ms(trace, last),
        })
      : l10n.t('{done} of {all} subtasks have acknowledged it.', of),
  );
}

/** What a log says of the one that is waited for; without, nothing is known of its part before it reports. */
function processingOf(shares: Shares, row: Row): Sentence | undefined {
  return lastSeen(shares, row) === 'async' ? plain(l10n.t('It uploads; processing goes on.')) : undefined;
}

function lastSeen(shares: Shares, row: Row): Phase {
  const share = shares.of(row);
  const seen = share && phases.findLast((phase) => share.spans[phase] !== undefined);
  return seen === 'sync' ? 'async' : (seen ?? 'startDelay');
}
