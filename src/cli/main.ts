#!/usr/bin/env node
import { compareCommand } from './compare.js';
import { convertCommand } from './convert.js';
import { runProgram } from './program.js';
import { recordCommand } from './record.js';
import { restartWithLargePages } from './restartWithLargePages.js';
import { runCommand } from './run.js';
import { savepointCommand } from './savepoint.js';
import { sqlCommand } from './sql.js';
import { stopCommand } from './stop.js';
import { verdictCommand } from './verdict.js';

// A reader that closes the pipe early, as `head` does, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

// What it keeps in memory may be gigabytes.
if (process.argv[2] === 'run') restartWithLargePages();

process.exitCode = await runProgram(
  [
    runCommand(),
    savepointCommand(),
    stopCommand(),
    verdictCommand(),
    compareCommand(),
    convertCommand(),
    recordCommand(),
    sqlCommand(),
  ],
  process.argv.slice(2),
);
