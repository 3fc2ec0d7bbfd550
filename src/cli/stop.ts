import { Command } from 'commander';
import { UsageError } from '../engine/errors.js';
import { parseStorageUri } from '../engine/storage/storageUri.js';
import { parseCount } from './quantities.js';
import { askRun, runningRun, whichRun } from './runningRun.js';

interface StopOptions {
  readonly savepoint?: boolean;
  readonly to?: string;
  readonly pid?: number;
  readonly on?: string;
  readonly flink?: string;
  readonly ca?: string;
  readonly insecure?: true;
}

export function stopCommand(): Command {
  return new Command('stop')
    .description('Stop a running pipeline, with --savepoint so that it can go on from there.')
    .argument(
      '<pipeline-or-storage>',
      `${whichRun}; with --on or --flink a job of the cluster, by id or name`,
    )
    .option('--savepoint', 'take a savepoint, after which nothing more is processed, and print where it is')
    .option('--to <uri>', 'a folder or URI for the savepoint (default: the checkpoint storage)')
    .option('--on <url>', 'stop a job on the cluster of this SQL Gateway')
    .option('--flink <url>', 'stop a job of this JobManager, for which no gateway is needed')
    .option('--ca <file>', 'certificates of the cluster to trust beside the usual ones, PEM')
    .option('--insecure', 'take any certificate of the cluster; only on a network you trust')
    .option('--pid <n>', 'the process, where several have the same', parseCount)
    .addHelpText('after', '\nExample: checkpoint-lens stop orders.pipeline.ts --savepoint')
    .action(stop);
}

async function stop(meant: string, { savepoint, to, pid, on, flink, ...tls }: StopOptions): Promise<void> {
  if (to !== undefined && !savepoint) {
    throw new UsageError('--to is where the savepoint goes: give --savepoint too.');
  }
  const place = flink !== undefined ? { flink } : on !== undefined ? { on } : undefined;
  if (place !== undefined) {
    const { stopOnFlink } = await import('./onFlink/stopOnFlink.js');
    return stopOnFlink(meant, { ...place, ...tls, savepoint: savepoint === true, to });
  }
  const run = runningRun(meant, pid);
  const target = to === undefined ? {} : { to: parseStorageUri(to).uri };
  const answer = await askRun(
    run,
    savepoint ? { type: 'savepoint', stop: true, ...target } : { type: 'stop' },
  );
  process.stdout.write(answer.type === 'savepoint' ? `${answer.uri}\n` : `Stopping ${run.job}.\n`);
}
