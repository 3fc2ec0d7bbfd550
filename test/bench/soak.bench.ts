/**
 * A minute with a checkpoint every 100 ms: for half of it the process is killed at random moments and restored, for the other half it
 * is let run and its memory is watched, in which the trace grows by ten checkpoints a second. Its results are compared with what a
 * loop counts.
 *
 *     npm run bench -- soak [seconds] [seed] [records per second] [keys]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatBytes, formatCount } from '../../src/analysis/quantities.js';
import { readTraceBytes } from '../../src/trace/ckptReader.js';
import { soak } from '../engine/soak.js';
import { machine, median, say } from './report.js';

const [seconds = 60, seed = Date.now() % 2 ** 31, rate = 50_000, keys = 100_000] = process.argv
  .slice(2)
  .map(Number);
const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));

try {
  say(`${machine()}.`);
  say(
    `${seconds} s, ${formatCount(rate)} records/s, ${formatCount(keys)} keys, a checkpoint every 100 ms, seed ${seed}.\n`,
  );
  const { kills, problems, rows, rss } = await soak({
    folder,
    seconds,
    killSeconds: seconds / 2,
    seed,
    rate,
    keys,
  });
  const { checkpoints } = readTraceBytes(readFileSync(join(folder, 'soak.ckpt.json'))).trace;
  const completed = checkpoints.filter(({ status }) => status === 'completed').length;
  const third = Math.floor(rss.length / 3);
  const memory = [rss.slice(third, 2 * third), rss.slice(2 * third), rss].map((part, index) =>
    part.length === 0 ? '?' : formatBytes(index < 2 ? median(part) : Math.max(...part)),
  );
  say(
    '| kills | checkpoints after the last | rows | keys with a wrong count | memory: second third | last third | most |',
  );
  say('| --- | --- | --- | --- | --- | --- | --- |');
  const cells = [
    kills.length,
    `${completed} of ${checkpoints.length}`,
    formatCount(rows),
    problems.length,
    ...memory,
  ];
  say(`| ${cells.join(' | ')} |`);
  for (const problem of problems.slice(0, 10)) say(`- ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
