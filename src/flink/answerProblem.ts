import * as l10n from '@vscode/l10n';
import { errorIn } from './clusterAnswers.js';
import type { RestAnswer } from './transport.js';

/** An answer that says something went wrong as a sentence: `place` answered what, and the first line of why. */
export function answerProblem(place: string, { status, body }: RestAnswer): string {
  const said = errorIn(body);
  return said === undefined
    ? l10n.t('{place} answered {status}.', { place, status })
    : l10n.t('{place} answered {status}: {said}', { place, status, said: sentence(said) });
}

export function sentence(text: string): string {
  return /[.!?。！？]$/.test(text) ? text : l10n.t('{clause}.', { clause: text });
}
