import { Command } from 'commander';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { version } from '../../package.json';
import { UsageError } from '../engine/errors.js';
import { writeAtomically } from './atomicFile.js';
import { fileFailure } from './failure.js';
import { svgPicture } from '../../webview/picture/svgPicture.js';
import { checkpointNumbered, parseCheckpoint } from './namedCheckpoint.js';
import { readJob } from './readJob.js';
import { exportEnding, exportEndings, exportPieces } from '../share/exportKinds.js';
import type { PageParts } from '../share/htmlPage.js';
import type { Shared } from '../share/shared.js';

const endings = `.svg, ${exportEndings.slice(0, -1).join(', ')} or ${exportEndings.at(-1)!}`;

const help = `
*.html is a page that opens in any browser and needs nothing else: the chart, the trace in it. *.md is a summary for an
incident report: verdict, numbers by operator, what is not known. *.svg is a picture of one checkpoint. *.csv has one row a span (start_ms is Unix time, subtask
counts from 0), *.trace.json opens in Perfetto, *.otlp.json is one OTLP request a line, in the spans that Flink itself
reports, *.ckpt.json is our own format.
Inputs of one job are put together: REST answers, history archives, logs, spans, packed with gzip or not.
What could not be read of them is said on stderr; the rest is written.

Examples:
  checkpoint-lens convert orders.ckpt.json -o report.html
  checkpoint-lens convert orders.ckpt.json -o incident.md --checkpoint 42
  checkpoint-lens convert orders.ckpt.json -o orders.svg
  checkpoint-lens convert jobmanager.log taskmanager.log.gz archive/ -o orders.ckpt.json`;

/** `checkpoint-lens convert INPUT... -o FILE`: another format by the output's name. */
export function convertCommand(): Command {
  return new Command('convert')
    .description('Write a trace in another format, which the name of the output says.')
    .argument('<input...>', 'files and folders of one job, in any format that opens')
    .requiredOption('-o, --output <file>', `what to write: ${endings}`)
    .option('--job <id>', 'which job, where the input holds several: its id or its name')
    .option(
      '--checkpoint <id>',
      'the checkpoint that *.md and *.svg are about, and that *.html opens on',
      parseCheckpoint,
    )
    .addHelpText('after', help)
    .action(convert);
}

interface ConvertOptions {
  readonly output: string;
  readonly job?: string;
  readonly checkpoint?: number;
}

async function convert(
  inputs: readonly string[],
  { output, job, checkpoint }: ConvertOptions,
): Promise<void> {
  const ending = output.toLowerCase().endsWith('.svg') ? '.svg' : exportEnding(output);
  if (ending === undefined) {
    throw new UsageError(`${output}: this ending is not known. End it in ${endings}.`);
  }
  for (const input of inputs) {
    if (await isSameFile(input, output)) {
      throw new UsageError(`${output}: is the input. Name another file to write.`);
    }
  }
  const { trace, unknown, diagnostics } = await readJob(inputs, job);
  const shared: Shared = {
    trace,
    unknown,
    file: labelOf(inputs),
    diagnostics,
    view:
      checkpoint === undefined ? undefined : { checkpoint: checkpointNumbered(trace, checkpoint, inputs) },
    madeBy: version,
    madeAt: Date.now(),
  };
  const pieces =
    ending === '.svg'
      ? [svgPicture(trace, shared.file, shared.view?.checkpoint)]
      : exportPieces(ending, shared, exportedPage);
  await writeAtomically(output, pieces).catch((error: unknown) => {
    throw fileFailure(output, 'written', error);
  });
}

/** As the build leaves it beside the program. */
async function exportedPage(): Promise<PageParts> {
  const [script, style] = await Promise.all(
    ['js', 'css'].map((end) => readFile(new URL(`./exportedPage.${end}`, import.meta.url), 'utf8')),
  );
  return { script: script!, style: style! };
}

function labelOf(inputs: readonly string[]): string {
  const name = basename(inputs[0]!);
  return inputs.length === 1 ? name : `${name} and ${inputs.length - 1} more`;
}

/** By what the names lead to, so that links are seen through. */
async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all(
    [one, other].map((file) => stat(file, { bigint: true }).catch(() => undefined)),
  );
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}
