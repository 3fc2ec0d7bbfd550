// Runs the jobs of test/flink/sources on a real Flink and records them anew: node scripts/recordSources.mjs [NAME...].
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { importBundled } from './setup/bundled.mjs';
import { repository } from './setup/repository.mjs';

mkdirSync(join(repository, 'test/fixtures/flinkSources'), { recursive: true });
const { recordSources } = await importBundled(
  'scripts/testing/flink/recordSources.ts',
  'dist/tools/recordSources.js',
);
await recordSources(process.argv.slice(2));
