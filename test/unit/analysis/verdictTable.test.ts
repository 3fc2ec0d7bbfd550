import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verdict, verdictText } from '../../../src/analysis/verdict/verdict.js';
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

const page = '../../../docs/verdicts.md';

/** The hand-written part of the page, which ends with its first recording. */
function review(): string {
  const text = readFileSync(new URL(page, import.meta.url), 'utf8');
  return text.slice(0, text.indexOf(`## ${recordings[0]!}`));
}

describe('the verdicts on the recordings', () => {
  it('are those that stand beside the raw numbers in docs/verdicts.md', async () => {
    const tables = recordings.map(tableOf).join('\n');
    await expect(review() + tables).toMatchFileSnapshot(page);
  });

  it('were each reviewed by hand', () => {
    const reviewed = [...review().matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name!);
    expect(reviewed.map((name) => (name.includes('/') ? name : `2.3.0/${name}`))).toEqual(recordings);
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
