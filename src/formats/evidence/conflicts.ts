import * as l10n from '@vscode/l10n';
import type { CheckpointEvidence, EvidenceOrigin, Sourced, SubtaskEvidence } from './model.js';

const words: Readonly<Record<EvidenceOrigin, string>> = {
  rest: 'REST',
  spans: l10n.t('the trace spans'),
  log: l10n.t('the logs'),
};

/** Flink cuts each duration to whole ms, and each source cuts on its own. */
const toleranceMs = 1;

interface Conflict {
  readonly text: string;
  count: number;
}

/** Numbers that two sources give and that differ, one sentence for each kind of number and pair of sources. */
export class Conflicts {
  private readonly found = new Map<string, Conflict>();

  compareCheckpoint(parts: readonly Sourced<CheckpointEvidence>[]): void {
    const { id } = parts[0]!.fact;
    const where = l10n.t('checkpoint {0}', id);
    this.compare(
      l10n.t('trigger'),
      where,
      values(parts, ({ trigger }) => trigger),
      0,
    );
    this.compare(
      l10n.t('size'),
      where,
      values(parts.filter(isSettled), ({ checkpointedBytes }) => checkpointedBytes),
      0,
      'bytes',
    );
    const ended = parts.filter(({ fact: { status } }) => status === 'completed' || status === 'failed');
    const first = ended[0];
    const other = ended.find(({ fact }) => fact.status !== first?.fact.status);
    if (first === undefined || other === undefined) return;
    this.add(
      `status:${first.origin}:${other.origin}`,
      l10n.t('Checkpoint {id} is {status} in {source} and {otherStatus} in {otherSource}', {
        id,
        status: statusWords(first.fact.status),
        source: words[first.origin],
        otherStatus: statusWords(other.fact.status),
        otherSource: words[other.origin],
      }),
    );
  }

  compareSubtask(checkpoint: number, vertex: string, parts: readonly Sourced<SubtaskEvidence>[]): void {
    // A trace of a million spans has hundreds of thousands of them, and nearly all are told of once.
    if (parts.length === 1) return;
    const where = l10n.t('{vertex}, subtask {subtask}, checkpoint {checkpoint}', {
      ...{ vertex, subtask: parts[0]!.fact.subtask, checkpoint },
    });
    this.compare(
      l10n.t('start delay'),
      where,
      values(parts, ({ startDelay }) => startDelay),
    );
    this.compare(
      l10n.t('sync duration'),
      where,
      values(parts, ({ sync, moments }) => sync ?? moments?.syncMs),
    );
    this.compare(
      l10n.t('async duration'),
      where,
      values(parts, ({ async, moments }) => async ?? moments?.asyncMs),
    );
    this.compare(
      l10n.t('size'),
      where,
      values(parts, ({ checkpointedBytes }) => checkpointedBytes),
      0,
      'bytes',
    );
  }

  /** One sentence a kind: the first of it, and how many more there are. */
  sentences(): readonly string[] {
    return [...this.found.values()].map(({ text, count }) => {
      if (count === 1) return l10n.t('{clause}.', { clause: text });
      return count === 2
        ? l10n.t('{0}, and they differ in one more place.', text)
        : l10n.t('{clause}, and they differ in {more} more places.', { clause: text, more: count - 1 });
    });
  }

  private compare(
    what: string,
    where: string,
    given: readonly Given[],
    tolerance = toleranceMs,
    unit = 'ms',
  ): void {
    const [first, ...others] = given;
    const other = others.find(
      ({ value }) => first !== undefined && Math.abs(value - first.value) > tolerance,
    );
    if (first === undefined || other === undefined || first.origin === other.origin) return;
    this.add(
      `${what}:${first.origin}:${other.origin}`,
      l10n.t('The {what} of {where} is {value} in {source} and {otherValue} in {otherSource}', {
        what,
        where,
        value: `${first.value} ${unit}`,
        source: words[first.origin],
        otherValue: `${other.value} ${unit}`,
        otherSource: words[other.origin],
      }),
    );
  }

  private add(kind: string, text: string): void {
    const known = this.found.get(kind);
    if (known === undefined) this.found.set(kind, { text, count: 1 });
    else known.count += 1;
  }
}

function statusWords(status: CheckpointEvidence['status']): string {
  return status === 'completed' ? l10n.t('completed') : l10n.t('failed');
}

/** Of a checkpoint that failed, reports go on to come in; and logs count the metadata in. */
function isSettled({ origin, fact }: Sourced<CheckpointEvidence>): boolean {
  return fact.status === 'completed' && origin !== 'log';
}

interface Given {
  readonly origin: EvidenceOrigin;
  readonly value: number;
}

function values<Fact>(
  parts: readonly Sourced<Fact>[],
  valueOf: (fact: Fact) => number | undefined,
): readonly Given[] {
  return parts.flatMap(({ origin, fact }) => {
    const value = valueOf(fact);
    return value === undefined ? [] : [{ origin, value }];
  });
}
