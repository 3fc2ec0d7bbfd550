// Recordings of real Flink jobs as the text of trace files, for a page that opens them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../..');

/** Bundles what reads the recordings; gives `(name, options) => text`. */
export async function recordedTraces() {
  const folder = await mkdtemp(join(tmpdir(), 'checkpoint-lens-recordings-'));
  const outfile = join(folder, 'recordings.mjs');
  await esbuild.build({
    absWorkingDir: root,
    bundle: true,
    outfile,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    // Texts come from a CommonJS library.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    logLevel: 'warning',
    stdin: {
      contents: `import { flinkRecording } from './test/fixtures/flinkRecording.ts';
        import { writeTrace } from './src/trace/ckptWriter.ts';
        export const recordedText = (name, options) => writeTrace(flinkRecording(name, options));`,
      resolveDir: root,
    },
  });
  const { recordedText } = await import(pathToFileURL(outfile).href);
  await rm(folder, { recursive: true, force: true });
  return recordedText;
}
