import * as l10n from '@vscode/l10n';
import type { FromWebview, PageAnswers, PictureWishes, ToWebview } from '../src/protocol.js';
import type { Body } from './body.js';
import { keepState } from './kept/keptState.js';
import type { ViewModel } from './model.js';
import type { NoteControls } from './notes/noteControls.js';
import { captionWords, filterWords } from './picture/captionWords.js';
import type { PicturedPage } from './picture/page/pictured.js';
import { pagePng, pageSvg } from './picture/pagePicture.js';
import { placeOf } from './kept/viewPlace.js';

/** What the answers are about. */
export interface Asked {
  readonly model: ViewModel | undefined;
  /** All that is seen of the trace. */
  readonly view: HTMLElement;
  readonly body: Body;
  readonly notes: Pick<NoteControls, 'isLeftOut'>;
  readonly render: () => void;
}

const asSeen: PictureWishes = { whole: false, notes: false };

/** What the page answers to a question of the extension host's, about what is seen now; empty where it cannot. */
export async function answerTo(
  { id, what, wishes = asSeen }: Extract<ToWebview, { type: 'ask' }>,
  asked: Asked,
): Promise<FromWebview> {
  const answer =
    asked.model && (await answerAbout(what, wishes, { ...asked, model: asked.model }).catch(() => undefined));
  return { type: 'answer', id, ...(answer !== undefined && { answer }) };
}

async function answerAbout(
  what: keyof PageAnswers,
  wishes: PictureWishes,
  { model, body, ...asked }: Asked & { readonly model: ViewModel },
): Promise<PageAnswers[keyof PageAnswers]> {
  const { file, state } = model;
  if (what === 'view') {
    const rows = body.rowsSeen?.() ?? { seen: 0, all: 0 };
    return { place: placeOf(state), kept: keepState(file, state), rows };
  }
  const page = picturedPage({ model, body, ...asked });
  return what === 'png' ? pagePng(page, wishes) : pageSvg(page, wishes);
}

function picturedPage({
  model,
  view,
  body,
  notes,
  render,
}: Asked & { readonly model: ViewModel }): PicturedPage {
  const filter = filterWords(model.state);
  return {
    view,
    theme: model.theme,
    title: l10n.t('Checkpoints of {0}', model.index.trace.source.job),
    caption: [captionWords(model), ...(filter === undefined ? [] : [filter])],
    prepare: (layout) => {
      notes.isLeftOut = layout?.notes === false;
      return body.preparePicture?.(layout);
    },
    render,
  };
}
