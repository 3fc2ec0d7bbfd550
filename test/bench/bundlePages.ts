import { build } from 'esbuild';
import { repository } from '../../scripts/vscode/repository.js';

/**
 * Bundles pages for a browser into a folder, as the extension's own page is.
 *
 * @param pages their source files by name, from the repository's folder
 * @param fonts whether fonts stay files, for a server to give, or go into the page's style
 */
export async function bundlePages(
  folder: string,
  pages: Readonly<Record<string, string>>,
  fonts: 'file' | 'dataurl',
): Promise<void> {
  await build({
    absWorkingDir: repository,
    bundle: true,
    outdir: folder,
    minify: true,
    format: 'iife',
    target: 'es2022',
    loader: { '.ttf': fonts },
    logLevel: 'warning',
    entryPoints: { ...pages },
  });
}
