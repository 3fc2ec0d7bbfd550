import { Command } from 'commander';
import { stat } from 'node:fs/promises';
import { UsageError } from '../engine/errors.js';
import { writeCsv } from '../formats/csv.js';
import type { ReadResult } from '../trace/ckptReader.js';
import { writeTrace } from '../trace/ckptWriter.js';
import { writeAtomically } from './atomicFile.js';
import { diagnosticLine, fileFailure } from './failure.js';
import { readTraceFile } from './traceFile.js';

/** What can be written, by the end of the file's name. */
const outputs: Readonly<Record<string, (read: ReadResult) => Iterable<string>>> = {
  '.csv': ({ trace }) => writeCsv(trace),
  '.ckpt.json': ({ trace, unknown }) => [writeTrace(trace, unknown)],
};

const help = `
The CSV has one row a span; start_ms is Unix time, subtask counts from 0.
What could not be read of a damaged trace is said on stderr; the rest is written.

Example:
  checkpoint-lens convert orders.ckpt.json -o orders.csv`;

/** `checkpoint-lens convert INPUT... -o FILE`: another format by the output's name. */
export function convertCommand(): Command {
  return new Command('convert')
    .description('write a trace in another format, which the name of the output says')
    .argument('<input...>', 'the trace file, *.ckpt.json')
    .requiredOption('-o, --output <file>', `what to write: ${Object.keys(outputs).join(' or ')}`)
    .addHelpText('after', help)
    .action(convert);
}

async function convert(inputs: readonly string[], { output }: { readonly output: string }): Promise<void> {
  const [input, ...others] = inputs;
  if (others.length > 0) {
    throw new UsageError(`convert takes one input, not ${inputs.length}. Convert them one by one.`);
  }
  const extension = Object.keys(outputs).find((end) => output.toLowerCase().endsWith(end));
  if (extension === undefined) {
    throw new UsageError(
      `${output}: this ending is not known. End it in ${Object.keys(outputs).join(' or ')}.`,
    );
  }
  if (await isSameFile(input!, output)) {
    throw new UsageError(`${output}: is the input. Name another file to write.`);
  }
  const read = await readTraceFile(input!);
  for (const diagnostic of read.diagnostics) process.stderr.write(`${diagnosticLine(input!, diagnostic)}\n`);
  await writeAtomically(output, outputs[extension]!(read)).catch((error: unknown) => {
    throw fileFailure(output, 'written', error);
  });
}

/** By what the names lead to, so that links are seen through. */
async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all(
    [one, other].map((file) => stat(file, { bigint: true }).catch(() => undefined)),
  );
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}
