import type { FromWebview } from '../src/protocol.js';

/** VS Code's side, as the page needs it. */
export interface Host {
  /** Whether there is an editor around the page, which opens files and runs things; around an exported page is none. */
  readonly isEditor: boolean;
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: unknown): void;
}
