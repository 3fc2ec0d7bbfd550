import { buildTrace, type SpanRow } from '../../../src/trace/builder.js';
import type { Checkpoint, Phase, Trace, Wait } from '../../../src/trace/model.js';

/** What is special in the last checkpoint of an invented job, ms; all else is a few ms. */
export interface JobWishes {
  readonly kind?: 'flink' | 'engine';
  /** Of both subtasks of the source. */
  readonly startDelay?: number;
  /** From the source to `count (1/2)`. */
  readonly travel?: number;
  /** Of both subtasks of `sink`, which wait for `count (1/2)`. */
  readonly alignment?: number;
  /** How late `count (2/2)` is, where `count (1/2)` is late by `alignment`. */
  readonly siblings?: number;
  /** Of `count (1/2)`. */
  readonly preBarrier?: number;
  readonly sync?: number;
  readonly async?: number;
  readonly ack?: number;
  readonly queued?: number;
  readonly bytes?: number;
  /** From the last acknowledgement to the end. */
  readonly completion?: number;
  readonly interval?: number;
  readonly stateBackend?: string;
  /** The state of each checkpoint; without, there are four checkpoints of 1 kB. */
  readonly fullBytes?: readonly number[];
  /** What each stored anew; without, all of it. */
  readonly stored?: number;
  /** How much longer the uploads on the second of two machines take, in all checkpoints. */
  readonly slowedBy?: number;
}

const period = 100_000;

/** A measured job: `source` ×2 → `count` ×2 → `sink` ×2, all to all. */
export function jobTrace(wishes: JobWishes): Trace {
  const { fullBytes = [1000, 1000, 1000, 1000], stored, kind = 'flink', interval, stateBackend } = wishes;
  const last = fullBytes.length - 1;
  const parts = fullBytes.map((_, checkpoint) =>
    partsOf(checkpoint, checkpoint === last ? wishes : slowedOnly(wishes)),
  );
  const locations = ['a:1', 'b:1'];
  const inputs = (from: string) => [{ from, ship: kind === 'flink' ? 'HASH' : 'hash' }];
  return buildTrace({
    producer: { name: 'test', version: '1' },
    source: { kind, job: 'invented', checkpointing: { interval, stateBackend } },
    epoch: 0,
    operators: [
      { id: 'source', name: 'Source: x', parallelism: 2, inputs: [], locations },
      { id: 'count', name: 'count', parallelism: 2, inputs: inputs('source'), locations },
      { id: 'sink', name: 'sink', parallelism: 2, inputs: inputs('count'), locations },
    ],
    checkpoints: parts.map(({ end }, checkpoint): Checkpoint => ({
      id: checkpoint + 1,
      kind: 'checkpoint',
      trigger: checkpoint * period,
      end,
      status: 'completed',
      bytes: stored ?? fullBytes[checkpoint]!,
      fullBytes: fullBytes[checkpoint]!,
    })),
    spans: parts.flatMap(({ spans }) => spans),
    waits: parts.flatMap(({ waits }) => waits),
  });
}

function slowedOnly({ slowedBy, async }: JobWishes): JobWishes {
  return slowedBy === undefined ? {} : { slowedBy, ...(async === undefined ? {} : { async }) };
}

interface Parts {
  readonly spans: readonly SpanRow[];
  readonly waits: readonly Wait[];
  readonly end: number;
}

function partsOf(checkpoint: number, wishes: JobWishes): Parts {
  const trigger = checkpoint * period;
  const { startDelay = 1, travel = 1, alignment = 0, siblings = 0, slowedBy = 0 } = wishes;
  const spans: SpanRow[] = [];
  const add = (operator: number, subtask: number, lengths: readonly (readonly [Phase, number])[]): number => {
    let at = trigger;
    for (const [phase, length] of lengths) {
      if (length === 0) continue;
      const bytes = phase === 'async' ? (wishes.bytes ?? 0) : 0;
      spans.push({ checkpoint, operator, subtask, phase, start: at, end: at + length, bytes });
      at += length;
    }
    return at;
  };
  const slowed = (subtask: number, of: number): number => of + (subtask === 1 ? slowedBy : 0);
  const both = [0, 1];
  const ends = both.map((subtask) =>
    add(0, subtask, [
      ['startDelay', startDelay],
      ['sync', 1],
      ['async', slowed(subtask, 1)],
      ['ack', 1],
    ]),
  );
  const arrived = startDelay + travel;
  const { preBarrier = 0, sync = 1, async = 1, ack = 1 } = wishes;
  // The first is late by the alignment that the sinks have for it.
  ends.push(
    add(1, 0, [
      ['startDelay', arrived + alignment],
      ['preBarrier', preBarrier],
      ['sync', sync],
      ['async', async],
      ['ack', ack],
    ]),
    add(1, 1, [
      ['startDelay', arrived + siblings],
      ['sync', 1],
      ['async', slowed(1, async)],
      ['ack', 1],
    ]),
  );
  const first = arrived + Math.min(alignment, siblings) + 1;
  const lastSent = arrived + alignment + preBarrier + 1;
  ends.push(
    ...both.map((subtask) =>
      add(2, subtask, [
        ['startDelay', siblings === alignment && alignment > 0 ? first - alignment : first],
        ['alignment', siblings === alignment && alignment > 0 ? alignment : lastSent - first],
        ['sync', 1],
        ['async', slowed(subtask, 1)],
        ['ack', 1],
      ]),
    ),
  );
  const upload = trigger + arrived + alignment + preBarrier + sync;
  const waits: readonly Wait[] =
    wishes.queued === undefined
      ? []
      : [
          {
            kind: 'queuedUpload',
            checkpoint,
            operator: 1,
            subtask: 0,
            start: upload,
            end: upload + wishes.queued,
          },
        ];
  return { spans, waits, end: Math.max(...ends) + (wishes.completion ?? 1) };
}
