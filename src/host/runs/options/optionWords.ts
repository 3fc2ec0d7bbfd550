import * as l10n from '@vscode/l10n';
import { runOptions } from './runOptions.js';

/** A value that an error gives with its option, which *Run with Options…* offers by itself. */
const restoreLatest = /--restore latest\b/g;

/** What a run said, with the options of the command line called as a person who started it here can set them. */
export function optionWords(said: string): string {
  let text = said.replaceAll(restoreLatest, '--restore').replaceAll('--set ', '--set: ');
  for (const { name, label } of runOptions) {
    const words = l10n.t('“{0}” of Run with Options…', label);
    text = text.replaceAll(new RegExp(`(?<=^|\\s)--${name}(?![\\w-])`, 'g'), () => words);
  }
  return text;
}
