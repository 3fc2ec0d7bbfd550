import { errorIn } from './clusterAnswers.js';
import type { RestAnswer } from './transport.js';

/** An answer that says something went wrong as a sentence: `place` answered what, and the first line of why. */
export function answerProblem(place: string, { status, body }: RestAnswer): string {
  const said = errorIn(body);
  return said === undefined
    ? `${place} answered ${status}.`
    : `${place} answered ${status}: ${sentence(said)}`;
}

export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
