import { paintCheckpoint, paintChosen } from './checkpointBar.js';
import type { ViewModel } from '../model.js';
import { oncePerTrace } from '../oncePerTrace.js';
import type { PaintContext } from '../painting/paintContext.js';
import type { DrawnCheckpoint, StripLayout } from './stripLayout.js';
import { paintWindow } from './stripWindow.js';
import type { TraceIndex } from '../rows/traceIndex.js';
import type { CheckpointIndex } from '../../src/trace/units.js';

/** In pixels. */
export const stripHeight = 64;
/** Pixels from one number to the next, at least. */
const leastRoom = 34;

interface ShownBar extends DrawnCheckpoint {
  readonly isChosen: boolean;
  /** Its number is said whatever lies beside it. */
  readonly isNamed: boolean;
}

/** The longest checkpoint, ms: its bar has full height. */
const longestIn = oncePerTrace(({ trace, checkpoints }) =>
  trace.checkpoints.reduce((most, { trigger }, n) => Math.max(most, checkpoints[n]!.end - trigger), 1e-6),
);

interface Strip {
  readonly layout: StripLayout;
  readonly chosen: ReadonlySet<CheckpointIndex>;
  readonly width: number;
}

/** Paints the checkpoints in real time, those that are chosen on a ground of their own, with as many numbers as have room. */
export function paintStrip(context: PaintContext, model: ViewModel, { layout, chosen, width }: Strip): void {
  const { index, theme } = model;
  context.fillStyle = theme.axis;
  context.globalAlpha = 0.5;
  context.fillRect(8, stripHeight - 18, width - 16, 1);
  context.globalAlpha = 1;
  const { barWidth } = layout;
  const longest = longestIn(index, undefined);
  const drawn = withChosen(layout, chosen);
  paintChosen(context, theme, runsOf(drawn, barWidth), stripHeight);
  paintWindow(context, model, layout.scale);
  const room = roomForNumber(index);
  const named = namesWithRoom(drawn, room);
  let free = -Infinity;
  for (const { checkpoint, left, isChosen } of drawn) {
    const hasRoom = left - free > room && named.every((other) => Math.abs(left - other) > room);
    const labelled = named.includes(left) || hasRoom;
    const place = { left, width: barWidth, height: stripHeight, longest, labelled, chosen: isChosen };
    paintCheckpoint(context, model, checkpoint, place);
    if (labelled) free = left;
  }
}

/** A bar of many is chosen where one of them is; the first and the last that are chosen are drawn whoever else shares their bar. */
function withChosen({ drawn }: StripLayout, chosen: ReadonlySet<CheckpointIndex>): ShownBar[] {
  const inOrder = [...chosen];
  const ends = [inOrder[0]!, inOrder.at(-1)!];
  return drawn.map((bar) => {
    const holds = (n: CheckpointIndex): boolean => n >= bar.first && n <= bar.last;
    const isNamed = chosen.size > 0 && ends.some(holds);
    let isChosen = isNamed;
    for (let n = bar.first; n <= bar.last && !isChosen; n += 1) isChosen = chosen.has(n);
    const checkpoint = isNamed ? ends.find(holds)! : bar.checkpoint;
    return { ...bar, checkpoint, isChosen, isNamed };
  });
}

/** Left edges of the bars whose numbers are said first: of what was chosen the first and, if there is room, the last. */
function namesWithRoom(drawn: readonly ShownBar[], room: number): readonly number[] {
  const [first, last] = drawn.filter(({ isNamed }) => isNamed).map(({ left }) => left);
  if (first === undefined) return [];
  return last === undefined || last - first <= room ? [first] : [first, last];
}

/** For the longest number, which is the last one's: a digit of 11 px is 7 wide. */
function roomForNumber({ trace: { checkpoints } }: TraceIndex): number {
  return Math.max(leastRoom, 7 * `#${checkpoints.at(-1)?.id ?? ''}`.length + 8);
}

/** Where chosen bars lie side by side, in pixels. */
function runsOf(
  drawn: readonly ShownBar[],
  barWidth: number,
): { readonly left: number; readonly right: number }[] {
  const runs: { left: number; right: number }[] = [];
  let isOpen = false;
  for (const { left, isChosen } of drawn) {
    const run = runs.at(-1);
    if (isChosen && isOpen && run) run.right = left + barWidth;
    else if (isChosen) runs.push({ left, right: left + barWidth });
    isOpen = isChosen;
  }
  return runs;
}
