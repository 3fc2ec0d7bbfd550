import type { ViewPlace } from '../../src/protocol.js';
import type { Shown } from '../keys/navigation.js';
import { uncover } from '../rows/arrange.js';
import { withCheckpoints } from '../strip/severalCheckpoints.js';
import type { ViewState } from '../viewState.js';

/** What of a state a link or an export goes back to. */
export function placeOf({ checkpoint, several, range, measured, selection, filter }: ViewState): ViewPlace {
  return { checkpoint, several, range, measured, selection, filter };
}

/** Goes to a place; how things are shown there stays as it was. */
export function atPlace(shown: Shown, place: ViewPlace): ViewState {
  const { checkpoint, several, range, measured, selection, filter } = place;
  const chosen = several ?? (checkpoint === undefined ? [] : [checkpoint]);
  const there = withCheckpoints({ ...shown.state, filter }, chosen);
  const uncovered = selection ? uncover({ ...shown, state: there }, selection) : there;
  return {
    ...{ ...uncovered, range, measured, selection },
    ...{ otherRow: undefined, body: 'chart', lens: false, follow: false },
  };
}
