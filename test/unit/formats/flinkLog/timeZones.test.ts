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

  it('does not matter where a date is missing, if some line tells the day; a night may pass', () => {
    const night = Date.UTC(2026, 10, 22, 23, 59, 59, 900) - triggers[3]!;
    const moved = (text: string) => text.replace(/\b1795\d{9}\b/g, (ms) => String(Number(ms) + night));
    const dateless = recorded.map((file) =>
      relaid(file, ({ at, level, logger, message }) => {
        const time = isoLocal(at + night, 2).slice(11);
        return `${time} ${level} ${logger} - ${moved(message)}`;
      }),
    );
    const dated = recorded.map((file) =>
      relaid(
        file,
        ({ at, level, logger, message }) => `${isoLocal(at + night)}Z ${level} ${logger} - ${moved(message)}`,
      ),
    );
    expect(logReader.read(dateless).evidence).toEqual(logReader.read(dated).evidence);
  });

  it('and the day cannot be known where no line tells: the moments are left out, which is said', () => {
    const silent = withoutMessages(taskManager, ...epochTexts);
    const dateless = relaid(silent, ({ at, message }) => `${isoLocal(at).slice(11)} - ${message}`);
    const { evidence, diagnostics } = logReader.read([dateless]);
    expect(evidence).toEqual([]);
    expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining('left out')]);
  });
});
