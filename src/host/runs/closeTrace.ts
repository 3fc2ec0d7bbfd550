import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { TraceSource } from '../../trace/model.js';

/** The head of a trace, with what it says of its run: a line of its own, as our writer puts it. Bytes. */
const headBytes = 1_000_000;
const sourceLine = /^( {2}"source": )(\{.*\})(,)$/m;

/**
 * Writes into the trace of a run how it ended, where its process could not: a trace that says it is still being written is waited
 * for. One that says how its run ended, or was not written by a run, stays as it is.
 *
 * @param failure why the run failed; without one it was stopped
 */
export async function closeTrace(file: string, failure: string | undefined): Promise<void> {
  const text = await readFile(file).catch(() => undefined);
  if (text === undefined) return;
  const head = text.subarray(0, headBytes).toString('utf8');
  const found = sourceLine.exec(head);
  const source = found === null ? undefined : readSource(found[2]!);
  if (found === null || source?.state !== 'running') return;
  const ended = {
    ...source,
    writer: undefined,
    state: failure === undefined ? 'cancelled' : 'failed',
    ...(failure && { failure }),
  };
  const before = Buffer.byteLength(head.slice(0, found.index) + found[1]!);
  const rest = text.subarray(before + Buffer.byteLength(found[2]!));
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(
      temporary,
      Buffer.concat([text.subarray(0, before), Buffer.from(JSON.stringify(ended)), rest]),
    );
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}

function readSource(json: string): TraceSource | undefined {
  try {
    return JSON.parse(json) as TraceSource;
  } catch {
    return undefined;
  }
}
