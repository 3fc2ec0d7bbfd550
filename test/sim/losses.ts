import { posix } from 'node:path';
import { metadataFile } from '../../src/engine/checkpoint/metadata.js';
import type { MemoryStorage } from '../fixtures/memoryStorage.js';
import { filesOfCheckpoint } from './completeness.js';
import type { Schedule } from './schedule.js';
import type { Published } from './simulatedMain.js';

/** What somebody else removes or damages in the storage, and what is whole all the same. */
export class Losses {
  private readonly lost = new Set<string>();

  constructor(
    private readonly storage: MemoryStorage,
    private readonly schedule: Schedule,
  ) {}

  /** A file of one of a run's checkpoints is removed, complete or not. Says whether there was one. */
  removeOne(run: string): boolean {
    const path = this.oneIn(`${run}/chk-`);
    if (path === undefined) return false;
    this.storage.files.delete(path);
    this.lost.add(path);
    return true;
  }

  /** A bit of a file of a checkpoint is flipped, or its end is cut off. */
  damageOne(folder: string): void {
    const path = this.oneIn(`${folder}/`)!;
    this.storage.damage(path, this.schedule.onceIn(2));
    this.lost.add(path);
  }

  /** Whether a checkpoint has all its files, as they were written. */
  isWhole({ folder, metadata }: Published): boolean {
    const names = [metadataFile, ...filesOfCheckpoint(metadata).map(({ path }) => path)];
    const paths = names.map((name) => posix.join(folder, name));
    return paths.every((path) => this.storage.files.has(path) && !this.lost.has(path));
  }

  /** Whether none of a run's checkpoints can be restored any more. To a savepoint nothing goes back by itself. */
  haveSpoiltAll(published: readonly Published[]): boolean {
    const checkpoints = published.filter(({ metadata }) => metadata.kind !== 'savepoint');
    return this.lost.size > 0 && !checkpoints.some((each) => this.isWhole(each));
  }

  private oneIn(prefix: string): string | undefined {
    const paths = this.storage.paths().filter((path) => path.startsWith(prefix));
    return paths.length === 0 ? undefined : paths[this.schedule.oneOf(paths.length)]!;
  }
}
