import { spawn } from 'node:child_process';

const npmOwn =
  /^npm_(config_(?!cache|registry|cafile|.*proxy)|package|lifecycle|command|execpath|node_execpath)/i;

/** The environment without what an outer `npm run` added, which would configure an inner npm for the wrong package. */
export function plainEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !npmOwn.test(name)));
}

/**
 * Runs a program with its output returned at the end, and shown as it comes unless it is `quiet`.
 * @returns {Promise<{ code: number, output: string }>} code 127 when the program could not be started
 */
export function run(command, args, { quiet = false, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: plainEnvironment(),
      ...options,
    });
    let output = '';
    const show = (stream) => (chunk) => {
      output += chunk;
      if (!quiet) stream.write(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', show(process.stdout));
    child.stderr.setEncoding('utf8').on('data', show(process.stderr));
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs npm in a folder. Windows starts npm only through a shell. */
export function npm(args, cwd) {
  const windows = process.platform === 'win32';
  return run(windows ? 'npm.cmd' : 'npm', args, { cwd, shell: windows });
}
