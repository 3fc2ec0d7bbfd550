import { textsElement, type Language } from '../../share/language.js';

export interface WebviewResources {
  readonly script: string;
  readonly style: string;
  /** The source of the page's own files, as VS Code names it in a content security policy. */
  readonly source: string;
  readonly language: Language;
}

/** The page of a trace editor. Nothing of a trace is in it: traces come as messages. */
export function webviewHtml({ script, style, source, language }: WebviewResources): string {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${source} 'nonce-${nonce}'`,
    `font-src ${source}`,
    `img-src ${source} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language.tag}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Checkpoint Lens</title>
</head>
<body><div id="app"></div>${textsElement(language)}<script nonce="${nonce}" src="${script}"></script></body>
</html>`;
}
