import * as l10n from '@vscode/l10n';
import type { FromComparison, ToComparison } from '../../src/protocol.js';
import { filterWords } from '../picture/captionWords.js';
import type { PicturedPage } from '../picture/page/pictured.js';
import { pagePng, pageSvg } from '../picture/pagePicture.js';
import { themeOfPage } from '../painting/theme.js';
import type { Compared } from './compared.js';

const asSeen = { whole: true, notes: false };

/** Answers with a picture of what is seen of a comparison; without one while nothing is compared yet. */
export async function comparisonPicture(
  { id, what }: ToComparison & { type: 'ask' },
  compared: Compared | undefined,
  { filter, ...parts }: Pick<PicturedPage, 'view' | 'render'> & { readonly filter: string },
): Promise<FromComparison> {
  if (!compared || what === 'view') return { type: 'answer', id };
  const names = { before: compared.sides[0]!.label, after: compared.sides.at(-1)!.label };
  const left = filterWords({ filter });
  const page: PicturedPage = {
    ...parts,
    theme: themeOfPage(),
    title: l10n.t('{before} compared with {after}', names),
    caption: left === undefined ? [] : [left],
    prepare: () => undefined,
  };
  const answer = await (what === 'png' ? pagePng(page, asSeen) : pageSvg(page, asSeen));
  return { type: 'answer', id, answer };
}
