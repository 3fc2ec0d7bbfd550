import * as l10n from '@vscode/l10n';
import type { Host } from '../pageHost.js';

/** Stands where an editor would: keeps what the page keeps, puts on the clipboard what is copied, and passes on what was asked. */
export function readerHost(
  file: string,
  kept: unknown,
  { say, answered }: { say: (words: string) => void; answered: (answer: unknown) => void },
): Host {
  let state: unknown = kept;
  return {
    isEditor: false,
    getState: () => state,
    setState: (next) => (state = next),
    postMessage: (message) => {
      if (message.type === 'answer') answered(message.answer);
      if (message.type !== 'copy') return;
      navigator.clipboard.writeText(message.text).then(
        () => say(l10n.t('Copied.')),
        () => say(l10n.t('The browser does not let {0} copy. Select the text and copy it yourself.', file)),
      );
    },
  };
}
