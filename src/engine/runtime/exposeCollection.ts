import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Lets code of this thread ask V8 to collect what is not used any more, by `globalThis.gc`. */
export function exposeCollection(): void {
  setFlagsFromString('--expose-gc');
  globalThis.gc ??= runInNewContext('gc') as typeof globalThis.gc;
}
