import * as l10n from '@vscode/l10n';
import { phaseName } from '../phaseName.js';
import { plainPhase } from '../plainPhase.js';
import { plainWaitName, waitName } from '../waitName.js';
import type { ComparedKind } from './comparedKind.js';
import type { ComparedRow, Comparison } from './comparison.js';
import { pairName } from './pairName.js';

/** What people call a phase or a cost. @param from of held inputs: the operator that they come from */
export function kindName(kind: ComparedKind, from?: string): string {
  if (kind === 'backPressured') return l10n.t('back-pressured');
  if (kind === 'heldInput' || kind === 'queuedUpload') return waitName(kind, from);
  return phaseName(kind);
}

/** The same in English, for what programs read and what a filter looks at. */
export function plainKindName(kind: ComparedKind, from?: string): string {
  if (kind === 'backPressured') return 'back-pressured';
  if (kind === 'heldInput' || kind === 'queuedUpload') return plainWaitName(kind, from);
  return plainPhase(kind);
}

/** The operator that the held inputs of a row come from. */
export function fromName(comparison: Comparison, { from }: ComparedRow): string | undefined {
  return from && pairName(comparison, from);
}
