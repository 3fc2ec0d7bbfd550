import '../../ui/page/fakeHost.js';
import '@vscode/codicons/dist/codicon.css';
import '../../../webview/style.css';
import { App } from '../../../webview/app.js';
import { host } from '../../../webview/host.js';
import { registerControls } from '../../../webview/ui/controls.js';
import { hugeJob } from '../../fixtures/hugeJob.js';
import { hugeTrace } from '../../fixtures/hugeTrace.js';

declare global {
  /** Shows a run of ours or a job of Flink with about so many spans; resolves when it is painted. */
  var openTrace: (kind: 'run' | 'job', spans: number, rows: number) => Promise<void>;
  /** Waits until the page is idle; gives the longest task since it was asked last, ms, and 0 where none took 50 ms. */
  var longestTask: () => Promise<number>;
}

fakeHost.setTheme('dark');
registerControls();
const app = new App(document.getElementById('app')!, host);
let tasks: number[] = [];
new PerformanceObserver((list) => {
  tasks.push(...list.getEntries().map(({ duration }) => duration));
}).observe({ type: 'longtask' });

globalThis.openTrace = async (kind, spans, rows) => {
  const trace = kind === 'run' ? hugeTrace(spans, rows) : hugeJob(spans, rows);
  const file = `huge-${kind}.ckpt.json`;
  fakeHost.state = { file, state: { follow: false } };
  // Not in the task that made the spans.
  await new Promise((resolve) => setTimeout(resolve));
  app.showTrace(trace, { file, diagnostics: [], stoppable: false });
  while (!document.querySelector('h1')?.textContent) await new Promise(requestAnimationFrame);
};

globalThis.longestTask = async () => {
  let known = -1;
  // A task is told of after it has ended.
  while (tasks.length !== known) {
    known = tasks.length;
    for (let frame = 0; frame < 5; frame += 1) await new Promise(requestAnimationFrame);
    await new Promise((resolve) => requestIdleCallback(resolve));
  }
  const longest = Math.max(0, ...tasks);
  tasks = [];
  return longest;
};
