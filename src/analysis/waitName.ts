import * as l10n from '@vscode/l10n';
import type { WaitKind } from '../trace/model.js';

/** What people call a wait beside the phases: which one it is a part of, and what waited. @param from of a held input: the operator that it comes from */
export function waitName(kind: WaitKind, from: string | undefined): string {
  if (kind === 'queuedUpload') return l10n.t('upload: waiting to begin');
  return from === undefined
    ? l10n.t('alignment: inputs held back')
    : l10n.t('alignment: {0} held back', from);
}

/** The same in English, for what programs read. */
export function plainWaitName(kind: WaitKind, from: string | undefined): string {
  return kind === 'queuedUpload' ? 'upload: waiting to begin' : `alignment: ${from ?? 'inputs'} held back`;
}
