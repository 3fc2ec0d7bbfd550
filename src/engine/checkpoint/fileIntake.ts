import { messageOf } from '../errors.js';
import type { RestoredFile } from '../state/filledState.js';
import { plainMemory, type SegmentSource } from '../state/memoryPool.js';
import { lendUnpackingMemory } from '../state/pagePacking.js';
import { StateFileIntake } from '../state/stateFileIntake.js';
import { ChecksumCheck } from '../storage/checksum.js';
import type { LentMemory, PieceTaker } from '../storage/storage.js';
import type { StateFile } from './coordinator.js';

/** Takes a file of a checkpoint while it is read: checks it, and fills tables from it where it is one for that. */
export class FileIntake implements PieceTaker {
  private readonly checksum: ChecksumCheck;
  private readonly tables: StateFileIntake;
  private bytes = 0;
  /** What has come, as long as the tables may not be all that is wanted of it. */
  private whole: Uint8Array<ArrayBuffer> | undefined;
  private failure: { readonly error: unknown } | undefined;

  constructor(
    private readonly file: StateFile,
    source: SegmentSource = plainMemory,
  ) {
    this.checksum = new ChecksumCheck(file);
    this.tables = new StateFileIntake(file.bytes, source);
  }

  lend(): LentMemory | undefined {
    return lendUnpackingMemory();
  }

  take(piece: Uint8Array): void {
    this.checksum.add(piece);
    this.bytes += piece.length;
    if (this.failure) return;
    try {
      this.takeOver(piece);
    } catch (error) {
      // Most likely it is damaged, which the checksum will tell.
      this.failure = { error };
    }
  }

  /** What the file holds. @throws Error when it is not as it was written. */
  end(): RestoredFile {
    const { path, bytes } = this.file;
    if (this.bytes !== bytes) throw new Error(`${path} has ${this.bytes} bytes, not ${bytes}`);
    if (!this.checksum.isRight()) throw new Error(`${path} is damaged`);
    if (this.failure) throw new Error(`${path}: ${messageOf(this.failure.error)}`);
    return this.tables.isSuitable ? this.tables.end() : (this.whole ?? new Uint8Array(0));
  }

  private takeOver(piece: Uint8Array): void {
    if (this.tables.isSuitable !== true) {
      this.whole ??= new Uint8Array(this.file.bytes);
      this.whole.set(piece, this.bytes - piece.length);
    }
    if (this.tables.isSuitable !== false) this.tables.take(piece);
    if (this.tables.isSuitable === true) this.whole = undefined;
  }
}
