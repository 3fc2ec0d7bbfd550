import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { browserModules } from './serverFiles.js';

export interface UnpackedBrowser {
  readonly executablePath: string;
  /** Lets the browser find the libraries and fonts that it brings along. */
  readonly env: Record<string, string>;
}

/**
 * The headless Chromium that the package `@sparticuz/chromium` carries, unpacked once beside it. A machine with no
 * browser, and without the system libraries that one needs, can run it.
 * @throws {Error} when the package is not installed, which it is on Linux x64 only
 */
export async function unpackedBrowser(): Promise<UnpackedBrowser> {
  const packed = join(browserModules, '@sparticuz/chromium/bin');
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(packed)) {
    throw new Error('There is no Chromium here: install Chrome or Chromium, or name one in CHROMIUM_PATH.');
  }
  const folder = join(browserModules, '.chromium');
  if (!existsSync(folder)) await unpack(packed, folder);
  const libraries = [join(folder, 'al2023/lib'), process.env['LD_LIBRARY_PATH']].filter(
    (path) => path !== undefined,
  );
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: libraries.join(':'),
      ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') }),
    },
  };
}

/** Unpacks under another name first: a folder that is there is whole. */
async function unpack(packed: string, folder: string): Promise<void> {
  const partial = `${folder}-${process.pid}`;
  mkdirSync(partial, { recursive: true });
  const extract = tarExtractor();
  await Promise.all([
    inflate(join(packed, 'chromium.br'), createWriteStream(join(partial, 'chromium'), { mode: 0o700 })),
    inflate(join(packed, 'al2023.tar.br'), extract(join(partial, 'al2023'))),
    inflate(join(packed, 'fonts.tar.br'), extract(join(partial, 'fonts'))),
  ]);
  try {
    renameSync(partial, folder);
  } catch (error) {
    // Another process may have been faster; its copy is as good.
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

async function inflate(file: string, target: Writable): Promise<void> {
  await pipeline(createReadStream(file), createBrotliDecompress(), target);
}

/** The tar reader that the browser's package itself depends on. */
function tarExtractor(): (folder: string) => Writable {
  const require = createRequire(join(browserModules, '@sparticuz/chromium/package.json'));
  return (require('tar-fs') as { extract: (folder: string) => Writable }).extract;
}
