import { basename, dirname, join, resolve } from 'node:path';

/** The name of a pipeline, as its files carry it: `orders` of `orders.pipeline.ts`. */
export function pipelineName(pipeline: string): string {
  return basename(pipeline).replace(/\.pipeline\.ts$|\.ts$/, '');
}

/** The folder of what runs leave beside their pipeline: traces, recordings, checkpoints. Absolute. */
export function pipelineHome(pipeline: string): string {
  return join(dirname(resolve(pipeline)), '.checkpoint-lens');
}
