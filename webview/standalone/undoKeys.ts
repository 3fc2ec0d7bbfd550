import type { ViewCommand } from '../../src/protocol.js';

/** In VS Code undo is a command with a key that people choose; here it has the usual keys. */
export function listenToUndo(run: (command: ViewCommand) => void): void {
  document.addEventListener('keydown', (event) => {
    const command = undoCommand(event);
    const isTyping = event.composedPath()[0] instanceof HTMLInputElement;
    if (!command || isTyping) return;
    event.preventDefault();
    run(command);
  });
}

function undoCommand({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): ViewCommand | undefined {
  if (!(ctrlKey || metaKey) || altKey) return undefined;
  if (key.toLowerCase() === 'z') return shiftKey ? 'redoZoom' : 'undoZoom';
  return key.toLowerCase() === 'y' && !shiftKey ? 'redoZoom' : undefined;
}
