import type {
  ComparedSide,
  FromComparison,
  FromWebview,
  PageAnswers,
  PictureWishes,
  ShownDiagnostic,
  ToWebview,
} from '../../../src/protocol.js';
import type { Note, NoteChange } from '../../../src/trace/notes/note.js';
import { readTrace } from '../../../src/trace/ckptReader.js';
import { packTrace } from '../../../src/trace/transfer.js';
import { hugeTrace } from '../../fixtures/hugeTrace.js';
import { ordersTrace, type OrdersOptions } from '../../fixtures/ordersTrace.js';
import { themeVariables } from '../../../webview/standalone/themes.js';

const questions = new Map<number, (answer: unknown) => void>();

/** Stands where VS Code stands: keeps the page's state, hears its messages, and sends it what a test wants. */
const fakeHost = {
  state: undefined as unknown,
  heard: [] as (FromWebview | FromComparison)[],
  notes: [] as readonly Note[],
  /** How the rows of the job were arranged last. */
  rows: undefined as unknown,

  send(message: ToWebview): void {
    window.postMessage(message, '*');
  },

  /** What the page answers to a question; rejects where it cannot. */
  ask(what: keyof PageAnswers, wishes: PictureWishes): Promise<unknown> {
    const id = questions.size + 1;
    return new Promise((resolve, reject) => {
      questions.set(id, (answer) =>
        answer === undefined ? reject(new Error('The page has no answer.')) : resolve(answer),
      );
      this.send({ type: 'ask', id, what, wishes });
    });
  },

  sendNotes(notes: readonly Note[]): void {
    this.notes = notes;
    this.send({ type: 'notes', notes, problems: [], file: 'orders.ckpt.json.notes.json' });
  },

  /** As the extension host does it, but for the file. */
  changeNotes(change: NoteChange): void {
    if ('remove' in change) this.sendNotes(this.notes.filter(({ id }) => id !== change.remove));
    else this.sendNotes([...this.notes.filter(({ id }) => id !== change.put.id), change.put]);
  },

  sendOrders(
    options: OrdersOptions = {},
    stoppable = false,
    diagnostics: readonly ShownDiagnostic[] = [],
  ): void {
    this.send({
      type: 'trace',
      file: 'orders.ckpt.json',
      trace: packTrace(ordersTrace(options)),
      diagnostics,
      stoppable,
      rows: this.rows,
    });
  },

  sendUnreadable(): void {
    this.send({
      type: 'unreadable',
      file: 'orders.ckpt.json',
      diagnostics: [
        {
          severity: 'error',
          message: 'The file ends in the middle of a span.',
          at: { line: 1, column: 48213, offset: 48212, path: 'spans.duration' },
          remedy: 'Record the run again.',
        },
      ],
    });
  },

  sendHuge(spans: number, rows: number): void {
    this.send({
      type: 'trace',
      file: 'huge.ckpt.json',
      trace: packTrace(hugeTrace(spans, rows)),
      diagnostics: [],
      stoppable: false,
    });
  },

  /** The text of a trace file, as the extension host would read it. */
  sendText(text: string, file = 'trace.ckpt.json'): void {
    const { trace, diagnostics } = readTrace(text);
    this.send({ type: 'trace', file, trace: packTrace(trace), diagnostics, stoppable: false });
  },

  /** Texts of trace files, as the sides of a comparison. */
  sendComparison(sides: readonly { text: string; label: string; checkpoint?: number }[]): void {
    const read = sides.map(({ text, ...side }): ComparedSide => ({
      ...side,
      state: { type: 'trace', trace: packTrace(readTrace(text).trace) },
    }));
    window.postMessage({ type: 'sides', sides: read }, '*');
  },

  setTheme(name: keyof typeof themeVariables): void {
    const { bodyClass, variables } = themeVariables[name];
    document.body.className = bodyClass;
    for (const [variable, value] of Object.entries(variables)) {
      document.documentElement.style.setProperty(`--vscode-${variable}`, value);
    }
    document.documentElement.style.setProperty(
      '--vscode-font-family',
      '"Noto Sans", "Open Sans", system-ui, "Noto Sans SC Variable", sans-serif',
    );
  },
};

export type FakeHost = typeof fakeHost;

declare global {
  var fakeHost: FakeHost;
  var acquireVsCodeApi: () => unknown;
}

globalThis.fakeHost = fakeHost;
globalThis.acquireVsCodeApi = () => ({
  postMessage: (message: FromWebview | FromComparison) => {
    fakeHost.heard.push(message);
    if (message.type === 'changeNote') fakeHost.changeNotes(message.change);
    if (message.type === 'answer') questions.get(message.id)?.(message.answer);
  },
  getState: () => fakeHost.state,
  setState: (state: unknown) => (fakeHost.state = state),
});
