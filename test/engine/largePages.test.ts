import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** In place of Node's own, which has no way back: says what it was asked for. */
const execve = `process.execve = (file, args, env) => {
  console.log(JSON.stringify({ file, args, tunables: env.GLIBC_TUNABLES, home: env.HOME }));
  process.exit(0);
};`;
const preload = ['--import', `data:text/javascript,${encodeURIComponent(execve)}`];

function said(args: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
  const env = { ...process.env, GLIBC_TUNABLES: '', HOME: '/home/somebody', ...environment };
  return execFileSync(process.execPath, [...preload, cli, ...args], { encoding: 'utf8', env });
}

describe.runIf(process.platform === 'linux')('a run from the command line', () => {
  it('begins anew with large pages, in all else as it was called', () => {
    const args = ['run', 'orders.pipeline.ts', '--set', 'a=b c'];
    expect(JSON.parse(said(args))).toEqual({
      file: process.execPath,
      args: [process.execPath, ...preload, cli, ...args],
      tunables: 'glibc.malloc.hugetlb=1',
      home: '/home/somebody',
    });
  });

  it('does not where the environment says what pages to take, as when it has begun anew', () => {
    expect(said(['run', '--help'], { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' })).toContain('Usage:');
    expect(said(['run', '--help'], { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=0' })).toContain('Usage:');
  });

  it('does not for what needs little memory', () => {
    expect(said(['--version'])).toMatch(/^\d+\.\d+\.\d+/);
  });
});
