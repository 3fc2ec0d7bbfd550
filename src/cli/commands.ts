import type { Command } from 'commander';
import { compareCommand } from './compare.js';
import { convertCommand } from './convert.js';
import { recordCommand } from './record.js';
import { runCommand } from './run.js';
import { savepointCommand } from './savepoint.js';
import { sqlCommand } from './sql.js';
import { stopCommand } from './stop.js';
import { verdictCommand } from './verdict.js';

/** All subcommands, as the help lists them. */
export function allCommands(): readonly Command[] {
  return [
    runCommand(),
    savepointCommand(),
    stopCommand(),
    verdictCommand(),
    compareCommand(),
    convertCommand(),
    recordCommand(),
    sqlCommand(),
  ];
}
