import * as l10n from '@vscode/l10n';
import type { Trace } from '../../trace/model.js';
import type { CheckpointIndex, Ms } from '../../trace/units.js';
import { criticalPath, type CriticalPath, type PathPartKind } from '../path/criticalPath.js';
import { culpritOf, type Culprit } from './culprit.js';
import { stateWords } from './culpritWords.js';
import { type Edges, edgesOf } from '../path/edges.js';
import { failureKind, isUnaligned } from '../jobSource.js';
import { subtaskName } from '../names.js';
import { clauses, listedClauses, plain, sentence, type Sentence } from '../phrases.js';
import { formatBytes, formatCount } from '../quantities.js';
import { sharesByCheckpoint, type Share, type Shares } from '../shares.js';
import { subtaskCount } from '../subtaskCount.js';
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

type Stage = 'before' | 'snapshot' | 'commit' | 'notKnown';

const stageOf: Readonly<Record<PathPartKind, Stage>> = {
  startDelay: 'before',
  alignment: 'before',
  preBarrier: 'before',
  sync: 'snapshot',
  async: 'snapshot',
  ack: 'commit',
  completion: 'commit',
  notKnown: 'notKnown',
};

function stageMs({ parts }: CriticalPath, stage: Stage): Ms {
  return parts.reduce((sum, { kind, from, to }) => (stageOf[kind] === stage ? sum + to - from : sum), 0);
}

/** `Of 1.64 s on the critical path: 1.43 s before the snapshot, 45 ms in the snapshot and its upload, 159 ms not known.` */
function stages(trace: Trace, path: CriticalPath): Sentence {
  const parts = (['before', 'snapshot', 'commit', 'notKnown'] as const).flatMap((stage) => {
    const took = stageMs(path, stage);
    return took === 0 ? [] : [stageText(stage, ms(trace, took))];
  });
  if (parts.length === 0) return plain(l10n.t('It took no time that can be told.'));
  return plain(
    l10n.t('Of {duration} on the critical path: {parts}.', {
      duration: ms(trace, path.end - path.start),
      parts: listedClauses(parts),
    }),
  );
}

function stageText(stage: Stage, duration: string): string {
  switch (stage) {
    case 'before':
      return l10n.t('{0} before the snapshot', duration);
    case 'snapshot':
      return l10n.t('{0} in the snapshot and its upload', duration);
    case 'commit':
      return l10n.t('{0} from there to the commit', duration);
    case 'notKnown':
      return l10n.t('{0} not known', duration);
  }
}

/** `12 of 12 subtasks acknowledged: half of them within 96 ms, the last, count per customer (3/4), after 1.64 s.` */
function acknowledgements(shares: Shares): Sentence {
  const { trace, checkpoint } = shares;
  const all = subtaskCount(trace);
  const { trigger } = trace.checkpoints[checkpoint]!;
  const done = shares.all
    .flatMap((share): { share: Share; after: Ms }[] => {
      const last = share.spans.ack ?? share.spans.async;
      if (share.outcome !== undefined || last === undefined) return [];
      return [{ share, after: trace.spans.end[last]! - trigger }];
    })
    .sort((a, b) => a.after - b.after);
  const finished = shares.all.filter(({ outcome }) => outcome === 'finished').length;
  const of = { done: formatCount(done.length), all: formatCount(all), finished: formatCount(finished) };
  const counted =
    finished === 0
      ? l10n.t('{done} of {all} subtasks acknowledged', of)
      : l10n.t('{done} of {all} subtasks acknowledged, {finished} had finished before', of);
  const last = done.at(-1);
  if (last === undefined) return clauses(counted);
  const detail = sentence(l10n.t('half of them within {half}, the last, {subtask}, after {duration}'), {
    half: ms(trace, done[Math.ceil(done.length / 2) - 1]!.after),
    subtask: { text: subtaskName(trace, last.share), target: targetOf(last.share, 'async') },
    duration: ms(trace, last.after),
  });
  return clauses(counted, detail);
}

/** Whether the path went on waiting for barriers or on taking and uploading the snapshot. */
function waitingOrSize(trace: Trace, path: CriticalPath): Sentence {
  const sum = (kinds: readonly PathPartKind[]): Ms =>
    path.parts.reduce((all, { kind, from, to }) => (kinds.includes(kind) ? all + to - from : all), 0);
  const waited = sum(['startDelay', 'alignment']);
  const taken = sum(['sync', 'async']);
  const { bytes } = trace.checkpoints[path.checkpoint]!;
  const words = (took: Ms): string => (took === 0 ? '0' : ms(trace, took));
  const of = { waited: words(waited), taken: words(taken), bytes: formatBytes(bytes ?? 0) };
  const numbers =
    bytes === undefined
      ? l10n.t('{waited} went into waiting for barriers, {taken} into snapshot and upload', of)
      : l10n.t(
          '{waited} went into waiting for barriers, {taken} into snapshot and upload for {bytes} in all',
          of,
        );
  if (sum(['notKnown']) > waited + taken) return clauses(l10n.t('Most of it is not known'), numbers);
  // Async of an unaligned checkpoint waits for records in flight as well: its length says nothing of size.
  if (isUnaligned(trace.checkpoints[path.checkpoint]!) && taken > waited) {
    return plain(l10n.t('{0}; being unaligned, part of that may be waiting for records in flight.', numbers));
  }
  if (waited > clearly * taken) return clauses(l10n.t('Waiting rather than size'), numbers);
  if (taken > clearly * waited) return clauses(l10n.t('The snapshot rather than waiting'), numbers);
  return clauses(l10n.t('Neither waiting nor the snapshot alone'), numbers);
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
        ? l10n.t('No checkpoint failed.')
        : l10n.t('No checkpoint failed but what was given up when the job ended or restarted.'),
    );
  }
  const places = new Map<string, number>();
  for (const index of failed) {
    const shares = sharesByCheckpoint(trace)[index]!;
    const culprit = culpritOf(shares, edges, checkpoints[index]!.end);
    const where = culprit === undefined ? l10n.t('after all had acknowledged') : placeOf(shares, culprit);
    places.set(where, (places.get(where) ?? 0) + 1);
  }
  const of = { count: formatCount(failed.length), all: formatCount(checkpoints.length) };
  const [first, ...others] = [...places].sort((a, b) => b[1] - a[1]);
  if (others.length > 0) {
    const each = [first!, ...others].map(([where, count]) =>
      l10n.t('{count} {where}', { count: formatCount(count), where }),
    );
    return clauses(l10n.t('{count} of {all} checkpoints failed', of), listedClauses(each));
  }
  const inOne = { ...of, where: first![0] };
  return plain(
    failed.length > 1
      ? l10n.t('{count} of {all} checkpoints failed, all {where}.', inOne)
      : l10n.t('{count} of {all} checkpoints failed {where}.', inOne),
  );
}

function placeOf({ trace }: Shares, { row, where, hasDeclined }: Culprit): string {
  const operator = trace.operators[row.operator]!.name;
  if (hasDeclined) return l10n.t('when a subtask of {operator} declined', { operator });
  if (where === undefined || (where.phase === 'ack' && !where.isSure)) {
    return l10n.t('without an acknowledgement of a subtask of {operator}', { operator });
  }
  const of = { operator, state: stateWords(where) };
  return where.isSure
    ? l10n.t('while a subtask of {operator} was {state}', of)
    : l10n.t('while a subtask of {operator} was likely {state}', of);
}
