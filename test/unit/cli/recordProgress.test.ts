import { describe, expect, it } from 'vitest';
import { RecordProgress } from '../../../src/cli/recordProgress.js';
import type { FlinkJob } from '../../../src/flink/clusterAnswers.js';

const job: FlinkJob = {
  id: 'a'.repeat(32),
  name: 'orders\u001b[2J',
  state: 'RUNNING',
  startTime: 0,
  lastModification: 0,
};

function shown(isTTY: boolean): string {
  let text = '';
  const progress = new RecordProgress({ isTTY, write: (piece) => (text += piece) });
  progress.event({ kind: 'jobFound', job });
  for (const id of [1, 2]) {
    const checkpoint = {
      id,
      status: 'completed',
      trigger: 0,
      end: 40,
      isSavepoint: false,
      bytes: 1,
    } as const;
    progress.event({ kind: 'checkpointEnded', job, checkpoint });
  }
  const failed = {
    id: 3,
    status: 'failed',
    trigger: 0,
    end: 40,
    isSavepoint: false,
    bytes: 1,
    failure: 'it was slow',
  } as const;
  progress.event({ kind: 'checkpointEnded', job, checkpoint: failed });
  progress.event({ kind: 'missed', job, from: 4, to: 6 });
  progress.event({ kind: 'outage', reason: 'http://x refused the connection.' });
  progress.event({ kind: 'resumed', afterMs: 2000 });
  const summary = progress.summary();
  return text + summary;
}

describe('the progress of a recording', () => {
  it('is a line a checkpoint where nobody watches', () => {
    expect(shown(false).split('\n')).toEqual([
      'orders\ufffd[2J: recording (RUNNING).',
      'orders\ufffd[2J: checkpoint 1 completed after 40 ms.',
      'orders\ufffd[2J: checkpoint 2 completed after 40 ms.',
      'orders\ufffd[2J: checkpoint 3 failed after 40 ms: it was slow',
      "orders\ufffd[2J: checkpoints 4 to 6 left Flink's history before all was seen.",
      'http://x refused the connection. Trying again until it answers.',
      'The cluster answers again, after 2.00 s.',
      '2 completed and 1 failed checkpoints of 1 job recorded, 3 missed.',
    ]);
  });

  it('is one line that changes on a terminal, with what matters above it', () => {
    // What a terminal shows: a return with an erased line starts the line anew.
    const lines = shown(true)
      .split('\n')
      .map((line) => line.split('\r\u001b[K').at(-1)!);
    expect(lines).not.toContain('orders\ufffd[2J: checkpoint 1 completed after 40 ms.');
    expect(lines[1]).toBe('orders\ufffd[2J: checkpoint 3 failed after 40 ms: it was slow');
    expect(lines.at(-1)).toBe('2 completed and 1 failed checkpoints of 1 job recorded, 3 missed.');
  });
});
