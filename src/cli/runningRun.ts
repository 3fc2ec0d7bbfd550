import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { ask } from '../engine/control/controlLine.js';
import type { ControlAnswer, ControlRequest } from '../engine/control/controlMessages.js';
import { runningRuns, type RunningRun } from '../engine/control/runningRuns.js';
import { messageOf, UsageError } from '../engine/errors.js';
import { parseStorageUri } from '../engine/storage/storageUri.js';
import { CommandFailure } from './failure.js';

export const whichRun = 'the definition of a running pipeline, or its checkpoint storage';

/**
 * The run that is meant by its definition or by its checkpoint storage.
 *
 * @throws CommandFailure when there is none; UsageError when there are several and `pid` does not say which.
 */
export function runningRun(meant: string, pid: number | undefined): RunningRun {
  const all = runningRuns();
  const path = realPath(resolve(meant));
  const found = all.filter(
    (run) =>
      (realPath(run.definition) === path || isStorage(meant, run)) && (pid === undefined || run.pid === pid),
  );
  const [run, other] = found;
  if (!run) {
    const others = [...new Set(all.map(({ definition }) => definition))];
    const advice = others.length === 0 ? 'No pipeline of yours runs here' : `Running: ${others.join(', ')}`;
    throw new CommandFailure([`${meant}: ${whyNone(meant)}. ${advice}.`]);
  }
  if (other) {
    const pids = found.map((each) => each.pid).join(', ');
    throw new UsageError(`${meant}: several runs have it, the processes ${pids}. Say which with --pid.`);
  }
  return run;
}

/** @throws CommandFailure when the run does not answer, or answers that it failed. */
export async function askRun(run: RunningRun, request: ControlRequest): Promise<ControlAnswer> {
  const answer = await ask(run.address, request).catch((error: unknown) => {
    throw new CommandFailure(
      [`${run.job} (process ${run.pid}) does not answer: ${messageOf(error)}. It may have ended just now.`],
      { cause: error },
    );
  });
  if (answer.type === 'failed') throw new CommandFailure([`${run.job}: ${answer.reason}.`]);
  return answer;
}

function whyNone(meant: string): string {
  const isPlace = meant.includes('://') || existsSync(meant);
  return isPlace
    ? 'no running pipeline on this machine has it'
    : 'there is no such file or folder, and no running pipeline on this machine has it as its storage';
}

function isStorage(meant: string, { storage }: RunningRun): boolean {
  try {
    return parseStorageUri(meant).uri === storage;
  } catch {
    return false;
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
