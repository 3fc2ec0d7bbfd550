/**
 * The text of string keys, appended and never changed, as UTF-16 in shared memory: a snapshot may read it while
 * more is appended. When it is full it moves to memory of twice the size; old readers keep the old memory.
 */
export class KeyText {
  private units: Uint16Array<SharedArrayBuffer>;
  private used = 0;

  /** Starts with the text of a checkpoint, or empty. */
  constructor(restored: Uint16Array = new Uint16Array(0)) {
    const unitCount = Math.max(4096, restored.length * 2);
    this.units = new Uint16Array(new SharedArrayBuffer(unitCount * 2));
    this.units.set(restored);
    this.used = restored.length;
  }

  /** Units in use. */
  get length(): number {
    return this.used;
  }

  get memory(): SharedArrayBuffer {
    return this.units.buffer;
  }

  /** Appends a text; its place is where it starts, in units. */
  append(text: string): number {
    if (this.used + text.length > this.units.length) this.grow(text.length);
    const from = this.used;
    for (let i = 0; i < text.length; i++) this.units[from + i] = text.charCodeAt(i);
    this.used += text.length;
    return from;
  }

  equals(from: number, length: number, text: string): boolean {
    if (length !== text.length) return false;
    for (let i = 0; i < length; i++) if (this.units[from + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  private grow(extra: number): void {
    const units = new Uint16Array(
      new SharedArrayBuffer(2 * Math.max(this.units.length * 2, this.used + extra)),
    );
    units.set(this.units);
    this.units = units;
  }
}
