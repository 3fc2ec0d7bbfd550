#!/usr/bin/env node
import { restartWithLargePages } from './restartWithLargePages.js';

// A reader that closes the pipe early, as `head` does, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

// What it keeps in memory may be gigabytes.
if (process.argv[2] === 'run') restartWithLargePages();

// Only now: to load the commands takes longer than to begin anew.
const [{ allCommands }, { runProgram }] = await Promise.all([
  import('./commands.js'),
  import('./program.js'),
]);
process.exitCode = await runProgram(allCommands(), process.argv.slice(2));
