import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../vscode/repository.js';

const folder = join(repository, 'examples');

/** The pipeline that a new user sees first, and where its run leaves the trace. */
export const example = {
  folder,
  definition: join(folder, 'orders.pipeline.ts'),
  trace: join(folder, '.checkpoint-lens/orders.copy-on-write.ckpt.json'),
} as const;

const checkpoints = 10;

/** Runs the example on the embedded engine, as a person would, and answers its exit code. */
export function runExample(): Promise<number> {
  console.log(`Running examples/orders.pipeline.ts until ${checkpoints} checkpoints are completed …`);
  const run = ['run', example.definition, '--checkpoints', String(checkpoints), '--trace', example.trace];
  const child = spawn(process.execPath, [join(repository, 'dist/cli.js'), ...run], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
