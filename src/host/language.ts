import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { english, type Language } from '../share/language.js';

/** What people read here: VS Code's language where we have it. Imported before all else, so that every text is in it. */
export const language: Language = vscode.l10n.bundle
  ? { tag: vscode.env.language, texts: vscode.l10n.bundle }
  : english;

l10n.config({ contents: { ...language.texts } });
