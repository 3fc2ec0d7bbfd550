import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';

/** Asks for the file that names the authority behind a cluster's certificate; `undefined` where a person gives up. */
export async function askCertificateFile(): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Authority That Signed the Certificate',
    openLabel: 'Trust for This Cluster',
    filters: { 'PEM files': ['pem', 'crt', 'cer', 'cert'], 'All files': ['*'] },
  });
  return chosen?.[0]?.fsPath;
}

/**
 * The certificates in a PEM file.
 *
 * @throws {Error} which names the file, where it cannot be read or has no certificate in it
 */
export async function readCertificateFile(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new Error(`${file} cannot be read${reason}. It names the authority of this cluster's certificate.`);
  });
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new Error(`${file} has no certificate in it. Choose a PEM file.`);
}
