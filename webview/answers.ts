import type { FromWebview, PageAnswers } from '../src/protocol.js';
import { keepState } from './keptState.js';
import type { ViewModel } from './model.js';
import { withoutNotes } from './notes/notesView.js';
import { pagePng, pageSvg } from './picture/pagePicture.js';
import type { PictureWishes } from './picture/wishes.js';
import { ViewModelMaker } from './viewModel.js';
import { placeOf } from './viewPlace.js';

/** What the page answers to a question of the extension host's, about what is seen now; empty where it cannot. */
export async function answerTo(
  id: number,
  what: keyof PageAnswers,
  model: ViewModel | undefined,
  seen: PictureWishes,
): Promise<FromWebview> {
  const answer = model && (await answerAbout(what, model, seen).catch(() => undefined));
  return { type: 'answer', id, ...(answer !== undefined && { answer }) };
}

async function answerAbout(
  what: keyof PageAnswers,
  model: ViewModel,
  seen: PictureWishes,
): Promise<PageAnswers[keyof PageAnswers]> {
  const { file, state, inEditor } = model;
  if (what === 'view') return { place: placeOf(state), kept: keepState(file, state) };
  // The lens is an element of the page of its own, and would leave a gap between the rows.
  const shown = { ...model, state: { ...state, lens: false }, notes: withoutNotes, lensHeight: 0 };
  const drawn = new ViewModelMaker(inEditor).make(shown);
  return what === 'png' ? pagePng(drawn, seen) : pageSvg(drawn, seen);
}
