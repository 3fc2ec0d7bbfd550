import * as vscode from 'vscode';
import { language } from '../language.js';
import { webviewHtml } from './webviewHtml.js';

/** Lets a webview load the files of an editor's page, and gives what writes the page. @param name of its script and style */
export function editorPage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  name: 'webview' | 'comparison',
): () => string {
  const dist = vscode.Uri.joinPath(extensionUri, 'dist');
  const resource = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  return () =>
    webviewHtml({
      script: resource(`${name}.js`),
      style: resource(`${name}.css`),
      source: webview.cspSource,
      language,
    });
}
