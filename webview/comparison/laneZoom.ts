import { pan, zoomAt, type TimeRange } from '../chart/geometry.js';

/** What a key or a notch of the wheel changes the range by. */
const zoomStep = 1.5;
const panShare = 0.25;
/** Pixels of a wheel that make one step of the zoom. */
const wheelStep = 100;

/** The stretch of the common axis that the lanes show, and what keys, the wheel and buttons make of it. */
export class LaneZoom {
  private range: TimeRange | undefined;
  private limits: TimeRange = { from: 0, to: 1 };

  /** @param changed is called when another stretch is to be shown */
  constructor(private readonly changed: () => void) {}

  /**
   * @param to end of all that is drawn, ms after the trigger
   * @param range what to show of it, where that lies inside; absent: all
   */
  reset(to: number, range?: TimeRange): void {
    this.limits = { from: 0, to };
    this.range = range && range.from >= 0 && range.to <= to ? range : undefined;
  }

  get shown(): TimeRange {
    return this.range ?? this.limits;
  }

  get isAll(): boolean {
    return this.range === undefined;
  }

  zoom(factor: number, share = 0.5): void {
    const { from, to } = this.shown;
    this.show(zoomAt(this.shown, from + share * (to - from), factor, this.limits));
  }

  zoomIn(): void {
    this.zoom(zoomStep);
  }

  zoomOut(): void {
    this.zoom(1 / zoomStep);
  }

  showAll(): void {
    this.show(this.limits);
  }

  pan(share: number): void {
    const { from, to } = this.shown;
    this.show(pan(this.shown, share * (to - from), this.limits));
  }

  /** The keys of the chart: `W` `S` `+` `-` zoom, `A` `D` pan, `0` shows all. @returns whether the key was one of them */
  onKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
    if (ctrlKey || metaKey || altKey) return false;
    switch (key.toLowerCase()) {
      case 'w':
      case '+':
      case '=':
        this.zoomIn();
        return true;
      case 's':
      case '-':
        this.zoomOut();
        return true;
      case 'a':
        this.pan(-panShare);
        return true;
      case 'd':
        this.pan(panShare);
        return true;
      case '0':
        this.showAll();
        return true;
      default:
        return false;
    }
  }

  /**
   * With Ctrl or Cmd the wheel zooms where the pointer is, with Shift or sideways it pans, else it scrolls the page.
   *
   * @param share where in the track the pointer is, 0 to 1
   * @param width of the track, pixels
   * @returns whether it was for the lanes
   */
  onWheel({ ctrlKey, metaKey, shiftKey, deltaX, deltaY }: WheelEvent, share: number, width: number): boolean {
    if (ctrlKey || metaKey) {
      this.zoom(zoomStep ** (-deltaY / wheelStep), Math.min(1, Math.max(0, share)));
      return true;
    }
    const sideways = shiftKey && deltaX === 0 ? deltaY : deltaX;
    if (sideways === 0 || Math.abs(sideways) < Math.abs(shiftKey ? 0 : deltaY)) return false;
    this.pan(sideways / Math.max(1, width));
    return true;
  }

  private show(range: TimeRange): void {
    const isAll = range.from <= this.limits.from && range.to >= this.limits.to;
    const next = isAll ? undefined : range;
    if (next === this.range) return;
    this.range = next;
    this.changed();
  }
}
