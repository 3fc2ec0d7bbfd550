import type { ComparisonCommand } from '../../src/protocol.js';

const byCode: Readonly<Record<string, ComparisonCommand>> = { KeyX: 'swapSides', KeyT: 'showTable' };

/** The keys of the page: `X` the other way round, `T` all numbers, `/` the filter. Those of the bars and the strips are theirs. */
export function listenToComparisonKeys(act: (command: ComparisonCommand) => void): void {
  document.addEventListener('keydown', (event) => {
    const command = commandOf(event);
    if (!command) return;
    event.preventDefault();
    act(command);
  });
}

function commandOf(event: KeyboardEvent): ComparisonCommand | undefined {
  const hasControl = event.ctrlKey || event.metaKey;
  if (hasControl && event.code === 'KeyF') return 'find';
  const target = event.composedPath()[0];
  const isTyped = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  if (isTyped || hasControl || event.altKey) return undefined;
  return event.key === '/' ? 'find' : byCode[event.code];
}
