/** What each page of the benchmark can be asked to do, in pixels of its picture. */
export interface Redrawn {
  /** Shows all of so many spans in so many rows, from columns or objects that are in memory; gives ms until they were painted. */
  open(spans: number, rows: number): Promise<number>;
  readonly canvas: HTMLCanvasElement;
  /** Makes the picture smaller than the window of time by `factor`, around its middle. */
  zoom(factor: number): void;
  pan(pixels: number): void;
  /** Back to all of the time. */
  fit(): void;
  /** Draws the time short in which nothing goes on, from then on; resolves when it is painted so. */
  collapseIdleTime?(): Promise<void>;
}

export type Gesture = 'fit' | 'zoom' | 'pan';

declare global {
  var redrawn: Redrawn;
  var measureGesture: (gesture: Gesture, times: number) => Promise<number[]>;
}

/**
 * Ms of work for each of so many redraws: what the event handler takes, and what the frame takes in which the picture is painted,
 * up to pixels that can be read.
 */
globalThis.measureGesture = async (gesture, times) => {
  const taken: number[] = [];
  if (gesture === 'pan') for (let step = 0; step < 6; step++) await once(() => redrawn.zoom(1.3));
  for (let step = 0; step < times; step++) {
    if (gesture === 'fit') await once(() => redrawn.zoom(1.3));
    taken.push(await once(actions[gesture](step)));
  }
  if (gesture !== 'fit') await once(() => redrawn.fit());
  return taken;
};

/** In and out by twelve steps each way; ten steps to the right, ten to the left. */
const actions: Readonly<Record<Gesture, (step: number) => () => void>> = {
  fit: () => () => redrawn.fit(),
  zoom: (step) => () => redrawn.zoom(step % 24 < 12 ? 1.3 : 1 / 1.3),
  pan: (step) => () => redrawn.pan(step % 20 < 10 ? 40 : -40),
};

async function once(action: () => void): Promise<number> {
  let frameBegan = 0;
  const pressed = performance.now();
  // Frames are asked for in this order, and so come in it: before the page's own, and after it.
  requestAnimationFrame(() => (frameBegan = performance.now()));
  action();
  const handled = performance.now() - pressed;
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      redrawn.canvas.getContext('2d')!.getImageData(0, 0, 1, 1);
      resolve(handled + performance.now() - frameBegan);
    });
  });
}
