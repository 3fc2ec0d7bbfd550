import { readFileHead, headBytes, headStartBytes } from '../checkpoint/fileHead.js';
import { assert } from '../errors.js';
import { AlignedBytes } from './alignedBytes.js';
import { pageBytesOf, type FilledState } from './filledState.js';
import { KeyedState } from './keyedState.js';
import { defaultCut, MemoryPool, type SegmentSource } from './memoryPool.js';
import { chunkHeadInts, magic, version, type StateFileHeader } from './stateFile.js';
import { TableFiller } from './tableFiller.js';

/** More would be larger than any directory. */
const placesMax = 1 << 24;
/** Less would not hold two slots of some tables. */
const pageBytesMin = 256;

/**
 * Fills tables from a state file while it is read, so that a large one is never in memory as a whole. What comes may be damaged: nobody
 * must use the tables before the file's checksum is known to be right.
 */
export class StateFileIntake {
  private readonly input = new AlignedBytes();
  private pool = new MemoryPool();
  private fillers: readonly TableFiller[] = [];
  private wanted: number = headStartBytes;
  private step: (bytes: Uint8Array) => void = (start) => this.takeHeadStart(start);
  private readonly headStart = new Uint8Array(headStartBytes);
  private header: StateFileHeader | undefined;
  private filler: TableFiller | undefined;
  private page = 0;
  private isBetween = false;

  /** Whether this is a file that tables can be filled from; false, not known yet, or true. */
  private suits: boolean | undefined;

  constructor(
    private readonly fileBytes: number,
    private readonly source: SegmentSource,
  ) {}

  /** Whether tables are filled from the file, as far as its beginning says; nothing as long as that has not come. */
  get isSuitable(): boolean | undefined {
    return this.suits;
  }

  /** The next piece of the file. @throws EngineBug for what no state file has. */
  take(piece: Uint8Array): void {
    this.input.push(piece);
    while (this.suits !== false) {
      const bytes = this.input.next(this.wanted);
      if (bytes === undefined) return;
      this.step(bytes);
    }
  }

  /** What the whole file holds. @throws EngineBug when it ends too early. */
  end(): FilledState {
    assert(this.isBetween && this.header !== undefined, 'the file ends too early');
    const tables = this.fillers.map((filler) => filler.end());
    return { header: this.header, segments: this.pool.filled, tables };
  }

  private expect(bytes: number, step: (bytes: Uint8Array) => void): void {
    assert(bytes >= 0 && bytes <= this.fileBytes, 'the file says that it is longer than it is');
    this.wanted = bytes;
    this.step = step;
  }

  private takeHeadStart(start: Uint8Array): void {
    this.headStart.set(start);
    const length = headBytes(start, magic);
    if (length === undefined) this.suits = false;
    else this.expect(length - headStartBytes, (rest) => this.takeHead(rest));
  }

  private takeHead(rest: Uint8Array): void {
    const head = new Uint8Array(headStartBytes + rest.length);
    head.set(this.headStart);
    head.set(rest, headStartBytes);
    const header = readFileHead(head, magic)!.header as StateFileHeader;
    this.suits = header.version === version && !header.isIncrement && this.open(header);
    if (!this.suits) return;
    this.header = header;
    this.expectChunk();
  }

  /** Whether all tables have what they have in their slots. */
  private open(header: StateFileHeader): boolean {
    const { states, keyKind, placeCounts } = header;
    const pageBytes = pageBytesOf(header);
    assert(
      pageBytes >= pageBytesMin && pageBytes <= defaultCut.pageBytes && isPowerOfTwo(pageBytes),
      'the pages have a size that none has',
    );
    const cut = { ...defaultCut, pageBytes };
    this.pool = new MemoryPool(cut, this.source);
    const state = new KeyedState(states, 0, cut);
    state.open(keyKind);
    const layouts = state.tables.map(({ layout }) => layout);
    if (
      layouts.some(({ keyReferences, valueReferences }) => keyReferences.length + valueReferences.length > 0)
    ) {
      return false;
    }
    this.fillers = layouts.map((layout, index) => {
      const places = placeCounts[index]!;
      assert(
        places >= 2 && places <= placesMax && isPowerOfTwo(places),
        'the directory has a size that none has',
      );
      return new TableFiller(this.pool, layout, places);
    });
    return true;
  }

  private expectChunk(): void {
    this.isBetween = true;
    this.expect(chunkHeadInts * 4, (bytes) => this.takeChunkHead(intsOf(bytes)));
  }

  private takeChunkHead(head: Int32Array): void {
    const [table, slotInts, valueInts, page] = head as unknown as readonly [number, number, number, number];
    const filler = this.fillers[table];
    assert(
      filler !== undefined && valueInts === 0 && slotInts <= filler.intsMax,
      'the chunk does not fit its table',
    );
    this.filler = filler;
    this.page = page;
    this.isBetween = false;
    this.expect(slotInts * 4, (bytes) => this.takeSlots(intsOf(bytes)));
  }

  private takeSlots(slots: Int32Array): void {
    this.filler!.fill(this.page >> 1, (this.page & 1) !== 0, slots);
    this.expectChunk();
  }
}

function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count));
}

function intsOf({ buffer, byteOffset, byteLength }: Uint8Array): Int32Array {
  return new Int32Array(buffer, byteOffset, byteLength / 4);
}
