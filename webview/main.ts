import './translations.js';
import '@vscode/codicons/dist/codicon.css';
import './style.css';
import type { ToWebview } from '../src/protocol.js';
import { App } from './app.js';
import { host } from './host.js';
import { registerControls } from './ui/controls.js';

registerControls();
const app = new App(document.getElementById('app')!, host);
window.addEventListener('message', (event: MessageEvent<ToWebview>) => app.receive(event.data));
host.postMessage({ type: 'ready' });
