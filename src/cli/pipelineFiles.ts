import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../engine/errors.js';

/** The name of a pipeline, as its files carry it: `orders` of `orders.pipeline.ts`. */
export function pipelineName(pipeline: string): string {
  return basename(pipeline).replace(/\.pipeline\.ts$|\.ts$/, '');
}

/** The folder of what runs leave beside their pipeline: traces, recordings, checkpoints. Absolute. */
export function pipelineHome(pipeline: string): string {
  return join(dirname(resolve(pipeline)), '.checkpoint-lens');
}

/** @throws UsageError where the file of a pipeline, or of its trace, is a folder */
export async function refuseFolders(pipeline: string, trace?: string): Promise<void> {
  if (await isFolder(pipeline)) {
    throw new UsageError(`${pipeline}: is a folder. Name a *.pipeline.ts file in it.`);
  }
  if (trace !== undefined && (await isFolder(trace))) {
    throw new UsageError(`--trace ${trace}: is a folder. Name a file in it.`);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
