import { describe, expect, it } from 'vitest';
import { logReader } from '../../../../src/formats/flinkLog/logReader.js';
import { casesWithLogs, logsOf } from '../../../fixtures/flinkLogs.js';
import { filesOf, recordings } from '../../../fixtures/flinkRecordings.js';

function isLog(text: string | Uint8Array): boolean {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return logReader.recognizes({ name: 'some.file', bytes });
}

describe('a Flink log', () => {
  it.each(casesWithLogs())('%s is known by its content', (name) => {
    for (const { bytes } of logsOf(name)) expect(isLog(bytes)).toBe(true);
  });

  it('is none of the other things that Flink leaves behind', () => {
    const others = recordings
      .flatMap((recording) =>
        filesOf(recording).map(({ name, bytes }) => ({ path: `${recording}/${name}`, bytes })),
      )
      .filter(({ path }) => !/\/(?:logs|traces)\//.test(path));
    expect(others.length).toBeGreaterThan(500);
    expect(others.filter(({ bytes }) => isLog(bytes)).map(({ path }) => path)).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['a list that mentions Flink', '["2026-11-22T16:28:02Z org.apache.flink.runtime.jobmaster.JobMaster"]'],
    [
      'indented JSON that mentions Flink',
      '{\n  "startedDateTime": "2026-11-22T16:28:02.868Z",\n  "text": "org.apache.flink.util.FlinkException"\n}',
    ],
    [
      'spans of OpenTelemetry',
      '{"resourceSpans":[{"scope":"org.apache.flink","startTimeUnixNano":"1795364771254000000"}]}',
    ],
    [
      'logs of OpenTelemetry',
      '{"resourceLogs":[{"body":"org.apache.flink.runtime","timeUnixNano":"1795364771254000000"}]}',
    ],
    ['the log of another program', '2026-11-22 16:28:02,868 INFO  kafka.server.KafkaServer [] - started\n'],
    [
      'a stack trace without a line of a log',
      '\tat org.apache.flink.runtime.taskmanager.Task.run(Task.java:562)\n',
    ],
  ])('is not %s', (_what, text) => {
    expect(isLog(text)).toBe(false);
  });

  it('may begin in the middle of a stack trace', () => {
    const trace = '\tat org.apache.flink.runtime.taskmanager.Task.run(Task.java:562)\n'.repeat(500);
    expect(isLog(`${trace}16:28:02.868 INFO o.a.f.r.e.ExecutionGraph - Deploying\n`)).toBe(true);
  });

  it('is known by a message alone, where the layout has no logger', () => {
    const message =
      'count (1/2)#0 - finished asynchronous part of checkpoint 3. Asynchronous duration: 12 ms';
    expect(isLog(`16:28:02.868 ${message}\n`)).toBe(true);
  });
});
