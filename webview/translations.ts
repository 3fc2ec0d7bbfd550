import * as l10n from '@vscode/l10n';

// The first import of a page: what the others say is in the language of the page from the start.
const texts = document.getElementById('texts')?.textContent;
if (texts) l10n.config({ contents: texts });
