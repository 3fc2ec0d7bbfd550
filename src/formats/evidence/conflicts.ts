import type { CheckpointEvidence, EvidenceOrigin, Sourced, SubtaskEvidence } from './model.js';

const words: Readonly<Record<EvidenceOrigin, string>> = {
  rest: 'REST',
  spans: 'the trace spans',
  log: 'the logs',
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
    const where = `checkpoint ${parts[0]!.fact.id}`;
    this.compare(
      'trigger',
      where,
      values(parts, ({ trigger }) => trigger),
      0,
    );
    this.compare(
      'size',
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
      `${where} is ${first.fact.status!} in ${words[first.origin]} and ${other.fact.status!} in ${words[other.origin]}`,
    );
  }

  compareSubtask(checkpoint: number, vertex: string, parts: readonly Sourced<SubtaskEvidence>[]): void {
    const where = `${vertex}, subtask ${parts[0]!.fact.subtask}, checkpoint ${checkpoint}`;
    this.compare(
      'start delay',
      where,
      values(parts, ({ startDelay }) => startDelay),
    );
    this.compare(
      'sync duration',
      where,
      values(parts, ({ sync, moments }) => sync ?? moments?.syncMs),
    );
    this.compare(
      'async duration',
      where,
      values(parts, ({ async, moments }) => async ?? moments?.asyncMs),
    );
    this.compare(
      'size',
      where,
      values(parts, ({ checkpointedBytes }) => checkpointedBytes),
      0,
      'bytes',
    );
  }

  /** One sentence a kind: the first of it, and how many more there are. */
  sentences(): readonly string[] {
    return [...this.found.values()].map(({ text, count }) => {
      if (count === 1) return `${text}.`;
      return `${text}, and they differ in ${count === 2 ? 'one more place' : `${count - 1} more places`}.`;
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
      `The ${what} of ${where} is ${first.value} ${unit} in ${words[first.origin]} and ${other.value} ${unit} in ${words[other.origin]}`,
    );
  }

  private add(kind: string, text: string): void {
    const known = this.found.get(kind);
    if (known === undefined) this.found.set(kind, { text: text[0]!.toUpperCase() + text.slice(1), count: 1 });
    else known.count += 1;
  }
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
