import * as l10n from '@vscode/l10n';
import type { Noise } from './measure.js';

/** What people read of a difference. */
export function noiseText(noise: Noise): string {
  switch (noise) {
    case 'beyond':
      return l10n.t('beyond noise');
    case 'within':
      return l10n.t('within noise');
    case 'tooFew':
      return l10n.t('too few to tell');
    case 'oneSided':
      return l10n.t('on one side only');
  }
}
