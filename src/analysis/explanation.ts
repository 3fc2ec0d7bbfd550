import type { Trace } from '../trace/model.js';
import type { CheckpointIndex, Ms } from '../trace/units.js';
import { criticalPath, type CriticalPath, type PathPartKind } from './criticalPath.js';
import { culpritOf, type Culprit } from './culprit.js';
import { type Edges, edgesOf } from './edges.js';
import { failureKind, isUnaligned } from './jobSource.js';
import { subtaskName } from './names.js';
import { plain, type Sentence } from './phrases.js';
import { formatBytes, formatCount } from './quantities.js';
import { sharesByCheckpoint, type Share, type Shares } from './shares.js';
import { ms, targetOf } from './verdictJobSentences.js';

/** One side of a comparison must be this many times the other to be called the reason. */
const clearly = 2;

/** The four things that people ask of a checkpoint that took long, each answered in words. */
export interface Explanation {
  /** Did the time go by before the snapshot, in it, or until the commit? */
  readonly stages: Sentence;
  /** How fast did the acknowledgements come in? */
  readonly acknowledgements: Sentence;
  /** Was it waiting for barriers, or the size of the state? */
  readonly waitingOrSize: Sentence;
  /** Do the failures of this job have one place in common? */
  readonly failures: Sentence;
}

/** @param now up to when a checkpoint under way is known, ms */
export function explanation(trace: Trace, checkpoint: CheckpointIndex, now: Ms): Explanation {
  const shares = sharesByCheckpoint(trace)[checkpoint]!;
  const edges = edgesOf(trace);
  const path = criticalPath(shares, edges, now);
  return {
    stages: stages(trace, path),
    acknowledgements: acknowledgements(shares),
    waitingOrSize: waitingOrSize(trace, path),
    failures: failures(trace, edges),
  };
}

const stageOf: Readonly<Record<PathPartKind, 'before' | 'snapshot' | 'commit' | 'notKnown'>> = {
  startDelay: 'before',
  alignment: 'before',
  preBarrier: 'before',
  sync: 'snapshot',
  async: 'snapshot',
  ack: 'commit',
  completion: 'commit',
  notKnown: 'notKnown',
};

function stageMs({ parts }: CriticalPath, stage: 'before' | 'snapshot' | 'commit' | 'notKnown'): Ms {
  return parts.reduce((sum, { kind, from, to }) => (stageOf[kind] === stage ? sum + to - from : sum), 0);
}

const stageWords = [
  ['before', 'before the snapshot'],
  ['snapshot', 'in the snapshot and its upload'],
  ['commit', 'from there to the commit'],
  ['notKnown', 'not known'],
] as const;

/** `Of 1.64 s on the critical path: 1.43 s before the snapshot, 45 ms in the snapshot and its upload, 159 ms not known.` */
function stages(trace: Trace, path: CriticalPath): Sentence {
  const parts = stageWords.flatMap(([stage, words]) => {
    const took = stageMs(path, stage);
    return took === 0 ? [] : [`${ms(trace, took)} ${words}`];
  });
  if (parts.length === 0) return plain('It took no time that can be told.');
  return plain(`Of ${ms(trace, path.end - path.start)} on the critical path: ${parts.join(', ')}.`);
}

/** `12 of 12 subtasks acknowledged: half of them within 96 ms, the last, count per customer (3/4), after 1.64 s.` */
function acknowledgements(shares: Shares): Sentence {
  const { trace, checkpoint } = shares;
  const all = trace.operators.reduce((sum, { parallelism }) => sum + parallelism, 0);
  const { trigger } = trace.checkpoints[checkpoint]!;
  const done = shares.all
    .flatMap((share): { share: Share; after: Ms }[] => {
      const last = share.spans.ack ?? share.spans.async;
      if (share.outcome !== undefined || last === undefined) return [];
      return [{ share, after: trace.spans.end[last]! - trigger }];
    })
    .sort((a, b) => a.after - b.after);
  const finished = shares.all.filter(({ outcome }) => outcome === 'finished').length;
  const before = finished === 0 ? '' : `, ${formatCount(finished)} had finished before`;
  const counted = `${formatCount(done.length)} of ${formatCount(all)} subtasks acknowledged${before}`;
  const last = done.at(-1);
  if (last === undefined) return plain(`${counted}.`);
  const half = done[Math.ceil(done.length / 2) - 1]!;
  return [
    { text: `${counted}: half of them within ${ms(trace, half.after)}, the last, ` },
    { text: subtaskName(trace, last.share), target: targetOf(last.share, 'async') },
    { text: `, after ${ms(trace, last.after)}.` },
  ];
}

