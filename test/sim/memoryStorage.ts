import { createHash } from 'node:crypto';
import { StorageError, type CheckpointStorage, type WrittenFile } from '../../src/engine/storage/storage.js';

/** A checkpoint storage in memory, which outlives the processes of a simulation. */
export class MemoryStorage implements CheckpointStorage {
  readonly uri = 'memory';
  private readonly files = new Map<string, Uint8Array<ArrayBuffer>>();

  /** As `write` does, at once. */
  put(path: string, pieces: readonly Uint8Array[]): WrittenFile {
    const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.files.set(path, bytes);
    return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  /** Flips a bit of a file, or cuts its end off. */
  damage(path: string, cut: boolean): void {
    const bytes = this.files.get(path)!;
    if (cut) this.files.set(path, bytes.slice(0, bytes.length - 1));
    else bytes[bytes.length >> 1]! ^= 1;
  }

  paths(): readonly string[] {
    return [...this.files.keys()];
  }

  write(path: string, pieces: Iterable<Uint8Array>): Promise<WrittenFile> {
    return Promise.resolve(
      this.put(
        path,
        [...pieces].map((piece) => Uint8Array.from(piece)),
      ),
    );
  }

  publish(path: string, text: string): Promise<void> {
    this.put(path, [new TextEncoder().encode(text)]);
    return Promise.resolve();
  }

  read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = this.files.get(path);
    if (bytes === undefined) return Promise.reject(new StorageError(`${path} is not there`));
    return Promise.resolve(bytes.slice());
  }

  list(folder: string): Promise<string[]> {
    const before = folder === '.' ? '' : `${folder}/`;
    const inside = this.paths().filter((path) => path.startsWith(before));
    return Promise.resolve([...new Set(inside.map((path) => path.slice(before.length).split('/')[0]!))]);
  }

  remove(path: string): Promise<void> {
    for (const each of this.paths()) {
      if (each === path || each.startsWith(`${path}/`)) this.files.delete(each);
    }
    return Promise.resolve();
  }
}
