import chinese from '../../l10n/errors.zh-cn.json';
import { ErrorTexts } from './errorTexts.js';
import { language } from './language.js';

/** What the command line's errors are in each language; `test/unit/l10n` keeps them complete. */
const errors: Readonly<Record<string, Readonly<Record<string, string>>>> = { 'zh-cn': chinese };

const texts = new ErrorTexts({ ...language.texts, ...errors[language.tag.toLowerCase()] });

/** What the command line said of a run, a recording or a translation that failed, as people here read it. */
export function errorText(said: string): string {
  return said
    .split('\n')
    .map((line) => texts.say(line))
    .join('\n');
}
