import Mocha from 'mocha';
import { isOldest } from './workspace.js';

/** Runs the tests of this folder; VS Code calls it inside the extension host. Rejects if a test fails. */
export async function run(): Promise<void> {
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    color: false,
    // Ends what hangs. What a test waits for has its own limit, by name; a machine that is four times slower is not wrong.
    timeout: 300_000,
    ...(process.env['LENS_GREP'] ? { grep: process.env['LENS_GREP'] } : {}),
  });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  // What asks nothing of the extension comes first: afterwards it is active.
  await import('./activation.test.js');
  await import('./oldestVersion.test.js');
  await import('./traceEditor.test.js');
  await import('./openInputs.test.js');
  await import('./share.test.js');
  await import('./lenses.test.js');
  await import('./typeChecking.test.js');
  await import('./newFiles.test.js');
  await import('./runs.test.js');
  await import('./clusters.test.js');
  // Memory is no different there.
  if (!isOldest) await import('./memory.test.js');
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed`));
    });
  });
}
