import * as l10n from '@vscode/l10n';
import type { Language } from '../../share/language.js';

/** Set before the worker's script runs: see `browserThread.ts`. */
declare const threadTexts: Language['texts'];

l10n.config({ contents: { ...threadTexts } });
