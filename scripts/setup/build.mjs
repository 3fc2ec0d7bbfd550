import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes.mjs';
import { repository } from './repository.mjs';

const sources = ['src', 'webview', 'scripts', 'test/host', 'package.json', 'package-lock.json'];
const built = ['dist/cli.js', 'dist/extension.cjs', 'dist/webview.js', 'dist/tools/start.js'];

/** Builds what ships, then the tools that tests and `npm start` use; answers whether both went well. */
export async function build() {
  for (const script of ['build.mjs', 'buildTools.mjs']) {
    const { code } = await run(process.execPath, [join(repository, 'scripts', script)]);
    if (code !== 0) return false;
  }
  return true;
}

/** Whether everything that is built is newer than everything it is built from. */
export function isBuilt() {
  const outputs = built.map((path) => join(repository, path));
  if (!outputs.every((path) => existsSync(path))) return false;
  const oldest = Math.min(...outputs.map((path) => statSync(path).mtimeMs));
  return sources.every((path) => newest(join(repository, path)) <= oldest);
}

function newest(path) {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  const entries = readdirSync(path).filter((name) => name !== 'node_modules');
  return Math.max(0, ...entries.map((name) => newest(join(path, name))));
}
