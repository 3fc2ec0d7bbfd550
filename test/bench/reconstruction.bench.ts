/**
 * How far a timeline from REST alone lies from what the DEBUG log of the same job says, over all recordings that have one.
 * Prints the table of docs/reconstruction.md.
 *
 *     npm run bench -- reconstruction
 */
import { recordings } from '../fixtures/flinkRecordings.js';
import { reconstructionErrors, type BorderError } from '../fixtures/reconstructionErrors.js';

const all = recordings.flatMap(reconstructionErrors);
const borders = ['startDelay end', 'alignment end', 'sync start', 'sync end', 'async end'] as const;

print([
  'border',
  'n',
  'min',
  'median',
  'p95',
  'max',
  'beyond 10 ms',
  'stated ±: median',
  'p95',
  'outside it',
]);
print(Array.from({ length: 10 }, () => '---'));
for (const border of borders) {
  print(
    row(
      border,
      all.filter((error) => error.border === border),
    ),
  );
}

function row(border: string, errors: readonly BorderError[]): readonly string[] {
  const values = errors.map(({ error }) => error).sort((a, b) => a - b);
  const stated = errors.map(({ uncertainty }) => uncertainty).sort((a, b) => a - b);
  const outside = errors.filter(({ error, uncertainty }) => Math.abs(error) > uncertainty).length;
  return [
    border,
    String(values.length),
    ...[0, 0.5, 0.95, 1].map((share) => String(at(values, share))),
    String(values.filter((value) => Math.abs(value) > 10).length),
    String(at(stated, 0.5)),
    String(at(stated, 0.95)),
    String(outside),
  ];
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
