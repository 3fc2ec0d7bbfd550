import { createInterface } from 'node:readline/promises';
import type { JobEnding } from '../../flink/runReport.js';

const question =
  'Stop the job with a savepoint [s], cancel it without one [x], or leave it running on the cluster [l]? [s] ';

/** Asks on a terminal how a job is to end; a second Ctrl+C leaves it. Where there is no terminal, with a savepoint. */
export async function askHowToEnd(): Promise<JobEnding> {
  if (!canAsk()) return 'savepoint';
  const dialog = createInterface({ input: process.stdin, output: process.stderr });
  const leave = new AbortController();
  dialog.once('SIGINT', () => leave.abort());
  try {
    const answer = (await dialog.question(`\n${question}`, { signal: leave.signal })).trim().toLowerCase();
    if (answer.startsWith('l')) return 'leave';
    return answer.startsWith('x') ? 'cancel' : 'savepoint';
  } catch {
    return 'leave';
  } finally {
    dialog.close();
  }
}

/** Whether there is a terminal, and so perhaps a person. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}
