import * as l10n from '@vscode/l10n';
import { formatBytes, formatDuration, formatRate, formatShare } from '../../src/analysis/quantities.js';
import { phases } from '../../src/trace/model.js';
import { clockOf } from '../clock/clock.js';
import { clockStretch } from '../clock/clockWords.js';
import { bucketFacts, copyFacts, heldInputFacts, queueingFacts } from '../details/costFacts.js';
import { momentWords, rowName } from '../details/detailFacts.js';
import { element } from '../element.js';
import type { Fact } from '../details/fact.js';
import { locationOf } from '../details/jobFacts.js';
import type { ViewModel } from '../model.js';
import { barSelection } from '../keys/navigation.js';
import { notesOn } from '../notes/notesView.js';
import { shortNote } from '../notes/noteWords.js';
import { bytesWord } from '../phaseWords.js';
import { spanOf } from '../rows/rowRates.js';
import { durationWords, isLeftOver, originWords, spanWords } from '../tables/spanWords.js';
import { bucketAt } from './throughputStrip.js';
import type { TimeScale } from './geometry.js';
import { rowAt, type Row, type TraceIndex } from '../rows/traceIndex.js';

/** A smaller part of a checkpoint's time is none worth saying. */
const leastShare = 0.01;

/** How long a pointer rests before a tooltip comes, ms; for the keyboard it comes at once. */
export const hoverDelay = 300;

export interface TooltipText {
  readonly title: string;
  readonly who: string;
  readonly facts: readonly Fact[];
  /** Sentences under the facts. */
  readonly paragraphs?: readonly string[];
  readonly keys: readonly (readonly [string, string])[];
}

/** What the tooltip of a bar says. */
export function spanTooltip({ index, state, notes, inEditor }: ViewModel, span: number): TooltipText {
  const { spans, checkpoints, operators, source } = index.trace;
  const phase = phases[spans.phase[span]!]!;
  const words = spanWords(index, span);
  const checkpoint = checkpoints[spans.checkpoint[span]!]!;
  const from = spans.start[span]! - checkpoint.trigger;
  const duration = index.end[span]! - spans.start[span]!;
  const bytes = spans.bytes[span]!;
  const operator = spans.operator[span]!;
  const clock = clockOf(state.timeFormat, index.trace);
  const facts: Fact[] = [
    durationFact(index, span),
    ...shareFacts(index, span),
    {
      label: l10n.t('from – to'),
      value: clock
        ? clockStretch(clock, index.trace, spans.start[span]!, index.end[span]!)
        : `${momentWords(from, duration, source.resolution)} – ${momentWords(from + duration, duration, source.resolution)}`,
    },
    ...lateFacts(index, span),
  ];
  if (bytes > 0) facts.push({ label: bytesWord(index.trace, phase), value: formatBytes(bytes) });
  if (bytes > 0 && duration > 0 && phase === 'async') {
    facts.push({ label: l10n.t('rate'), value: formatRate((bytes / duration) * 1000, 'bytes') });
  }
  const row = rowAt(index, operator, spans.subtask[span]!);
  if (row) facts.push(...costFacts(index, row, span));
  facts.push({ label: l10n.t('origin'), value: originWords(index, span) });
  const place = locationOf(index.trace, { operator, subtask: spans.subtask[span]! });
  if (place !== '') facts.push({ label: 'TaskManager', value: place });
  const name = words.name[0]!.toUpperCase() + words.name.slice(1);
  const holds = row && spanOf(index, row, spans.checkpoint[span]!, 'sync') && index.trace.batches.length > 0;
  const lens = state.lens ? l10n.t('close the lens') : l10n.t('lens');
  return {
    title: `${name} · ${words.effect}`,
    who: l10n.t('{who}, checkpoint #{id}', {
      who: rowName(index, { operator, subtask: spans.subtask[span]! }),
      id: checkpoint.id,
    }),
    facts,
    paragraphs: notesOn(notes, barSelection(index, span)).map(({ note }) =>
      l10n.t('Note: {0}', shortNote(note.text)),
    ),
    keys: [
      ['Enter', holds ? lens : l10n.t('details')],
      ['F', l10n.t('fit')],
      ...(inEditor && operators[operator]!.definedAt ? ([['Ctrl+Enter', l10n.t('source')]] as const) : []),
    ],
  };
}

