import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logReader } from '../../../../src/formats/flinkLog/logReader.js';
import type { InputFile } from '../../../../src/formats/input.js';
import { logsOf } from '../../../fixtures/flinkLogs.js';
import { isoLocal, relaid, type LineParts } from './layouts.js';

const recorded = logsOf('2.3.0/hidden-flush');
const expected = logReader.read(recorded).evidence;

function inZone(hoursAhead: number | ((at: number) => number)) {
  return ({ at, level, logger, message }: LineParts) => {
    const ahead = typeof hoursAhead === 'number' ? hoursAhead : hoursAhead(at);
    return `${isoLocal(at, ahead).replace('T', ' ').replace('.', ',')} ${level} ${logger} [] - ${message}`;
  };
}

function withoutMessages(file: InputFile, ...texts: readonly string[]): InputFile {
  const lines = new TextDecoder().decode(file.bytes).split('\n');
  const kept = lines.filter((line) => !texts.some((text) => line.includes(text)));
  return { ...file, bytes: new TextEncoder().encode(kept.join('\n')) };
}

const jobManager = recorded.find(({ name }) => name.startsWith('jobmanager'))!;
const taskManager = recorded.find(({ name }) => name.startsWith('taskmanager'))!;
/** What carries ms since 1970 in a TaskManager's log. */
const epochTexts = ['broadcastEvent at', 'Trigger checkpoint'];

