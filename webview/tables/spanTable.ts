import * as l10n from '@vscode/l10n';
import { subtaskName } from '../../src/analysis/names.js';
import { formatBytes, formatCount } from '../../src/analysis/quantities.js';
import type { SpanTarget } from '../../src/analysis/verdict/verdict.js';
import { phases, type Trace } from '../../src/trace/model.js';
import { isCovered } from '../details/covered.js';
import { element, linkButton } from '../element.js';
import { moreRows } from './moreRows.js';
import { firstInOrder } from '../chart/firstInOrder.js';
import type { ViewModel } from '../model.js';
import { barSelection } from '../keys/navigation.js';
import { notesOn } from '../notes/notesView.js';
import { effectOf, type Effect } from '../phaseWords.js';
import { keyOfRow } from '../rows/rowKeys.js';
import { severalWords } from '../strip/severalCheckpoints.js';
import { focusSorted, sortableHead, type Sort } from './sortableHead.js';
import { durationWords, heldBack, isLeftOver, originWords, spanWords } from './spanWords.js';

/** Rows that are made at a time. */
const page = 500;

interface ColumnOf {
  readonly title: () => string;
  readonly text: (model: ViewModel, span: number) => string;
  readonly rank: (model: ViewModel, span: number) => number;
  readonly isNumber?: true;
}

const columns: readonly ColumnOf[] = [
  {
    title: () => l10n.t('Subtask'),
    text: ({ index }, i) =>
      subtaskName(index.trace, {
        operator: index.trace.spans.operator[i]!,
        subtask: index.trace.spans.subtask[i]!,
      }),
    rank: (_, i) => i,
  },
  {
    title: () => l10n.t('Phase'),
    text: ({ index }, i) => spanWords(index, i).name,
    rank: ({ index }, i) => index.trace.spans.phase[i]!,
  },
  {
    title: () => l10n.t('Is processing blocked?'),
    text: ({ index }, i) => answer(index.trace, i),
    rank: ({ index }, i) => effects.indexOf(effectOf[phases[index.trace.spans.phase[i]!]!]),
  },
  {
    title: () => l10n.t('Checkpoint'),
    text: ({ index }, i) => `#${index.trace.checkpoints[index.trace.spans.checkpoint[i]!]!.id}`,
    rank: ({ index }, i) => index.trace.spans.checkpoint[i]!,
    isNumber: true,
  },
  {
    title: () => l10n.t('Start after trigger'),
    text: (model, i) => durationWords(model.index, afterTrigger(model, i)),
    rank: afterTrigger,
    isNumber: true,
  },
  {
    title: () => l10n.t('Duration'),
    text: (model, i) => durationWords(model.index, durationOf(model, i)),
    rank: durationOf,
    isNumber: true,
  },
  {
    title: () => l10n.t('Bytes'),
    text: ({ index }, i) =>
      index.trace.spans.bytes[i]! > 0 ? formatBytes(index.trace.spans.bytes[i]!) : '–',
    rank: ({ index }, i) => index.trace.spans.bytes[i]!,
    isNumber: true,
  },
  {
    title: () => l10n.t('Origin'),
    text: ({ index }, i) => originWords(index, i),
    rank: ({ index }, i) => index.trace.spans.uncertainty[i]!,
  },
];

/** With the notes, where there are any. */
function columnsOf({ notes }: ViewModel): readonly ColumnOf[] {
  if (notes.placed.length === 0) return columns;
  const rank = (model: ViewModel, i: number): number => (noteText(model, i) === '' ? 0 : 1);
  return [...columns, { title: () => l10n.t('Note'), text: noteText, rank }];
}

function noteText({ index, notes }: ViewModel, i: number): string {
  const selection = barSelection(index, i)!;
  const row = notes.byRow.get(keyOfRow(index.trace.operators, selection));
  const there = row ? notesOn({ placed: row }, selection) : [];
  return there.map(({ note }) => note.text).join('\n');
}

const effects: readonly Effect[] = ['blocks', 'partly', 'doesNotBlock'];

function answer(trace: Trace, i: number): string {
  if (isLeftOver(trace, i)) return l10n.t('not known');
  const effect = effectOf[phases[trace.spans.phase[i]!]!];
  if (effect === 'blocks') return l10n.t('yes');
  return effect === 'partly' && !isFreeAlignment(trace, i) ? l10n.t('partly') : l10n.t('no');
}

