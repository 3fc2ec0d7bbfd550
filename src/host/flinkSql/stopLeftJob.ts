import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { JobEnding } from '../../flink/runReport.js';
import type { Cluster } from '../clusters/cluster.js';
import { offerToCopy } from '../clusters/offerToCopy.js';
import { errorText } from '../errorText.js';
import { notificationText } from '../notificationText.js';
import { recordingEnvironment } from '../recordings/recordingRequest.js';
import { findNode } from '../runs/nodeRuntime.js';
import type { FlinkRunHostParts } from './hostParts.js';
import type { StartedJob } from './startedJobs.js';

/** Stops a job that no run follows, by its JobManager; says where its savepoint is, or why it goes on. */
export async function stopLeftJob(
  left: StartedJob,
  of: Cluster,
  ending: Exclude<JobEnding, 'leave'>,
  parts: FlinkRunHostParts,
): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: l10n.t('Stopping {0} on Flink', left.name),
  };
  try {
    const said = await vscode.window.withProgress(options, () => stop(left, of, ending, parts));
    await parts.started.forget(left.job);
    if (ending !== 'savepoint') return;
    await parts.savepoints.keep(left.definition, said);
    await offerToCopy(left.name, said);
  } catch (error) {
    const { stderr, message } = error as { readonly stderr?: string; readonly message: string };
    const reason = stderr?.trim().split('\n').at(-1) ?? '';
    const text = errorText(reason === '' ? message : reason);
    void vscode.window.showErrorMessage(notificationText(l10n.t('{run}: {text}', { run: left.name, text })));
  }
}

/** Gives what the command line says: the place of the savepoint. */
async function stop(
  left: StartedJob,
  of: Cluster,
  ending: Exclude<JobEnding, 'leave'>,
  { clusters, commandLine, log }: FlinkRunHostParts,
): Promise<string> {
  const { program, env } = await findNode(process.execPath);
  const args = [
    ...[commandLine, 'stop', left.job, '--flink', of.url],
    ...(ending === 'savepoint' ? ['--savepoint'] : []),
  ];
  log.info([program, ...args].join(' '));
  const connection = await clusters.connectionOf(of);
  const environment = recordingEnvironment({
    connection,
    ...(of.ca === undefined ? {} : { ca: of.ca }),
  });
  const { stdout } = await promisify(execFile)(program, args, {
    env: { ...process.env, ...env, ...environment },
    windowsHide: true,
  });
  return stdout.trim();
}
