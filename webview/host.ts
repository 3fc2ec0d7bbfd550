import type { FromWebview } from '../src/protocol.js';
import type { Host } from './pageHost.js';

interface VsCodeApi {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** VS Code's side of the page. It can be asked for once only, so everyone gets this one. */
export const host: Host = {
  isEditor: true,
  postMessage: (message) => api.postMessage(message),
  getState: () => api.getState(),
  setState: (state) => api.setState(state),
};
