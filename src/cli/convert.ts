import { Command } from 'commander';
import { stat } from 'node:fs/promises';
import { UsageError } from '../engine/errors.js';
import { writeChromeTrace } from '../formats/chromeTraceWriter.js';
import { writeCsv } from '../formats/csv.js';
import { writeOtlpJson } from '../formats/otlpWriter.js';
import type { ReadJob } from '../formats/readInputs.js';
import { tracePieces } from '../trace/ckptWriter.js';
import { writeAtomically } from './atomicFile.js';
import { fileFailure } from './failure.js';
import { readJob } from './readJob.js';

/** What can be written, by the end of the file's name. */
const outputs: Readonly<Record<string, (read: Pick<ReadJob, 'trace' | 'unknown'>) => Iterable<string>>> = {
  '.ckpt.json': ({ trace, unknown }) => tracePieces(trace, unknown),
  '.csv': ({ trace }) => writeCsv(trace),
  '.trace.json': ({ trace }) => writeChromeTrace(trace),
  '.otlp.json': ({ trace }) => writeOtlpJson(trace),
};
const [lastEnding, ...otherEndings] = Object.keys(outputs).reverse();
const endings = `${otherEndings.reverse().join(', ')} or ${lastEnding!}`;

const help = `
*.ckpt.json is our own format, *.csv has one row a span (start_ms is Unix time, subtask counts from 0), *.trace.json
opens in Perfetto, *.otlp.json is one OTLP request a line, in the spans that Flink itself reports.
Inputs of one job are put together: REST answers, history archives, logs, spans, packed with gzip or not.
What could not be read of them is said on stderr; the rest is written.

Examples:
  checkpoint-lens convert orders.ckpt.json -o orders.csv
  checkpoint-lens convert jobmanager.log taskmanager.log.gz archive/ -o orders.ckpt.json`;

/** `checkpoint-lens convert INPUT... -o FILE`: another format by the output's name. */
export function convertCommand(): Command {
  return new Command('convert')
    .description('write a trace in another format, which the name of the output says')
    .argument('<input...>', 'files and folders of one job, in any format that opens')
    .requiredOption('-o, --output <file>', `what to write: ${endings}`)
    .option('--job <id>', 'which job, where the input holds several: its id or its name')
    .addHelpText('after', help)
    .action(convert);
}

interface ConvertOptions {
  readonly output: string;
  readonly job?: string;
}

async function convert(inputs: readonly string[], { output, job }: ConvertOptions): Promise<void> {
  const extension = Object.keys(outputs).find((end) => output.toLowerCase().endsWith(end));
  if (extension === undefined) {
    throw new UsageError(`${output}: this ending is not known. End it in ${endings}.`);
  }
  for (const input of inputs) {
    if (await isSameFile(input, output)) {
      throw new UsageError(`${output}: is the input. Name another file to write.`);
    }
  }
  const read = await readJob(inputs, job);
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
