import { Option, type Command } from 'commander';
import { UsageError } from '../../engine/errors.js';
import { repeatedSetting } from '../parameters.js';

/** Options of a run that only a cluster has a use for, by commander's names. */
const ofCluster = ['flink', 'attach', 'detach', 'savepoint', 'backend', 'conf', 'ca', 'insecure'] as const;

/** And those that only the embedded engine has a use for. */
const ofEngine = [
  'snapshot',
  'retain',
  'throttle',
  'restore',
  'allowNonRestoredState',
  'witness',
  'restart',
] as const;

export function addFlinkRunOptions(command: Command): Command {
  const group = 'On a Flink cluster:';
  const option = (flags: string, description: string): Option =>
    new Option(flags, description).helpGroup(group);
  return command
    .addOption(option('--on <url>', 'run on the cluster of this SQL Gateway, as in http://localhost:8083'))
    .addOption(option('--flink <url>', 'the cluster’s JobManager (default: what the gateway says)'))
    .addOption(option('--detach', 'submit, print the job’s id and leave it'))
    .addOption(
      option('--attach <job>', 'watch a job of this pipeline that runs already, by its id; with --flink'),
    )
    .addOption(option('--savepoint <uri>', 'start from this savepoint or checkpoint of the cluster’s'))
    .addOption(
      option('--backend <type>', 'state backend: hashmap, rocksdb, … (default: as the cluster has it)'),
    )
    .addOption(
      repeatedSetting(
        option('--conf <option=value>', 'an option of Flink, which wins over all else; may be repeated'),
      ),
    )
    .addOption(option('--ca <file>', 'certificates to trust beside the usual ones, PEM'))
    .addOption(option('--insecure', 'take any certificate; only on a network you trust'));
}

/** @throws UsageError for an option that the place where the pipeline runs has no use for */
export function refuseForeignOptions(command: Command, isOnCluster: boolean): void {
  const foreign = (isOnCluster ? ofEngine : ofCluster).find(
    (name) => command.getOptionValueSource(name) === 'cli',
  );
  if (foreign === undefined) {
    if (isOnCluster && command.getOptionValue('trace') === false) {
      throw new UsageError('--no-trace with --on: to leave the job unwatched, give --detach.');
    }
    return;
  }
  const flag = `--${foreign.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new UsageError(
    isOnCluster
      ? `${flag} is of the embedded engine, and says nothing with --on: leave one of the two out.`
      : `${flag} is for a run on a cluster: give --on too.`,
  );
}
