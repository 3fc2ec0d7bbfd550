import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** Asks for the file that names the authority behind a cluster's certificate; `undefined` where a person gives up. */
export async function askCertificateFile(): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: l10n.t('Authority That Signed the Certificate'),
    openLabel: l10n.t('Trust for This Cluster'),
    filters: { [l10n.t('PEM files')]: ['pem', 'crt', 'cer', 'cert'], [l10n.t('All files')]: ['*'] },
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
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Error(
      l10n.t('{file} cannot be read ({code}). It names the authority of this cluster’s certificate.', {
        file,
        code,
      }),
    );
  });
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new Error(l10n.t('{0} has no certificate in it. Choose a PEM file.', file));
}
