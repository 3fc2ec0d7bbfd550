import type { InputFile } from './input.js';

/** The format comes first in what is written; in a file that a person turned about, soon after. */
const searchedBytes = 4096;

/** Whether a file holds notes on a trace, which lie beside traces and say nothing of a job. */
export function holdsNotes({ bytes }: InputFile): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, searchedBytes));
  return /^\s*\{[^{[]*"format"\s*:\s*"checkpoint-notes"/.test(head);
}