/** Whether the path went on waiting for barriers or on taking and uploading the snapshot. */
function waitingOrSize(trace: Trace, path: CriticalPath): Sentence {
  const sum = (kinds: readonly PathPartKind[]): Ms =>
    path.parts.reduce((all, { kind, from, to }) => (kinds.includes(kind) ? all + to - from : all), 0);
  const waited = sum(['startDelay', 'alignment']);
  const taken = sum(['sync', 'async']);
  const { bytes } = trace.checkpoints[path.checkpoint]!;
  const stored = bytes === undefined ? '' : ` for ${formatBytes(bytes)} in all`;
  const words = (took: Ms): string => (took === 0 ? '0' : ms(trace, took));
  const numbers = `${words(waited)} went into waiting for barriers, ${words(taken)} into snapshot and upload${stored}`;
  if (sum(['notKnown']) > waited + taken) return plain(`Most of it is not known: ${numbers}.`);
  // Async of an unaligned checkpoint waits for records in flight as well: its length says nothing of size.
  if (isUnaligned(trace.checkpoints[path.checkpoint]!) && taken > waited) {
    return plain(`${numbers}; being unaligned, part of that may be waiting for records in flight.`);
  }
  if (waited > clearly * taken) return plain(`Waiting rather than size: ${numbers}.`);
  if (taken > clearly * waited) return plain(`The snapshot rather than waiting: ${numbers}.`);
  return plain(`Neither waiting nor the snapshot alone: ${numbers}.`);
}

/** Where the checkpoints that failed of themselves had got to. */
function failures(trace: Trace, edges: Edges): Sentence {
  const { checkpoints } = trace;
  const failed = [...checkpoints.keys()].filter(
    (index) =>
      checkpoints[index]!.status === 'failed' && failureKind(checkpoints[index]!.failure) !== 'jobEnded',
  );
  if (failed.length === 0) {
    const isNone = checkpoints.every(({ status }) => status !== 'failed');
    return plain(
      isNone
        ? 'No checkpoint failed.'
        : 'No checkpoint failed but what was given up when the job ended or restarted.',
    );
  }
  const places = new Map<string, number>();
  for (const index of failed) {
    const shares = sharesByCheckpoint(trace)[index]!;
    const culprit = culpritOf(shares, edges, checkpoints[index]!.end);
    const where = culprit === undefined ? 'after all had acknowledged' : placeOf(shares, culprit);
    places.set(where, (places.get(where) ?? 0) + 1);
  }
  const counted = `${formatCount(failed.length)} of ${formatCount(checkpoints.length)} checkpoints failed`;
  const [first, ...others] = [...places].sort((a, b) => b[1] - a[1]);
  if (others.length === 0) return plain(`${counted}${failed.length > 1 ? ', all' : ''} ${first![0]}.`);
  const words = [first!, ...others].map(([where, count]) => `${formatCount(count)} ${where}`);
  return plain(`${counted}: ${words.join(', ')}.`);
}

function placeOf({ trace }: Shares, { row, where, hasDeclined }: Culprit): string {
  const who = `a subtask of ${trace.operators[row.operator]!.name}`;
  if (hasDeclined) return `when ${who} declined`;
  if (where === undefined || (where.phase === 'ack' && !where.isSure)) {
    return `without an acknowledgement of ${who}`;
  }
  return `while ${who} was ${where.isSure ? '' : 'likely '}${where.words}`;
}
