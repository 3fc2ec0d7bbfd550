import type { FromWebview } from '../src/protocol.js';
import type { ViewState } from './viewState.js';

/** What VS Code's status bar is told of what is selected. */
export function selectionMessage({ checkpoint, selection }: ViewState): FromWebview {
  const { operator, subtask } = selection ?? {};
  return {
    type: 'selection',
    ...(checkpoint !== undefined && { checkpoint }),
    ...(operator !== undefined && { operator }),
    ...(subtask !== undefined && { subtask }),
  };
}
