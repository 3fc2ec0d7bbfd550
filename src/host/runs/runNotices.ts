import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RunReport } from '../../flink/runReport.js';
import { errorText } from '../errorText.js';
import { notificationText } from '../notificationText.js';
import { optionWords } from './options/optionWords.js';
import { stopByPerson, type Run } from './run.js';
import type { Runs } from './runs.js';

/** Shows what a run says of itself while it goes on. What differs in its numbers alone is shown once, until a person has read it. */
export class RunNotices {
  private readonly unread = new Set<string>();

  constructor(
    private readonly log: vscode.LogOutputChannel,
    private readonly runs: Pick<Runs, 'nameOf'>,
  ) {}

  async show(report: RunReport, run: Run): Promise<void> {
    if (report.type !== 'notice') return;
    const { severity, text } = report;
    const shape = text.replaceAll(/\d+/g, '#');
    if (this.unread.has(shape)) return;
    this.unread.add(shape);
    const said = notificationText(
      l10n.t('{run}: {text}', { run: this.runs.nameOf(run), text: optionWords(errorText(text)) }),
    );
    if (severity === 'info') await vscode.window.showInformationMessage(said);
    else await this.warn(said, run);
    this.unread.delete(shape);
  }

  private async warn(said: string, run: Run): Promise<void> {
    const stop = l10n.t('Stop');
    const showLog = l10n.t('Show Log');
    const choice = await vscode.window.showWarningMessage(said, showLog, stop);
    if (choice === showLog) this.log.show();
    if (choice === stop) await stopByPerson(run);
  }
}
