import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logReader } from '../../../../src/formats/flinkLog/logReader.js';
import type { InputFile } from '../../../../src/formats/input.js';
import { logsOf, shares } from '../../../fixtures/flinkLogs.js';

function file(text: string, name = 'taskmanager.log'): InputFile {
  return { name, bytes: new TextEncoder().encode(text) };
}

const recorded = logsOf('2.3.0/hidden-flush');
const expected = logReader.read(recorded).evidence;
const prefix =
  '2026-11-22 16:28:02,868 DEBUG org.apache.flink.runtime.checkpoint.CheckpointCoordinator [] - ';
const megabyte = 1_000_000;

/** Beginnings of known messages, with what makes a careless pattern try again and again. */
const endless = [
  'Triggering checkpoint 1 (type=' + '('.repeat(megabyte),
  'Received acknowledge message for checkpoint 1 from task ' + 'a'.repeat(megabyte),
  `Received acknowledge message for checkpoint 1 from task ${'a'.repeat(32)} of job ${'b'.repeat(32)} at ` +
    'x. '.repeat(megabyte / 3),
  'Restoring job ' + 'a'.repeat(32) + ' from ' + '1 @'.repeat(megabyte / 3),
  "Initializing job '" + "' (".repeat(megabyte / 3),
  'x (1/2)#0 '.repeat(megabyte / 10) + '- finished synchronous part of checkpoint 1. Alignment duration: ',
  ' (1'.repeat(megabyte / 3) + ': Received barrier from channel @ 1.',
  '[{('.repeat(megabyte / 3) + ' broadcastEvent at 1795364771254, triggerTime 1795364771254',
  'Job '.repeat(megabyte / 4) + `(${'a'.repeat(32)}) switched from state A to B.`,
  'Deploying ' + 'a (1/2) (attempt #'.repeat(megabyte / 20),
  'CheckpointStatistics (for jobID=' +
    'a'.repeat(32) +
    ', checkpointId=1) dump = ' +
    '{"a":'.repeat(megabyte / 5),
  '12:34:56 '.repeat(megabyte / 9) + 'Starting checkpoint 1 x on task ',
  'checkpoint 1 '.repeat(megabyte / 13),
];

describe('a hostile log', () => {
  it.each(endless.map((text) => [text.slice(0, 60), text]))(
    'does not stop the reader: %s…',
    (_title, text) => {
      const files = [file(`${prefix}${text}\n${text}\n${prefix}${text}`), ...recorded];
      expect(logReader.read(files).evidence.find(({ jobId }) => jobId === expected[0]!.jobId)).toEqual(
        expected[0],
      );
    },
  );

  it('may hold control characters and bytes that are not UTF-8 between its lines', () => {
    const noise = Uint8Array.from({ length: 256 }, (_, byte) => (byte === 0x0a ? 0 : byte));
    const noisy = recorded.map(({ name, bytes }) => {
      const lines = new TextDecoder().decode(bytes).split('\n');
      const parts = lines.flatMap((line) => [...new TextEncoder().encode(`${line}\n`), ...noise, 0x0a]);
      return { name, bytes: Uint8Array.from(parts) };
    });
    expect(logReader.read(noisy).evidence).toEqual(expected);
  });

  it('may break off anywhere: what stands before is read', () => {
    const full = expected[0]!.checkpoints;
    fc.assert(
      fc.property(shares, fc.nat(1), (share, index) => {
        const cut = recorded.map((whole, at) =>
          at === index ? { ...whole, bytes: whole.bytes.subarray(0, share * whole.bytes.length) } : whole,
        );
        for (const { checkpoints } of logReader.read(cut).evidence) {
          for (const checkpoint of checkpoints) {
            const whole = full.find(({ id }) => id === checkpoint.id)!;
            expect(whole).toBeDefined();
            for (const { vertex, subtask, moments } of checkpoint.subtasks ?? []) {
              const right = whole.subtasks!.find(
                (other) => other.vertex === vertex && other.subtask === subtask,
              );
              const found: Record<string, number> = { ...moments };
              // A barrier of a later channel may be cut off.
              delete found['lastBarrier'];
              if (right !== undefined) expect(right.moments).toMatchObject(found);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('may be changed in any byte: reading goes on', () => {
    fc.assert(
      fc.property(fc.infiniteStream(shares), fc.nat(255), (places, byte) => {
        const changed = recorded.map(({ name, bytes }) => {
          const copy = bytes.slice();
          for (let count = 0; count < 200; count++) {
            copy[Math.floor(places.next().value! * (copy.length - 1))] = byte;
          }
          return { name, bytes: copy };
        });
        expect(logReader.read(changed).evidence.length).toBeGreaterThan(0);
      }),
      { numRuns: 15 },
    );
  });

  it('does not reach the prototypes of objects', () => {
    const statistics = `{"id":1,"status":"COMPLETED","__proto__":{"polluted":1},"tasks":{"__proto__":{"num_subtasks":2}}}`;
    const job = 'a'.repeat(32);
    const text = `${prefix}CheckpointStatistics (for jobID=${job}, checkpointId=1) dump = ${statistics}`;
    const { evidence } = logReader.read([file(text)]);
    expect(evidence[0]!.checkpoints).toEqual([expect.objectContaining({ id: 1, status: 'completed' })]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
