import { readdir, readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { expect, it, vi } from 'vitest';
import { examplesFolder, start } from './commandLine.js';
import { patienceMs } from './storedRuns.js';

const { PRIORITY_BELOW_NORMAL, PRIORITY_NORMAL } = constants.priority;

/** Of all threads of a process, the least first: proc_pid_stat(5), where the name in parentheses may have anything in it. */
async function prioritiesOf(pid: number): Promise<readonly number[]> {
  const tasks = `/proc/${pid}/task`;
  const stats = await Promise.all(
    (await readdir(tasks)).map((thread) => readFile(`${tasks}/${thread}/stat`, 'utf8').catch(() => '')),
  );
  const niceOf = (stat: string): number => Number(stat.slice(stat.lastIndexOf(')')).split(' ')[17]);
  return stats
    .filter((stat) => stat !== '')
    .map(niceOf)
    .sort((a, b) => b - a);
}

it.runIf(process.platform === 'linux')(
  'processing goes before uploads where there are too few processors for both',
  async () => {
    const folder = await examplesFolder();
    const { child, ended } = start(
      folder,
      'run',
      'flights.pipeline.ts',
      '--set',
      'rate=200',
      '--parallelism',
      '2',
    );
    const priorities = await vi.waitUntil(
      async () => {
        const all = await prioritiesOf(child.pid!);
        return all[1] === PRIORITY_BELOW_NORMAL && all;
      },
      { timeout: patienceMs, interval: 20 },
    );
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
    // No thread but those that upload, one for the first subtasks of all operators and one for the second.
    expect(new Set(priorities.slice(2))).toEqual(new Set([PRIORITY_NORMAL]));
  },
);
