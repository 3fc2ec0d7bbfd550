import { phases, type Phase } from '../trace/model.js';
import type { Row } from '../trace/rowRange.js';
import type { JobFindings } from './jobFindings.js';
import { subtaskName } from './names.js';
import { paragraph, plain, type Sentence, type Verdict } from './phrases.js';
import { formatCount } from './quantities.js';
import type { Shares } from './shares.js';
import { savepointSentence } from './verdictJobCheckpoint.js';
import { endToEndMs, ms } from './verdictJobSentences.js';
import { stoodStill } from './verdictSentences.js';

/** The verdict on a checkpoint that is under way, or that the trace ends in: whom it waits for. */
export function verdictOnUnderWay({ shares, edges, stopped }: JobFindings): Verdict {
  const { trace, checkpoint } = shares;
  const { id, kind } = trace.checkpoints[checkpoint]!;
  const named = kind === 'savepoint' ? `Savepoint #${id}` : `#${id}`;
  const open = shares.all.length === 0 ? [] : waiting(shares);
  const isOver = trace.source.state !== undefined && trace.source.state !== 'running';
  const first = open.find((row) => !edges.upstream(row).some((other) => includes(open, other))) ?? open[0];
  const others = open.length > 1 ? ` and ${formatCount(open.length - 1)} more` : '';
  const headline: Sentence =
    first === undefined
      ? plain(
          `${named} is ${shares.all.length === 0 ? 'under way' : 'acknowledged by all subtasks, and not completed yet'}.`,
        )
      : [
          { text: `${named} ${isOver ? 'was not completed: it waited' : 'waits'} for ` },
          {
            text: subtaskName(trace, first),
            target: { checkpoint, ...first, phase: lastSeen(shares, first) },
          },
          { text: `${others}.` },
        ];
  return {
    headline,
    meanwhile: paragraph([
      savepointSentence(shares),
      shares.all.length === 0 ? undefined : acknowledged(shares, open.length),
      first && processingOf(shares, first),
      stopped !== undefined && stopped.ms > 0 ? stoodStill(trace, stopped, 'So far processing') : undefined,
    ]),
    evidence: [],
  };
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
  const count = trace.operators.reduce((sum, { parallelism }) => sum + parallelism, 0);
  const last = all.reduce(
    (most, share) => Math.max(most, share.spans.ack === undefined ? 0 : endToEndMs(trace, share)),
    0,
  );
  const after = last > 0 ? `, the last after ${ms(trace, last)}` : '';
  return plain(
    `${formatCount(count - open)} of ${formatCount(count)} subtasks have acknowledged it${after}.`,
  );
}

/** What a log says of the one that is waited for; without, nothing is known of its part before it reports. */
function processingOf(shares: Shares, row: Row): Sentence | undefined {
  return lastSeen(shares, row) === 'async' ? plain('It uploads; processing goes on.') : undefined;
}

function lastSeen(shares: Shares, row: Row): Phase {
  const share = shares.of(row);
  const seen = share && phases.findLast((phase) => share.spans[phase] !== undefined);
  return seen === 'sync' ? 'async' : (seen ?? 'startDelay');
}
