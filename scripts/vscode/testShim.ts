// Runs in the extension host in front of the tests. What they print goes to a file that the launcher shows, since the
// workbench would mix it with its own log.
import { appendFileSync, writeFileSync } from 'node:fs';
import { format } from 'node:util';
import { passedFile, reportVariables } from './testReport.js';

interface TestModule {
  run(): Promise<void>;
}

/** Called by VS Code. Rejects when a test fails. */
export async function run(): Promise<void> {
  const { [reportVariables.output]: output, [reportVariables.tests]: tests } = process.env;
  if (output === undefined || tests === undefined) {
    throw new Error('These tests are started by the launcher.');
  }
  copyPrintedTo(output);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the extension host loads tests as CommonJS
  await (require(tests) as TestModule).run();
  writeFileSync(passedFile(output), '');
}

/** The extension host makes the methods of these objects unassignable, so the objects are replaced. */
function copyPrintedTo(file: string): void {
  const print = (text: string): void => appendFileSync(file, text);
  const printing = new Set<string | symbol>(['log', 'info', 'warn', 'error', 'debug']);
  globalThis.console = new Proxy(console, {
    get: (target, name) =>
      printing.has(name)
        ? (...values: unknown[]) => print(`${format(...values)}\n`)
        : (Reflect.get(target, name) as unknown),
  });
  for (const name of ['stdout', 'stderr'] as const) {
    const value = new Proxy(process[name], {
      get(target, property) {
        if (property === 'write') return printed;
        const member = Reflect.get(target, property) as unknown;
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    Object.defineProperty(process, name, { configurable: true, enumerable: true, value });
  }
  function printed(chunk: string | Uint8Array): boolean {
    print(String(chunk));
    return true;
  }
}
