import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

describe.skipIf(process.platform === 'win32')('in a fresh clone, where nothing is installed', () => {
  const clone = mkdtempSync(join(tmpdir(), 'checkpoint-lens-'));
  afterAll(() => rmSync(clone, { recursive: true }));
  for (const each of ['package.json', 'package-lock.json', 'scripts']) {
    cpSync(join(repository, each), join(clone, each), {
      recursive: true,
      filter: (path) => !path.includes('node_modules'),
    });
  }
  const npm = join(clone, 'npm');
  writeFileSync(npm, '#!/bin/sh\necho "npm $*"\nexit 1\n');
  chmodSync(npm, 0o755);
  const { scripts } = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };

  // Which benchmark there is to run, `npm run bench` looks up before anything.
  const names = Object.keys(scripts).filter((name) => name !== 'bench');

  it.each(names)('npm run %s installs the packages first', (name) => {
    const { stdout, stderr } = spawnSync('sh', ['-c', scripts[name]!], {
      cwd: clone,
      env: { ...process.env, PATH: [clone, process.env['PATH']].join(delimiter) },
      encoding: 'utf8',
    });
    expect(stdout, stderr).toContain('npm ci');
  });
});
