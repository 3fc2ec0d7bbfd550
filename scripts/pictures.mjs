// Makes the pictures in docs/ anew, from real runs in the real VS Code.
import { join } from 'node:path';
import { build } from './setup/build.mjs';
import { ensureInstalled, ensureServerInstalled } from './setup/install.mjs';
import { run } from './setup/processes.mjs';
import { repository } from './setup/repository.mjs';

await ensureInstalled();
await build();
await ensureServerInstalled();
process.env.PICTURES = 'docs';
const vitest = join(repository, 'node_modules/vitest/vitest.mjs');
const { code } = await run(process.execPath, [vitest, 'run', '--config', 'vitest.ui.config.ts'], {
  cwd: repository,
});
process.exitCode = code;
