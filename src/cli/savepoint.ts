import { Command } from 'commander';
import { parseStorageUri } from '../engine/storage/storageUri.js';
import { parseCount } from './quantities.js';
import { askRun, runningRun, whichRun } from './runningRun.js';

interface SavepointOptions {
  readonly to?: string;
  readonly pid?: number;
}

export function savepointCommand(): Command {
  return new Command('savepoint')
    .description(
      'Take a savepoint of a running pipeline and print where it is. It stays until you delete it.',
    )
    .argument('<pipeline-or-storage>', whichRun)
    .option('--to <uri>', 'a folder or URI for it, as of --storage (default: the checkpoint storage)')
    .option('--pid <n>', 'the process, where several have the same', parseCount)
    .addHelpText(
      'after',
      '\nExample: checkpoint-lens savepoint orders.pipeline.ts --to savepoints' +
        '\nGo on from it: checkpoint-lens run orders.pipeline.ts --restore SAVEPOINT',
    )
    .action(savepoint);
}

async function savepoint(meant: string, { to, pid }: SavepointOptions): Promise<void> {
  const place = to === undefined ? {} : { to: parseStorageUri(to).uri };
  const answer = await askRun(runningRun(meant, pid), { type: 'savepoint', stop: false, ...place });
  if (answer.type === 'savepoint') process.stdout.write(`${answer.uri}\n`);
}
