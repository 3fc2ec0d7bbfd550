import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** What takes less is over before a person would have read what it is. */
const quietMs = 1000;

/** Thrown where a person has cancelled a reading. */
export class ReadingCancelled extends Error {
  override readonly name = 'ReadingCancelled';
}

/** Shows what takes long, with a way to cancel it. `work` rejects with {@link ReadingCancelled} when that is used. */
export async function withReadingProgress<T>(
  label: string,
  signal: AbortSignal,
  work: (signal: AbortSignal, report: (message: string) => void) => Promise<T>,
): Promise<T> {
  const cancelled = new AbortController();
  let report: (message: string) => void = () => undefined;
  const working = work(AbortSignal.any([signal, cancelled.signal]), (message) => report(message));
  const show = setTimeout(() => {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: l10n.t('Reading {0}', label),
      cancellable: true,
    };
    void vscode.window.withProgress(options, async (progress, token) => {
      token.onCancellationRequested(() =>
        cancelled.abort(new ReadingCancelled(l10n.t('Reading was cancelled.'))),
      );
      report = (message) => progress.report({ message });
      await working.catch(() => undefined);
    });
  }, quietMs);
  try {
    return await working;
  } finally {
    clearTimeout(show);
  }
}
