import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { repository } from './repository.mjs';

/** Installs and builds what is missing, bundles a TypeScript module for Node and imports it. Paths are of the repository. */
export async function importBundled(entryPoint, outfile, more = {}) {
  await ensureInstalled();
  await build();
  const esbuild = await import('esbuild');
  const written = join(repository, outfile);
  await esbuild.build({
    entryPoints: [join(repository, entryPoint)],
    outfile: written,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    target: 'node20',
    ...more,
  });
  return import(pathToFileURL(written).href);
}
