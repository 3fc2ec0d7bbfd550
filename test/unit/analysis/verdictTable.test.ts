import { describe, expect, it } from 'vitest';
import { verdict, verdictText } from '../../../src/analysis/verdict.js';
import { flinkRecording } from '../../fixtures/flinkRecording.js';
import { filesOf, parsed, recordings } from '../../fixtures/flinkRecordings.js';

/** One subtask's answer of Flink's, as far as the table needs it. */
interface RawSubtask {
  readonly className: string;
  readonly end_to_end_duration?: number;
  readonly start_delay?: number;
  readonly alignment?: { readonly duration: number };
  readonly checkpoint?: { readonly sync: number; readonly async: number };
}

/** The raw answers of one checkpoint, read without the readers of this product. */
function rawSubtasks(recording: string, id: number): readonly RawSubtask[] {
  return filesOf(recording, 'jobs')
    .filter(({ name }) => name.includes(`/checkpoints/details/${id}/subtasks/`))
    .flatMap((file) => (parsed(file) as { subtasks?: RawSubtask[] }).subtasks ?? [])
    .filter(({ className }) => className === 'completed');
}

function longest(subtasks: readonly RawSubtask[], of: (one: RawSubtask) => number | undefined): number {
  return subtasks.reduce((most, one) => Math.max(most, of(one) ?? 0), 0);
}

function tableOf(recording: string): string {
  const trace = flinkRecording(recording, { from: ['rest'] });
  const rows = trace.checkpoints.map(({ id, status }, index) => {
    const raw = rawSubtasks(recording, id);
    const numbers = [
      longest(raw, ({ start_delay }) => start_delay),
      longest(raw, ({ alignment }) => alignment?.duration),
      longest(raw, ({ checkpoint }) => checkpoint?.sync),
      longest(raw, ({ checkpoint }) => checkpoint?.async),
      longest(raw, ({ end_to_end_duration }) => end_to_end_duration),
    ];
    const sentence = verdictText(verdict(trace, index)).replaceAll('|', '\\|');
    return `| ${id} | ${status} | ${sentence} | ${numbers.join(' | ')} |`;
  });
  const head = [
    `## ${recording}`,
    '',
    verdictText(verdict(trace)),
    '',
    '| # | status | sentence | start delay | alignment | sync | async | end to end |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
  ];
  return [...(rows.length === 0 ? head.slice(0, 3) : [...head, ...rows]), ''].join('\n');
}

const intro = `# Verdicts on the recordings

What is said of each recording in \`test/fixtures/flink\`, and of each of its checkpoints, by what Flink's REST API answered; beside it the
longest of each duration, in ms, straight from the raw bodies. \`npx vitest run verdictTable -u\` writes the page anew after a change
of the sentences; the difference is then to be read against the numbers.
`;

describe('the verdicts on the recordings', () => {
  it('are those that stand beside the raw numbers in docs/verdicts.md', async () => {
    const page = [intro, ...recordings.map(tableOf)].join('\n');
    await expect(page).toMatchFileSnapshot('../../../docs/verdicts.md');
  });

  it('never name a full stop of one subtask that is longer than any sync that Flink answered', () => {
    for (const recording of recordings) {
      const trace = flinkRecording(recording, { from: ['rest'] });
      trace.checkpoints.forEach(({ id }, index) => {
        const [, number, unit] =
          /^Processing stood still for ([\d.]+) (ms|s) /.exec(verdictText(verdict(trace, index))) ?? [];
        if (number === undefined) return;
        const said = Number(number) * (unit === 's' ? 1000 : 1);
        const most = longest(rawSubtasks(recording, id), ({ checkpoint }) => checkpoint?.sync);
        // Three digits are said.
        expect(Math.abs(said - most)).toBeLessThanOrEqual(most * 0.005 + 0.5);
      });
    }
  });
});
