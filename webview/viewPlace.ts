import type { ViewPlace } from '../src/protocol.js';
import type { Shown } from './navigation.js';
import { uncover } from './rows/arrange.js';
import { withCheckpoint, type ViewState } from './viewState.js';

/** What of a state a link or an export goes back to. */
export function placeOf({ checkpoint, range, selection, filter }: ViewState): ViewPlace {
  return { checkpoint, range, selection, filter };
}

/** Goes to a place; how things are shown there stays as it was. */
export function atPlace(shown: Shown, { checkpoint, range, selection, filter }: ViewPlace): ViewState {
  const there = withCheckpoint({ ...shown.state, filter }, checkpoint);
  const uncovered = selection ? uncover({ ...shown, state: there }, selection) : there;
  return { ...uncovered, range, selection, otherRow: undefined, body: 'chart', lens: false, follow: false };
}
