import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the simulation as one file. */
    readonly simulation: string;
  }
}

const repository = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Joins the simulation and the engine in one file of plain JavaScript, for all who follow seeds: as vitest loads modules, each
 * use of what another one exports looks it up.
 */
export async function setup(project: TestProject): Promise<void> {
  const outfile = `${repository}node_modules/.cache/simulation/simulation.mjs`;
  await esbuild.build({
    absWorkingDir: repository,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
    entryPoints: ['test/sim/simulation.ts'],
    outfile,
  });
  project.provide('simulation', outfile);
}
