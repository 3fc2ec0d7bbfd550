import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Edges } from '../../../src/analysis/path/edges.js';
import { sharesByCheckpoint } from '../../../src/analysis/shares.js';
import { provenLateness, unaccounted } from '../../../src/analysis/unaccounted.js';
import { checkpointNumbered, flinkRecording } from '../../fixtures/flinkRecording.js';
import { recordings } from '../../fixtures/flinkRecordings.js';

interface Truth {
  readonly checkpoints: readonly {
    readonly id: number;
    readonly subtasks: readonly { vertex: string; subtask: number; broadcast?: number }[];
  }[];
}

const truthOf = (name: string): string =>
  join(import.meta.dirname, '../../fixtures/flink', name, 'truth.json');

/** Both clocks of the bound are cut to whole ms. */
const roundingMs = 1;

describe('what is not accounted for', () => {
  it.each(recordings.filter((name) => existsSync(truthOf(name))).map((name) => [name]))(
    'in %s is never less than what went on before the barrier was sent, by the log',
    (name) => {
      const trace = flinkRecording(name, { from: ['rest'] });
      const truth = JSON.parse(readFileSync(truthOf(name), 'utf8')) as Truth;
      const edges = new Edges(trace);
      const tooEarly = sharesByCheckpoint(trace).flatMap((shares) => {
        const { id } = trace.checkpoints[shares.checkpoint]!;
        const logged = truth.checkpoints.find((checkpoint) => checkpoint.id === id)?.subtasks ?? [];
        return unaccounted(shares, edges).filter(({ operator, subtask, beforeBarrierMs }) => {
          const { id: vertex } = trace.operators[operator]!;
          const sent = logged.findLast((one) => one.vertex === vertex && one.subtask === subtask)?.broadcast;
          const atMost = shares.of({ operator, subtask })!.sent! + beforeBarrierMs + roundingMs;
          return sent !== undefined && sent - trace.epoch > atMost;
        });
      });
      expect(tooEarly).toEqual([]);
    },
  );

  it('is limited by when those downstream had their barriers, else by the acknowledgement', () => {
    const trace = flinkRecording('hidden-flush', { from: ['rest'] });
    const shares = sharesByCheckpoint(trace)[checkpointNumbered(trace, 4)]!;
    const all = unaccounted(shares, new Edges(trace));
    const of = (name: string, subtask: number) =>
      all.find((one) => trace.operators[one.operator]!.name === name && one.subtask === subtask);
    expect(of('slow sink: Writer', 0)).toMatchObject({ leftOverMs: 406, beforeBarrierMs: 406 });
    expect(of('slow sink: Writer', 0)).not.toHaveProperty('limitedBy');
    // It sent at 23 ms at the earliest, and slow sink: Writer (2/2) had its last barrier at 27 ms.
    expect(of('count per customer', 0)).toMatchObject({ leftOverMs: 52, beforeBarrierMs: 4 });
    // Source: orders -> parse (2/2): 53 ms are left over, and both of count had their barriers within 1 ms of its sending.
    expect(provenLateness(all)).toBe(52);
  });

  it('is nothing where a log tells where the time went', () => {
    const trace = flinkRecording('hidden-flush');
    const shares = sharesByCheckpoint(trace)[checkpointNumbered(trace, 4)]!;
    expect(unaccounted(shares, new Edges(trace))).toEqual([]);
  });
});
