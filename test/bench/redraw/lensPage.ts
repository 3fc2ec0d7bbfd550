import './redrawn.js';
import '../../ui/page/fakeHost.js';
import '@vscode/codicons/dist/codicon.css';
import '../../../webview/style.css';
import { App } from '../../../webview/app.js';
import { host } from '../../../webview/host.js';
import { registerControls } from '../../../webview/ui/controls.js';
import { hugeTrace } from '../../fixtures/hugeTrace.js';

fakeHost.setTheme('dark');
registerControls();
const app = new App(document.getElementById('app')!, host);

globalThis.redrawn = {
  async open(spans, rows) {
    const file = 'huge.ckpt.json';
    fakeHost.state = { file, state: { follow: false } };
    const trace = hugeTrace(spans, rows);
    const start = performance.now();
    app.showTrace(trace, { file, diagnostics: [], stoppable: false });
    while (!document.querySelector('h1')?.textContent) await new Promise(requestAnimationFrame);
    this.canvas.getContext('2d')!.getImageData(0, 0, 1, 1);
    return performance.now() - start;
  },
  get canvas() {
    return document.querySelector<HTMLCanvasElement>('.chart-holder canvas')!;
  },
  zoom: (factor) => wheel({ ctrlKey: true, deltaY: -Math.log(factor) / 0.003 }),
  pan: (pixels) => wheel({ shiftKey: true, deltaX: pixels }),
  fit: () => press('Digit0', '0'),
  async collapseIdleTime() {
    press('KeyI', 'i');
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  },
};

function wheel(init: WheelEventInit): void {
  const { canvas } = redrawn;
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const place = { clientX: left + width / 2, clientY: top + height / 2 };
  canvas.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, ...place, ...init }));
}

function press(code: string, key: string): void {
  document.querySelector('.names')!.dispatchEvent(new KeyboardEvent('keydown', { code, key, bubbles: true }));
}
