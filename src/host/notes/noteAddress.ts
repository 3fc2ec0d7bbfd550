import * as vscode from 'vscode';

const notesSuffix = '.notes.json';

/** Where the notes on an input can be. */
export interface NoteAddresses {
  /** A file beside the trace; absent where there is no single file, or nothing can be written where it is. */
  readonly beside?: vscode.Uri;
  /** A file in the extension's own storage. */
  readonly stored: vscode.Uri;
}

export async function noteAddresses(
  input: vscode.Uri,
  targets: readonly vscode.Uri[],
  storage: vscode.Uri,
): Promise<NoteAddresses> {
  const [file, ...others] = targets;
  const stored = vscode.Uri.joinPath(storage, 'notes', `${await nameOf(input)}${notesSuffix}`);
  if (!file || others.length > 0 || !isWritable(file) || (await isFolder(file))) return { stored };
  return { beside: file.with({ path: `${file.path}${notesSuffix}` }), stored };
}

function isWritable({ scheme }: vscode.Uri): boolean {
  return vscode.workspace.fs.isWritableFileSystem(scheme) !== false;
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.Directory) !== 0,
    () => false,
  );
}

/** A name that no other input has, and that says of which it is. */
async function nameOf(input: vscode.Uri): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(input.toString()));
  const hash = [...new Uint8Array(digest).slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0'));
  const last = input.path.split('/').at(-1) ?? '';
  return `${last.replaceAll(/[^\w.-]+/g, '_').slice(-60)}-${hash.join('')}`;
}