function isFreeAlignment(trace: Trace, i: number): boolean {
  return phases[trace.spans.phase[i]!] === 'alignment' && !heldBack(trace, i);
}

function afterTrigger({ index }: ViewModel, i: number): number {
  return index.trace.spans.start[i]! - index.trace.checkpoints[index.trace.spans.checkpoint[i]!]!.trigger;
}

function durationOf({ index }: ViewModel, i: number): number {
  return index.end[i]! - index.trace.spans.start[i]!;
}

function countWords({ state: { several, checkpoint }, index }: ViewModel, spans: number): string {
  const count = formatCount(spans);
  if (several) return l10n.t('{count} spans in {several}', { count, several: severalWords(index, several) });
  if (checkpoint === undefined) return l10n.t('{0} spans in all checkpoints', count);
  return l10n.t('{count} spans in checkpoint #{id}', { count, id: index.trace.checkpoints[checkpoint]!.id });
}

/** The picture's data as a real table, for screen readers and for everyone who wants to sort. */
export class SpanTable {
  readonly element = element('section', {
    className: 'table-view',
    attributes: { 'aria-label': l10n.t('All spans as a table'), tabindex: -1 },
  });
  private sort: Sort = { column: 5, descending: true };
  private shown = page;
  private painted: unknown[] = [];

  constructor(
    private readonly select: (target: SpanTarget) => void,
    private readonly show: (body: 'chart' | 'statistics') => void,
  ) {}

  render(model: ViewModel): void {
    const { checkpoint, several } = model.state;
    const inputs = [
      model.index,
      model.groups,
      checkpoint,
      several,
      model.hidden,
      model.notes,
      this.sort,
      this.shown,
    ];
    if (inputs.every((input, n) => input === this.painted[n])) return;
    this.painted = inputs;
    const spans = this.spansOf(model);
    const body = element('tbody');
    const shownColumns = columnsOf(model);
    for (const span of this.firstOf(model, spans)) body.append(this.rowOf(model, shownColumns, span));
    const bar = element(
      'div',
      { className: 'table-bar' },
      element('span', { text: countWords(model, spans.length) }),
      linkButton(l10n.t('Back to the picture'), () => this.show('chart')),
      linkButton(l10n.t('Statistics'), () => this.show('statistics')),
    );
    const head = sortableHead(
      shownColumns.map((column) => ({ ...column, title: column.title() })),
      this.sort,
      (sort) => {
        this.sort = sort;
        this.render(model);
        focusSorted(this.element);
      },
    );
    const table = element('table', {}, head, body);
    const more = moreRows(spans.length - this.shown, page, () => {
      this.shown += page;
      this.render(model);
    });
    this.element.replaceChildren(bar, table, ...more);
  }

  private spansOf(model: ViewModel): number[] {
    const { spans, checkpoints } = model.index.trace;
    const isWanted = checkpoints.map((_, checkpoint) => isCovered(model.state, checkpoint));
    const isHidden = phases.map((phase) => model.hidden.has(phase));
    const found: number[] = [];
    for (const { rows } of model.groups) {
      for (const { row } of rows) {
        for (let i = row.first; i < row.last; i += 1) {
          if (isWanted[spans.checkpoint[i]!] && !isHidden[spans.phase[i]!]) found.push(i);
        }
      }
    }
    return found;
  }

  private firstOf(model: ViewModel, spans: readonly number[]): number[] {
    const { rank } = columnsOf(model)[this.sort.column] ?? columns[0]!;
    const sign = this.sort.descending ? -1 : 1;
    return firstInOrder(spans, (span) => sign * rank(model, span), this.shown);
  }

  private rowOf(model: ViewModel, shownColumns: readonly ColumnOf[], span: number): HTMLElement {
    const { spans } = model.index.trace;
    const target: SpanTarget = {
      checkpoint: spans.checkpoint[span]!,
      operator: spans.operator[span]!,
      subtask: spans.subtask[span]!,
      phase: phases[spans.phase[span]!]!,
    };
    const cells = shownColumns.map(({ text, isNumber }, column) => {
      const words = text(model, span);
      if (column === 0) {
        return element(
          'th',
          { attributes: { scope: 'row' } },
          linkButton(words, () => this.select(target), 'reference'),
        );
      }
      return element('td', { className: isNumber ? 'number' : '', text: words });
    });
    return element('tr', {}, ...cells);
  }
}
