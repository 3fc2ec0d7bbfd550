import type { FromWebview } from '../src/protocol.js';

interface VsCodeApi {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** VS Code's side of the page. It can be asked for once only, so everyone gets this one. */
export const host: VsCodeApi = acquireVsCodeApi();
