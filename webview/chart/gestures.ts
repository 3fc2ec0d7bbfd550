/** What the pointer asks of the chart; `x` and `y` in pixels of the canvas. */
export interface Gestures {
  readonly zoom: (x: number, factor: number, first: boolean) => void;
  readonly pan: (pixels: number, first: boolean) => void;
  readonly dragging: (drag: Drag | undefined) => void;
  readonly dragged: (drag: Drag) => void;
  readonly click: (x: number, y: number, event: MouseEvent) => void;
  readonly fit: () => void;
  readonly hover: (place: { x: number; y: number } | undefined) => void;
  readonly purposeOf: (event: MouseEvent) => Purpose;
}

/** What a drag is for. */
export type Purpose = 'pan' | 'zoom' | 'measure';

/** A stretch that is being dragged out, from where the press was; in pixels of the canvas. */
export interface Drag {
  readonly from: number;
  readonly to: number;
  readonly purpose: Purpose;
}

/** A press that moves less than this is a click, in pixels. */
const clickSlack = 5;
/** Wheel steps that follow each other within this time are one zoom for undo, in ms. */
const sameGesture = 400;

/**
 * Wheel scrolls, Ctrl+wheel zooms, Shift+wheel and sideways wheel pan; a drag zooms to a stretch, measures it or pans, as
 * `purposeOf` says of its press.
 */
export function listenToPointer(canvas: HTMLCanvasElement, gestures: Gestures): void {
  listenToWheel(canvas, gestures);
  let press: { x: number; y: number; purpose: Purpose; moved: boolean; last: number } | undefined;
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button > 1) return;
    press = {
      x: event.offsetX,
      y: event.offsetY,
      purpose: gestures.purposeOf(event),
      moved: false,
      last: event.offsetX,
    };
    canvas.setPointerCapture(event.pointerId);
    // Shift would mark text.
    if (press.purpose !== 'zoom') event.preventDefault();
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!press) {
      gestures.hover({ x: event.offsetX, y: event.offsetY });
      return;
    }
    const first = !press.moved;
    if (first && Math.abs(event.offsetX - press.x) < clickSlack) return;
    press.moved = true;
    gestures.hover(undefined);
    const { purpose } = press;
    if (purpose === 'pan') gestures.pan(press.last - event.offsetX, first);
    else gestures.dragging({ from: press.x, to: event.offsetX, purpose });
    press.last = event.offsetX;
  });
  canvas.addEventListener('pointerup', (event) => {
    if (!press) return;
    const { moved, purpose, x, y } = press;
    press = undefined;
    gestures.dragging(undefined);
    if (!moved) gestures.click(x, y, event);
    else if (purpose !== 'pan') gestures.dragged({ from: x, to: event.offsetX, purpose });
  });
  canvas.addEventListener('pointercancel', () => {
    press = undefined;
    gestures.dragging(undefined);
  });
  // The middle button would start the browser's own scrolling.
  canvas.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault());
  canvas.addEventListener('pointerleave', () => gestures.hover(undefined));
  canvas.addEventListener('dblclick', () => gestures.fit());
}

function listenToWheel(canvas: HTMLCanvasElement, gestures: Gestures): void {
  let lastWheel = -Infinity;
  canvas.addEventListener(
    'wheel',
    (event) => {
      const first = event.timeStamp - lastWheel > sameGesture;
      const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        lastWheel = event.timeStamp;
        gestures.zoom(event.offsetX, Math.exp(-pixels(event, event.deltaY) * 0.003), first);
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        lastWheel = event.timeStamp;
        gestures.pan(pixels(event, sideways), first);
      }
    },
    { passive: false },
  );
}

/** A wheel's step in pixels, whatever unit it came in. */
function pixels(event: WheelEvent, delta: number): number {
  if (event.deltaMode === WheelEvent.DOM_DELTA_LINE) return delta * 20;
  if (event.deltaMode === WheelEvent.DOM_DELTA_PAGE) return delta * 400;
  return delta;
}