describe('the time zone of a log', () => {
  it('is worked out, whatever it is, for each file by itself', () => {
    const quarters = fc.integer({ min: -48, max: 56 }).map((quarter) => quarter / 4);
    fc.assert(
      fc.property(quarters, quarters, (ofJobManager, ofTaskManager) => {
        const files = [relaid(jobManager, inZone(ofJobManager)), relaid(taskManager, inZone(ofTaskManager))];
        expect(logReader.read(files)).toEqual({ evidence: expected, traces: [], diagnostics: [] });
      }),
      { numRuns: 20 },
    );
  });

  const triggers = expected[0]!.checkpoints.map(({ trigger }) => trigger!);
  it.each([
    ['begins', 1, 2],
    ['ends', 2, 1],
  ])('may change within a file because daylight saving time %s', (_word, before, after) => {
    const change = triggers[4]! - 200;
    const files = recorded.map((file) =>
      relaid(
        file,
        inZone((at) => (at < change ? before : after)),
      ),
    );
    expect(logReader.read(files).evidence).toEqual(expected);
  });

  it('follows from the checkpoints of the other files where nothing in the file tells it, which is said', () => {
    const silent = withoutMessages(taskManager, ...epochTexts);
    const alone = logReader.read([jobManager, silent]);
    const shifted = logReader.read([jobManager, relaid(silent, inZone(9.5))]);
    expect(shifted.evidence).toEqual(alone.evidence);
    expect(shifted.diagnostics).toEqual([
      expect.objectContaining({
        severity: 'warning',
        file: taskManager.name,
        message: expect.stringContaining('UTC+09:30') as string,
        remedy: expect.stringContaining('JobManager') as string,
      }),
    ]);
  });

  it('is taken to be UTC where nothing at all tells it, which is said', () => {
    const silent = withoutMessages(taskManager, ...epochTexts);
    const { evidence, diagnostics } = logReader.read([silent]);
    const subtasks = evidence.flatMap(({ checkpoints }) =>
      checkpoints.flatMap(({ subtasks = [] }) => subtasks),
    );
    const all = expected.flatMap(({ checkpoints }) => checkpoints.flatMap(({ subtasks = [] }) => subtasks));
    expect(subtasks.map(({ moments }) => moments?.syncEnd)).toEqual(
      all.map(({ moments }) => moments?.syncEnd),
    );
    expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining('taken to be UTC')]);
  });

  it.each([
    [
      'put forward at two',
      [
        ['01:50', 1],
        ['03:20', 2],
        ['03:50', 2],
      ],
    ],
    [
      'set back at three',
      [
        ['02:50', 2],
        ['02:20', 1],
        ['02:50', 1],
      ],
    ],
  ] as const)('is known for a line between triggers, when clocks are %s', (_what, lines) => {
    const [trigger, expiry, next] = lines.map(([time, ahead]) =>
      Date.parse(`2026-03-29T${time}:00+0${ahead}:00`),
    );
    const job = 'a'.repeat(32);
    const messages = [
      `Triggering checkpoint 1 (type=CHECKPOINT) @ ${trigger!} for job ${job}.`,
      `Checkpoint 1 of job ${job} expired before completing.`,
      `Triggering checkpoint 2 (type=CHECKPOINT) @ ${next!} for job ${job}.`,
    ];
    const text = messages.map(
      (message, index) => `2026-03-29 ${lines[index]![0]}:00,000 INFO x.Y - ${message}`,
    );
    const bytes = new TextEncoder().encode(text.join('\n'));
    const { evidence } = logReader.read([{ name: 'jobmanager.log', bytes }]);
    expect(evidence[0]!.checkpoints[0]!.failed).toBe(expiry);
  });

  it('may change while clocks show nearly the same as at the line before', () => {
    const trigger = Date.parse('2026-10-25T02:50:00+02:00');
    const later = Date.parse('2026-10-25T02:55:00+01:00');
    const job = 'a'.repeat(32);
    const text = [
      `2026-10-25 02:50:00,000 INFO x.Y - Triggering checkpoint 1 (type=CHECKPOINT) @ ${trigger} for job ${job}.`,
      `2026-10-25 02:50:01,000 INFO x.Y - Completed checkpoint 1 for job ${job} (1 bytes in 1 ms).`,
      `2026-10-25 02:55:00,000 INFO x.Y - Triggering checkpoint 2 (type=CHECKPOINT) @ ${later} for job ${job}.`,
      `2026-10-25 02:55:01,000 INFO x.Y - Completed checkpoint 2 for job ${job} (1 bytes in 1 ms).`,
    ];
    const bytes = new TextEncoder().encode(text.join('\n'));
    const { evidence } = logReader.read([{ name: 'jobmanager.log', bytes }]);
    expect(evidence[0]!.checkpoints.map(({ completed }) => completed)).toEqual([
      trigger + 1000,
      later + 1000,
    ]);
  });

  it('does not matter where a date is missing, if some line tells the day; a night may pass', () => {
    // Midnight comes right after the last trigger, so that no line after it tells the day.
    const night = Date.UTC(2026, 10, 22, 23, 59, 59, 980) - triggers.at(-1)!;
    const moved = (text: string) => text.replace(/\b1795\d{9}\b/g, (ms) => String(Number(ms) + night));
    const dateless = relaid(jobManager, ({ at, level, logger, message }) => {
      return `${isoLocal(at + night).slice(11)} ${level} ${logger} - ${moved(message)}`;
    });
    const dated = relaid(jobManager, ({ at, level, logger, message }) => {
      return `${isoLocal(at + night)}Z ${level} ${logger} - ${moved(message)}`;
    });
    const whole = logReader.read([dated]).evidence;
    const last = whole[0]!.checkpoints.at(-1)!;
    expect(last.subtasks!.some(({ moments }) => moments!.acknowledged! > Date.UTC(2026, 10, 23))).toBe(true);
    expect(logReader.read([dateless]).evidence).toEqual(whole);
  });

  it('and the day cannot be known where no line tells: the moments are left out, which is said', () => {
    const silent = withoutMessages(taskManager, ...epochTexts);
    const dateless = relaid(silent, ({ at, message }) => `${isoLocal(at).slice(11)} - ${message}`);
    const { evidence, diagnostics } = logReader.read([dateless]);
    expect(evidence).toEqual([]);
    expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining('left out')]);
  });
});
