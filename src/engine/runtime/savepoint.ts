import { join } from 'node:path';
import type { SavepointRequest } from '../checkpoint/coordinator.js';
import type { CheckpointStorage } from '../storage/storage.js';
import type { StorageLocation } from '../storage/storageUri.js';

/** Where a savepoint goes: a folder of its own in a storage, which nothing but a person removes. */
export interface SavepointTarget {
  readonly location: StorageLocation;
  readonly storage: CheckpointStorage;
}

/** How it ended. */
export type SavepointResult =
  { readonly uri: string; readonly checkpoint: number } | { readonly failure: string };

/** Relative to its storage. A run's number and a checkpoint's make it the only one of that name. */
export function savepointFolder(run: string, checkpoint: number): string {
  return `savepoint-${run.replace(/^run-/, '')}-${checkpoint}`;
}

/** What `--restore` takes. */
export function savepointUri({ kind, uri }: StorageLocation, folder: string): string {
  return kind === 'folder' ? join(uri, folder) : `${uri.replace(/\/$/, '')}/${folder}`;
}

interface Waiting {
  readonly request: SavepointRequest;
  readonly target: SavepointTarget;
  readonly answer: (result: SavepointResult) => void;
}

/** The savepoints that were asked for during one attempt of a run, and who waits for them. */
export class SavepointRequests {
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;
  private isOver = false;

  /** Takes a request in; its promise settles when the savepoint has ended, or the attempt. */
  add(
    target: SavepointTarget,
    stop: boolean,
  ): { readonly request: SavepointRequest; readonly result: Promise<SavepointResult> } {
    const request = { id: this.count++, stop };
    const result = new Promise<SavepointResult>((answer) => {
      if (this.isOver) {
        answer({ failure: 'the pipeline is not processing at the moment. Try again once it is' });
      } else this.waiting.set(request.id, { request, target, answer });
    });
    return { request, result };
  }

  get open(): readonly SavepointRequest[] {
    return [...this.waiting.values()].map(({ request }) => request);
  }

  targetOf({ id }: SavepointRequest): SavepointTarget {
    return this.waiting.get(id)!.target;
  }

  ended({ id }: SavepointRequest, result: SavepointResult): void {
    this.waiting.get(id)!.answer(result);
    this.waiting.delete(id);
  }

  /** The attempt is over. */
  close(): void {
    this.isOver = true;
    for (const { answer } of this.waiting.values()) {
      answer({ failure: 'the pipeline failed or ended before it was complete' });
    }
    this.waiting.clear();
  }
}
