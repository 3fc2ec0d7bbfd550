import * as l10n from '@vscode/l10n';
import { formatBytes, formatDuration, formatRate } from '../../src/analysis/quantities.js';
import { isBlocking, type Phase } from '../../src/trace/model.js';
import type { Ms } from '../../src/trace/units.js';
import { namedPhase } from '../phaseWords.js';

/** A bar as the labels see it, in pixels from the chart's left edge. */
export interface LabelledBar {
  readonly phase: Phase;
  readonly x: number;
  readonly width: number;
  readonly duration: Ms;
  readonly bytes: number;
  /** Of an upload that may have been a wait: its name in Flink. */
  readonly isAsync?: boolean;
  /** It is only what is not accounted for; `duration` is then the most that it can be. */
  readonly isLeftOver?: boolean;
}

/** What labels are made of, beside the bars. */
export interface LabelWishes {
  /** Left and right edge of what is visible, in pixels. */
  readonly view: { readonly left: number; readonly right: number };
  readonly measure: MeasureText;
  /** ms that durations are known to. */
  readonly resolution?: Ms | undefined;
  /** Only the selected row says how long it is that is not accounted for. */
  readonly isSelected?: boolean;
}

export interface Label {
  readonly text: string;
  /** Where the text starts. */
  readonly x: number;
  readonly width: number;
  /** `inside` a solid bar, on the open ground of a bar, or on a plate of background. */
  readonly ground: 'solid' | 'open' | 'plate';
  readonly bold: boolean;
}

export type MeasureText = (text: string, bold: boolean) => number;

/** Pixels between a bar and the label beside it. */
const gap = 8;
/** A start delay or an alignment is named when it is at least this wide, in pixels. */
const wideEnough = 300;

/**
 * Says which bars of a lane carry text and where. Lock holds go first, the longest before the others; then flushes, uploads,
 * alignment and start delay. Two labels never touch, and none hides a bar that blocks: the later one goes.
 */
export function placeLabels(bars: readonly LabelledBar[], wishes: LabelWishes): Label[] {
  const { view } = wishes;
  const placed: Label[] = [];
  const solid = bars.filter(({ phase }) => isBlocking(phase));
  const fits = (label: Label, own?: LabelledBar): boolean =>
    label.x >= view.left &&
    label.x + label.width <= view.right &&
    placed.every((other) => label.x + label.width + 4 <= other.x || other.x + other.width + 4 <= label.x) &&
    solid.every(
      (bar) => bar === own || label.x + label.width + 2 <= bar.x || bar.x + bar.width + 2 <= label.x,
    );
  const end = Math.max(...bars.map((bar) => bar.x + bar.width));
  for (const bar of [...bars].sort(byPriority)) {
    const own = isBlocking(bar.phase) ? bar : undefined;
    const label = candidates(bar, end, wishes).find(
      (candidate) => fits(candidate, own) && isNextTo(candidate, bar, solid),
    );
    if (label) placed.push(label);
  }
  return placed;
}

/** Whether no other bar that blocks lies between a label and its bar: it would be read as the other's. */
function isNextTo(label: Label, bar: LabelledBar, solid: readonly LabelledBar[]): boolean {
  return label.x < bar.x + bar.width || solid.every(({ x }) => x <= bar.x || x >= label.x);
}

const order: readonly Phase[] = ['sync', 'preBarrier', 'async', 'alignment', 'startDelay', 'ack'];

function byPriority(a: LabelledBar, b: LabelledBar): number {
  return order.indexOf(a.phase) - order.indexOf(b.phase) || b.duration - a.duration;
}

/** The labels a bar may carry, the best first. */
function candidates(bar: LabelledBar, end: number, wishes: LabelWishes): Label[] {
  switch (bar.phase) {
    case 'sync':
    case 'preBarrier':
      return solidLabels(bar, end, wishes);
    case 'async':
      return uploadTexts(bar, wishes).map((text) => inside(bar, text, wishes, 10));
    case 'alignment':
    case 'startDelay': {
      if (bar.width < wideEnough) return [];
      const text = namedPhase(bar.phase, formatDuration(bar.duration, wishes.resolution));
      return [{ ...inside(bar, text, wishes, 12), ground: 'plate' }];
    }
    case 'ack':
      return bar.isLeftOver && wishes.isSelected ? leftOverLabels(bar, end, wishes) : [];
  }
}

/** `≤ 406 ms: a flush before the barrier, or a late acknowledgement`, or the bound alone at the right. */
function leftOverLabels(bar: LabelledBar, end: number, wishes: LabelWishes): Label[] {
  const bound = `≤ ${formatDuration(bar.duration, wishes.resolution)}`;
  const words = l10n.t('{0}: a flush before the barrier, or a late acknowledgement', bound);
  const width = wishes.measure(bound, false);
  return [
    { ...inside(bar, words, wishes, 12), ground: 'plate' },
    { text: bound, x: end + gap, width, ground: 'plate', bold: false },
  ];
}

function solidLabels(
  bar: LabelledBar,
  end: number,
  { view, measure, resolution, isSelected }: LabelWishes,
): Label[] {
  // That nothing could be measured is said of the selected row only.
  if (!isSelected && resolution !== undefined && bar.duration < resolution) return [];
  const number = formatDuration(bar.duration, resolution);
  const left = Math.max(bar.x, view.left);
  const right = Math.min(bar.x + bar.width, view.right);
  const labels: Label[] = [];
  for (const text of [namedPhase(bar.phase, number), number]) {
    const width = measure(text, true);
    if (right - left >= width + gap) {
      labels.push({ text, x: (left + right - width) / 2, width, ground: 'solid', bold: true });
    }
  }
  if (labels.length > 0 && bar.phase === 'preBarrier') {
    return labels.map((label) => ({ ...label, ground: 'plate' }));
  }
  const width = measure(number, true);
  const beside = { text: number, width, ground: 'plate', bold: true } as const;
  return [...labels, { ...beside, x: bar.x - gap - width }, { ...beside, x: end + gap }];
}

function uploadTexts({ duration, bytes, isAsync }: LabelledBar, { resolution }: LabelWishes): string[] {
  const took = formatDuration(duration, resolution);
  const parts = [isAsync ? l10n.t('async {0}', took) : namedPhase('async', took)];
  if (bytes > 0) parts.push(formatBytes(bytes));
  if (bytes > 0 && duration > 0 && !isAsync) parts.push(formatRate((bytes / duration) * 1000, 'bytes'));
  const texts = parts.map((_, n) => parts.slice(0, parts.length - n).join(' · '));
  return [...texts, took];
}

/** Text at the left inside of a bar, or of what is visible of it; one that does not fit lies outside the view. */
function inside(bar: LabelledBar, text: string, { view, measure }: LabelWishes, padding: number): Label {
  const width = measure(text, false);
  const x = Math.max(bar.x, view.left) + padding;
  const fits = x + width + padding / 2 <= Math.min(bar.x + bar.width, view.right);
  return { text, x: fits ? x : -Infinity, width, ground: 'open', bold: false };
}
