import '../translations.js';
import * as l10n from '@vscode/l10n';
import '@vscode/codicons/dist/codicon.css';
import '../style.css';
import './standalone.css';
import type { ExportedPage } from '../../src/protocol.js';
import { App } from '../app.js';
import { element } from '../element.js';
import { keepState } from '../kept/keptState.js';
import { registerControls } from '../ui/controls.js';
import { freshState } from '../viewState.js';
import { Colors } from './colors.js';
import { readInlined, type Inlined } from './inlined.js';
import { Pictures } from './pictures.js';
import { readerHost } from './readerHost.js';
import { listenToUndo } from './undoKeys.js';

registerControls();
const colors = new Colors();
const root = document.getElementById('app')!;
readInlined().then(show, () => {
  const words = l10n.t(
    'This page is damaged or was not copied to its end. Copy it again, or export it anew.',
  );
  root.replaceChildren(element('p', { className: 'reading', text: words }));
});

function show({ page, trace }: Inlined): void {
  const { file, madeBy, madeAt } = page;
  const said = element('span', { attributes: { role: 'status' } });
  const say = (words: string): void => {
    said.textContent = words;
  };
  const notes = page.notes !== undefined;
  const pictures = new Pictures({
    say,
    ask: (what, whole) => app.receive({ type: 'ask', id: 0, what, wishes: { whole, notes } }),
  });
  const answered = (answer: unknown): void => pictures.answered(answer);
  const app = new App(root, readerHost(file, keptIn(page), { say, answered }));
  const date = new Date(madeAt).toISOString().slice(0, 10);
  const made = l10n.t('exported by Checkpoint Lens {version} on {date}', { version: madeBy, date });
  const head = element(
    'header',
    { className: 'exported' },
    element('span', { className: 'strong', text: file }),
    element('span', { className: 'small', text: made }),
    element('span', { className: 'spring' }),
    said,
    pictures.element,
    colors.element,
  );
  root.before(head);
  listenToUndo((command) => app.receive({ type: 'command', command }));
  app.receive(trace);
  if (page.notes) app.receive({ type: 'notes', notes: page.notes, problems: [] });
}

/** The state to begin with: as it was in the editor, or at the checkpoint that was asked for. */
function keptIn({ file, kept, checkpoint }: ExportedPage): unknown {
  if (kept !== undefined || checkpoint === undefined) return kept;
  return keepState(file, { ...freshState, checkpoint, follow: false });
}
