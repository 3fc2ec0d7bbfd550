import type { Stage, SubtaskNow } from '../../src/analysis/replay/world.js';
import type { Phase } from '../../src/trace/model.js';
import { paintBar, paintUnknown } from '../rows/bars.js';
import type { Theme } from '../painting/theme.js';
import type { PaintContext } from '../painting/paintContext.js';
import type { Cell } from './cells.js';

type Context = PaintContext;

/** Smaller cells have no lock and no sign in them, in pixels. */
const roomForSigns = 14;

/** Paints one subtask in the patterns of the chart: solid stands still, hatched holds back inputs, open goes on. */
export function paintCell(context: Context, theme: Theme, now: SubtaskNow, cell: Cell): void {
  paintState(context, theme, now, cell);
  if (cell.width < roomForSigns || cell.height < roomForSigns) return;
  const sign = signOf(now.stage);
  if (sign) paintSign(context, theme, sign, cell);
  else paintLock(context, theme, now.processing === 'standsStill', cell);
}

function paintState(
  context: Context,
  theme: Theme,
  { stage, processing, uploaded }: SubtaskNow,
  cell: Cell,
): void {
  const { left: x, top, width, height } = cell;
  const bar = { x, width, top, height };
  if (processing === 'notKnown') paintUnknown(context, theme.line, { ...bar, height: Math.max(height, 5) });
  else if (stage === 'sync' || stage === 'preBarrier') paintBar(context, theme, { ...bar, phase: stage });
  else if (processing === 'partly') paintBar(context, theme, { ...bar, phase: 'alignment' });
  else {
    if (stage === 'async') paintUpload(context, theme, uploaded ?? 0, cell);
    if (stage === 'acknowledged') fillCell(context, theme.line, 0.22, cell);
    outlineCell(
      context,
      theme,
      stage === 'async' ? theme.phase.async : theme.line,
      stage === 'before' ? 0.35 : 0.7,
      cell,
    );
  }
}

function paintUpload(context: Context, theme: Theme, uploaded: number, cell: Cell): void {
  const full = Math.round(cell.height * uploaded);
  fillCell(context, theme.phase.async, 0.2, cell);
  fillCell(context, theme.phase.async, 0.75, { ...cell, top: cell.top + cell.height - full, height: full });
}

function fillCell(context: Context, color: string, alpha: number, { left, top, width, height }: Cell): void {
  context.globalAlpha = alpha;
  context.fillStyle = color;
  context.fillRect(left, top, width, height);
  context.globalAlpha = 1;
}

function outlineCell(context: Context, theme: Theme, color: string, alpha: number, cell: Cell): void {
  context.globalAlpha = theme.highContrast ? 1 : alpha;
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.strokeRect(cell.left + 0.5, cell.top + 0.5, cell.width - 1, cell.height - 1);
  context.globalAlpha = 1;
}

function signOf(stage: Stage): string | undefined {
  switch (stage) {
    case 'acknowledged':
      return '✓';
    case 'finished':
      return '–';
    case 'lost':
      return '?';
    case 'tooLate':
      return '✕';
    case 'ack':
    case 'before':
    case 'between':
    case 'startDelay':
    case 'alignment':
    case 'preBarrier':
    case 'sync':
    case 'async':
      return undefined;
  }
}

function paintSign(context: Context, theme: Theme, sign: string, { left, top, width, height }: Cell): void {
  context.font = `600 11px ${theme.fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = theme.foreground;
  context.fillText(sign, left + width / 2, top + height / 2 + 0.5);
}

/** A padlock: shut while processing stands still, open while it may take the lock. */
function paintLock(
  context: Context,
  theme: Theme,
  isShut: boolean,
  { left, top, width, height }: Cell,
): void {
  const x = Math.round(left + width / 2);
  const y = Math.round(top + height / 2);
  const color = isShut ? theme.onHold : theme.foreground;
  context.globalAlpha = isShut || theme.highContrast ? 1 : 0.55;
  context.fillStyle = color;
  context.fillRect(x - 4, y - 1, 8, 6);
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(isShut ? x : x + 4, y - 2, 2.5, Math.PI, 0);
  context.moveTo(isShut ? x - 2.5 : x + 1.5, y - 2);
  context.lineTo(isShut ? x - 2.5 : x + 1.5, y);
  if (isShut) {
    context.moveTo(x + 2.5, y - 2);
    context.lineTo(x + 2.5, y);
  }
  context.stroke();
  context.globalAlpha = 1;
}

const parts: readonly {
  readonly is: (now: SubtaskNow) => boolean;
  readonly phase: Phase | 'unknown' | 'acked';
}[] = [
  { is: ({ stage }) => stage === 'sync', phase: 'sync' },
  { is: ({ stage }) => stage === 'preBarrier', phase: 'preBarrier' },
  { is: ({ processing }) => processing === 'partly', phase: 'alignment' },
  { is: ({ processing }) => processing === 'notKnown', phase: 'unknown' },
  { is: ({ stage }) => stage === 'async', phase: 'async' },
  { is: ({ stage }) => stage === 'acknowledged', phase: 'acked' },
];

/** Paints many subtasks as one bar: how large a part of them is in each state, what blocks first. */
export function paintShares(
  context: Context,
  theme: Theme,
  subtasks: readonly SubtaskNow[],
  area: Cell,
): void {
  const counts = parts.map(() => 0);
  for (const now of subtasks) {
    const part = parts.findIndex(({ is }) => is(now));
    if (part >= 0) counts[part]! += 1;
  }
  let x = area.left;
  counts.forEach((count, n) => {
    if (count === 0) return;
    const width = Math.max(2, (count / subtasks.length) * area.width);
    paintShare(context, theme, parts[n]!.phase, { left: x, top: area.top, width, height: area.height });
    x += width;
  });
  outlineCell(context, theme, theme.line, 0.6, area);
}

function paintShare(context: Context, theme: Theme, part: Phase | 'unknown' | 'acked', cell: Cell): void {
  const bar = { x: cell.left, width: cell.width, top: cell.top, height: cell.height };
  if (part === 'unknown') paintUnknown(context, theme.line, bar);
  else if (part === 'acked') fillCell(context, theme.line, 0.22, cell);
  else paintBar(context, theme, { ...bar, phase: part });
}
