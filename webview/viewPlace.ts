import type { ViewPlace } from '../src/protocol.js';
import { withCheckpoint, type ViewState } from './viewState.js';

/** What of a state a link or an export goes back to. */
export function placeOf({ checkpoint, range, selection, filter }: ViewState): ViewPlace {
  return { checkpoint, range, selection, filter };
}

/** Goes to a place; how things are shown there stays as it was. */
export function atPlace(state: ViewState, { checkpoint, range, selection, filter }: ViewPlace): ViewState {
  const there = withCheckpoint(state, checkpoint);
  const collapsed = there.collapsed.filter((operator) => operator !== selection?.operator);
  return { ...there, range, selection, filter, collapsed, body: 'chart', lens: false, follow: false };
}
