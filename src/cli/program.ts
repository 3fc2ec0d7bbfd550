import { Command } from 'commander';
import { version } from '../../package.json';
import { exitCodeOf, linesOf } from './failure.js';

const help = `
Exit codes: 0 done, 1 failed, 2 wrong use.

Example:
  checkpoint-lens run orders.pipeline.ts --checkpoints 5`;

/** Runs the subcommand that the arguments name; what goes wrong is said on stderr. Gives the exit code. */
export async function runProgram(commands: readonly Command[], args: readonly string[]): Promise<number> {
  const program = new Command('checkpoint-lens')
    .description(
      'Flink checkpoints as a picture and a sentence: who was blocked, by which operator, for how long.',
    )
    .version(version)
    .addHelpText('after', help)
    .configureOutput({
      outputError: (text, write) =>
        write(`${text.trim().replaceAll('\n', ' ').replace(/\.$/, '')}. Try --help.\n`),
    })
    .exitOverride();
  for (const command of commands) program.addCommand(command.copyInheritedSettings(program));
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    for (const line of linesOf(error)) process.stderr.write(`${line}\n`);
    return exitCodeOf(error);
  }
}
