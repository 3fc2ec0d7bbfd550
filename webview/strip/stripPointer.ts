import type { CheckpointIndex } from '../../src/trace/units.js';
import { stretchOf, toggledAmong } from './severalCheckpoints.js';
import { checkpointsBetween, drawnAt, type StripLayout } from './stripLayout.js';

export interface StripWishes {
  readonly layout: () => StripLayout | undefined;
  /** What is chosen now, in order; nothing where the entire run is shown. */
  readonly chosen: () => readonly CheckpointIndex[];
  readonly count: () => number;
  readonly choose: (chosen: readonly CheckpointIndex[]) => void;
  /** Shows what would be chosen, while it is being dragged over. */
  readonly preview: (chosen: readonly CheckpointIndex[] | undefined) => void;
  readonly hover: (x: number | undefined) => void;
}

/** A press that moves less than this is a click, in pixels. */
const clickSlack = 5;

/**
 * Choosing checkpoints on the strip: a click shows one, with Ctrl or Cmd adds it or takes it away, with Shift shows all up to it;
 * a drag shows those that it goes over. Shift and an arrow take one more, or the last one away again; Home and End go to the first and
 * the last.
 */
export function chooseOnStrip(element: HTMLElement, wishes: StripWishes): void {
  /** Where the stretch began, and which end of it the keyboard moves. */
  let ends: { anchor: CheckpointIndex; focus: CheckpointIndex } | undefined;
  const endsNow = (): NonNullable<typeof ends> => {
    const chosen = wishes.chosen();
    const [first = 0, last = 0] = [chosen[0], chosen.at(-1)];
    const isKnown =
      ends && Math.min(ends.anchor, ends.focus) === first && Math.max(ends.anchor, ends.focus) === last;
    return isKnown ? ends! : { anchor: first, focus: last };
  };
  const extendTo = (focus: CheckpointIndex): void => {
    ends = { anchor: endsNow().anchor, focus };
    wishes.choose(stretchOf(ends.anchor, ends.focus));
  };
  listenToPress(element, wishes, (checkpoint, event) => {
    if (event.shiftKey && wishes.chosen().length > 0) extendTo(checkpoint);
    else if (event.ctrlKey || event.metaKey) wishes.choose(toggledAmong(wishes.chosen(), checkpoint));
    else wishes.choose([checkpoint]);
  });
  element.addEventListener('keydown', (event) => {
    const to = reachedBy(event.key, endsNow().focus, wishes.count());
    const isEnd = event.key === 'Home' || event.key === 'End';
    // One further without a range is for the page, which knows what that is where nothing is chosen.
    if (to === undefined || !(event.shiftKey || isEnd)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) extendTo(to);
    else wishes.choose([to]);
  });
}

/** Where a key leads to from a checkpoint; undefined where it leads nowhere. */
export function reachedBy(key: string, from: CheckpointIndex, count: number): CheckpointIndex | undefined {
  if (count === 0) return undefined;
  const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, Home: -count, End: count };
  const step = (steps as Readonly<Record<string, number>>)[key];
  return step === undefined ? undefined : Math.max(0, Math.min(count - 1, from + step));
}

function listenToPress(
  element: HTMLElement,
  { layout, choose, preview, hover }: StripWishes,
  click: (checkpoint: CheckpointIndex, event: PointerEvent) => void,
): void {
  let press: { readonly x: number; dragged: boolean } | undefined;
  const under = (x: number): readonly CheckpointIndex[] => {
    const strip = layout();
    return strip && press ? checkpointsBetween(strip, press.x, x) : [];
  };
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    press = { x: event.offsetX, dragged: false };
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener('pointermove', (event) => {
    if (!press) {
      hover(event.offsetX);
      return;
    }
    press.dragged ||= Math.abs(event.offsetX - press.x) >= clickSlack;
    if (press.dragged) preview(under(event.offsetX));
  });
  element.addEventListener('pointerup', (event) => {
    const strip = layout();
    if (!press || !strip) return;
    const chosen = under(event.offsetX);
    const { dragged } = press;
    press = undefined;
    preview(undefined);
    const one = drawnAt(strip, event.offsetX);
    if (!dragged && one) click(one.checkpoint, event);
    else if (dragged && chosen.length > 0) choose(chosen);
  });
  element.addEventListener('pointercancel', () => {
    press = undefined;
    preview(undefined);
  });
  element.addEventListener('pointerleave', () => hover(undefined));
}
