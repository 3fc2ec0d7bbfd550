// `npm run test:storage`: the checkpoint storages against real servers, which it fetches from the package registries and
// starts by itself. The last line is the sum.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, isBuilt } from '../../setup/build.mjs';
import { ensureInstalled } from '../../setup/install.mjs';
import { run } from '../../setup/processes.mjs';
import { repository } from '../../setup/repository.mjs';
import { single, summary, vitestCounts } from '../counts.mjs';

await ensureInstalled();
const counts = isBuilt() || (await build()) ? await test() : single(false);
console.log(`\n${summary(counts)}`);
process.exitCode = counts.failed > 0 ? 1 : 0;

async function test() {
  const report = join(repository, 'test-results/storage.json');
  mkdirSync(join(repository, 'test-results'), { recursive: true });
  rmSync(report, { force: true });
  const vitest = join(repository, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`];
  const args = [
    vitest,
    'run',
    '--config',
    'vitest.storage.config.ts',
    ...reporters,
    ...process.argv.slice(2),
  ];
  const { code } = await run(process.execPath, args, { cwd: repository });
  return vitestCounts(report, code);
}