/** What a bar cost beyond its length. */
function costFacts(index: TraceIndex, row: Row, span: number): Fact[] {
  const checkpoint = index.trace.spans.checkpoint[span]!;
  const phase = phases[index.trace.spans.phase[span]!];
  if (phase === 'alignment') return heldInputFacts(index, row, checkpoint);
  if (phase !== 'async') return [];
  return [...queueingFacts(index, row, checkpoint), ...copyFacts(index, row, checkpoint)];
}

function durationFact(index: TraceIndex, span: number): Fact {
  const value = durationWords(index, index.end[span]! - index.trace.spans.start[span]!);
  if (isLeftOver(index.trace, span)) return { label: l10n.t('at most'), value };
  const isHold = phases[index.trace.spans.phase[span]!] === 'sync';
  return { label: isHold ? l10n.t('held') : l10n.t('took'), value };
}

/** How much of its checkpoint it took, where that has ended and the part is worth a word. */
function shareFacts({ trace, end, checkpoints }: TraceIndex, span: number): Fact[] {
  const { checkpoint, start } = trace.spans;
  const isOver = trace.checkpoints[checkpoint[span]!]!.end !== undefined;
  const share = (end[span]! - start[span]!) / checkpoints[checkpoint[span]!]!.took;
  if (!isOver || !(share >= leastShare)) return [];
  const value = l10n.t('{0} of the checkpoint', formatShare(Math.min(share, 1)));
  return [{ label: l10n.t('share'), value }];
}

/** Of a subtask whose report came after its checkpoint had been given up. */
function lateFacts({ trace, standing }: TraceIndex, span: number): Fact[] {
  const { checkpoint, operator, subtask } = trace.spans;
  const outcome = standing.outcome(checkpoint[span]!, operator[span]!, subtask[span]!);
  return outcome === 'aborted' ? [{ label: l10n.t('report'), value: l10n.t('reported too late') }] : [];
}

/** What the tooltip of a throughput strip says. */
export function throughputTooltip(
  model: ViewModel,
  row: Row,
  scale: TimeScale,
  x: number,
): TooltipText | undefined {
  const counter = row.records;
  const bucket = counter && bucketAt(counter, scale, x);
  if (!counter || !bucket) return undefined;
  return {
    title: l10n.t('Records processed'),
    who: rowName(model.index, row),
    facts: [
      { label: l10n.t('in {0}', formatDuration(counter.step)), value: bucket.value.toLocaleString('en-US') },
      { label: l10n.t('per second'), value: formatRate((bucket.value / counter.step) * 1000, 'records') },
      ...bucketFacts(model.index, row, { start: bucket.start, step: counter.step }),
    ],
    keys: [],
  };
}

/** The one tooltip of the page. */
export class Tooltip {
  readonly element = element('div', { className: 'tooltip', attributes: { role: 'tooltip', hidden: '' } });
  private timer: ReturnType<typeof setTimeout> | undefined;

  get open(): boolean {
    return !this.element.hidden;
  }

  /** Shows it right of and below a bar, in page pixels, and never over it. `delay` in ms. */
  show(
    text: TooltipText,
    bar: { left: number; right: number; bottom: number; top: number },
    delay: number,
  ): void {
    this.hide();
    this.timer = setTimeout(() => {
      this.fill(text);
      this.element.hidden = false;
      const { width, height } = this.element.getBoundingClientRect();
      const left = Math.min(Math.max(8, bar.right + 8), window.innerWidth - width - 8);
      const below = bar.bottom + 12;
      const top = below + height > window.innerHeight - 4 ? bar.top - height - 12 : below;
      this.element.style.left = `${left}px`;
      this.element.style.top = `${Math.max(4, top)}px`;
    }, delay);
  }

  hide(): void {
    clearTimeout(this.timer);
    this.element.hidden = true;
  }

  private fill({ title, who, facts, paragraphs = [], keys }: TooltipText): void {
    const list = element('dl', { className: 'facts' });
    for (const { label, value } of facts) {
      list.append(element('dt', { text: label }), element('dd', { text: value }));
    }
    const keyLine = element('div', { className: 'small keys' });
    for (const [key, does] of keys) {
      keyLine.append(element('span', { className: 'key' }, element('kbd', { text: key }), ` ${does}`), ' ');
    }
    this.element.replaceChildren(
      element('div', { className: 'title', text: title }),
      element('div', { className: 'small', text: who }),
      list,
      ...paragraphs.map((text) => element('p', { text })),
      ...(keys.length > 0 ? [keyLine] : []),
    );
  }
}
