import { describe, expect, it } from 'vitest';
import { logReader } from '../../../../src/formats/flinkLog/logReader.js';

const job = '43abed138ebfb7dd13e293e138cd93a7';
const vertex = 'f362c87ffabe89c8a91fa7d0a523ba6c';
const execution = '0123456789abcdef0123456789abcdef';

/** Messages as Flink wrote them before 1.15, when an execution's id was 32 digits that tell nothing. */
const jobManager = [
  ` Starting StandaloneSessionClusterEntrypoint (Version: 1.14.6, Scala: 2.12, Rev:0, Date:2022)`,
  `Deploying Source: orders (2/2) (attempt #1) with attempt id ${execution} to tm-1 @ 10.0.0.7 (dataPort=6121) with allocation id ${'a'.repeat(32)}`,
  `Source: orders (2/2) (${execution}) switched from INITIALIZING to RUNNING.`,
  `Triggering checkpoint 7 (type=SAVEPOINT_SUSPEND) @ 1795364771244 for job ${job}.`,
  `Received acknowledge message for checkpoint 7 from task ${execution} of job ${job} at tm-1 @ 10.0.0.7 (dataPort=6121).`,
  `Completed checkpoint 7 for job ${job} (5423 bytes in 401 ms).`,
];
const taskManager = [
  `Trigger checkpoint 7@1795364771244 for ${execution}.`,
  `Starting checkpoint 7 SAVEPOINT_SUSPEND on task Source: orders (2/2)#1`,
  `Source: orders (2/2)#1 - finished synchronous part of checkpoint 7. Alignment duration: 0 ms, snapshot duration 3 ms`,
];

function log(messages: readonly string[]) {
  const lines = messages.map(
    (message, index) => `2026-11-22 17:26:11,${300 + index} DEBUG x.Y [] - ${message}`,
  );
  return { name: 'flink.log', bytes: new TextEncoder().encode(lines.join('\n')) };
}

describe('a log of an old Flink', () => {
  it.each([
    ['its name', '', 'name:Source: orders'],
    ['the vertex of its deployment', ` and vertex id ${vertex}_1`, vertex],
  ])('ties each subtask to %s', (_what, id, expected) => {
    const messages = jobManager.map((message) => message.replace(execution + ' to', `${execution}${id} to`));
    const { evidence, diagnostics } = logReader.read([log(messages), log(taskManager)]);
    expect(diagnostics).toEqual([]);
    expect(evidence).toEqual([
      {
        origin: 'log',
        jobId: job,
        flinkVersion: '1.14.6',
        vertices: [
          expect.objectContaining({
            id: expected,
            name: 'Source: orders',
            locations: new Map([[1, '10.0.0.7:6121']]),
          }),
        ],
        checkpoints: [
          {
            id: 7,
            trigger: 1795364771244,
            kind: 'savepoint',
            type: 'SYNC_SAVEPOINT',
            status: 'completed',
            completed: 1795364771305,
            checkpointedBytes: 5423,
            subtasks: [
              {
                vertex: expected,
                subtask: 1,
                attempt: 1,
                outcome: 'acknowledged',
                moments: {
                  triggerReceived: 1795364771300,
                  started: 1795364771301,
                  syncEnd: 1795364771302,
                  alignmentMs: 0,
                  acknowledged: 1795364771304,
                },
              },
            ],
          },
        ],
      },
    ]);
  });
});
