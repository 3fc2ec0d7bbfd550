import '../translations.js';
import '@vscode/codicons/dist/codicon.css';
import '../style.css';
import '../style/comparison.css';
import type { FromComparison, ToComparison } from '../../src/protocol.js';
import { registerControls } from '../ui/controls.js';
import { ComparisonApp } from './comparisonApp.js';

interface VsCodeApi {
  postMessage(message: FromComparison): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

registerControls();
const host = acquireVsCodeApi();
const app = new ComparisonApp(document.getElementById('app')!, host);
window.addEventListener('message', (event: MessageEvent<ToComparison>) => app.receive(event.data));
host.postMessage({ type: 'ready' });
