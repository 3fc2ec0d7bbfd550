import { createInterface } from 'node:readline/promises';

export type HowToEnd = 'savepoint' | 'stop' | 'leave';

const question =
  'Stop the job with a savepoint [s], stop it without one [x], or leave it running on the cluster [l]? [s] ';

/** Asks on a terminal how a job is to end; a second Ctrl+C leaves it. Where there is no terminal, with a savepoint. */
export async function askHowToEnd(): Promise<HowToEnd> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return 'savepoint';
  const dialog = createInterface({ input: process.stdin, output: process.stderr });
  const leave = new AbortController();
  dialog.once('SIGINT', () => leave.abort());
  try {
    const answer = (await dialog.question(`\n${question}`, { signal: leave.signal })).trim().toLowerCase();
    if (answer.startsWith('l')) return 'leave';
    return answer.startsWith('x') ? 'stop' : 'savepoint';
  } catch {
    return 'leave';
  } finally {
    dialog.close();
  }
}
