import * as l10n from '@vscode/l10n';
import type { FileDiagnostic, FormatReader, InputContent, InputFile } from '../input.js';
import { spanEvidence } from '../flinkSpans/spanEvidence.js';
import { timeEvents } from './eventTimes.js';
import { jobsOfEvents, type LogJobs } from './jobEvidence.js';
import { scanLog, type LogScan } from './logScan.js';
import { isFlinkLog } from './recognition.js';

/** Logs of Flink's JobManagers and TaskManagers, in any layout with a time; several files are one log, whatever their order. */
export const logReader: FormatReader = {
  format: l10n.t('Flink log'),
  recognizes: isFlinkLog,
  read: readLogs,
};

function readLogs(files: readonly InputFile[]): InputContent {
  const scans = files.map(scanLog);
  const { events, diagnostics } = timeEvents(scans);
  const jobs = jobsOfEvents(events);
  return {
    evidence: [...jobs.evidence, ...spanEvidence(scans.flatMap(({ spans }) => spans))],
    traces: [],
    diagnostics: [
      ...silentDiagnostics(scans),
      ...scans.flatMap(scanDiagnostics),
      ...diagnostics,
      ...jobDiagnostics(jobs, scans),
    ],
  };
}

const checkpointLoggers = l10n.t(
  'The JobManager says what it does at INFO; for the moments of each subtask set these loggers to DEBUG in log4j.properties, on JobManager and TaskManagers: logger.checkpoint.name = org.apache.flink.runtime.checkpoint, and likewise org.apache.flink.streaming.runtime.tasks and org.apache.flink.streaming.runtime.io.checkpointing.',
);

/** Of several files one may be the start of a cluster; but where tasks ran, checkpoints should be. */
function silentDiagnostics(scans: readonly LogScan[]): readonly FileDiagnostic[] {
  const silent = scans.filter(
    ({ hasCheckpoints, spans, untimed }) => !hasCheckpoints && spans.length === 0 && untimed === 0,
  );
  const areAll = silent.length === scans.length;
  return silent
    .filter(({ hasTasks }) => areAll || hasTasks)
    .map(({ file }) => {
      const message = l10n.t('This Flink log says nothing of checkpoints.');
      return { severity: 'warning', file, message, remedy: checkpointLoggers };
    });
}

function scanDiagnostics({ file, untimed, stoppedAt }: LogScan): readonly FileDiagnostic[] {
  const diagnostics: FileDiagnostic[] = [];
  if (untimed > 0) {
    const message =
      untimed === 1
        ? l10n.t('1 line on checkpoints has no time that can be read and is left out.')
        : l10n.t('{0} lines on checkpoints have no time that can be read and are left out.', untimed);
    const remedy = l10n.t('Log with a time, as in {0}.', '%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %-60c %x - %m%n');
    diagnostics.push({ severity: 'warning', file, message, remedy });
  }
  if (stoppedAt !== undefined) {
    const at = { line: stoppedAt.number, column: 1, offset: stoppedAt.offset };
    const message = l10n.t(
      'From this line on, nothing more is read: the file has too many lines on checkpoints.',
    );
    diagnostics.push({
      severity: 'warning',
      file,
      message,
      at,
      remedy: l10n.t('Open a shorter stretch of the log.'),
    });
  }
  return diagnostics;
}

function jobDiagnostics(
  { evidence, undecided, reused }: LogJobs,
  scans: readonly LogScan[],
): readonly FileDiagnostic[] {
  const file = scans.find(({ hasCheckpoints }) => hasCheckpoints)?.file ?? '';
  const diagnostics: FileDiagnostic[] = [];
  if (undecided > 0) {
    const message =
      undecided === 1
        ? l10n.t('1 line names a task that several jobs have, and is left out.')
        : l10n.t('{0} lines name a task that several jobs have, and are left out.', undecided);
    const remedy = l10n.t(
      'Put the job’s id into the layout, {0}, or give the operators of each job names of their own.',
      '%X{flink-job-id}',
    );
    diagnostics.push({ severity: 'warning', file, message, remedy });
  }
  if (evidence.some(({ jobId }) => jobId === '')) {
    const message = l10n.t('Some lines do not tell which job they are of.');
    const remedy = l10n.t('Open the JobManager log of the same run, too.');
    diagnostics.push({ severity: 'warning', file, message, remedy });
  }
  for (const [job, ids] of reused) {
    const message = l10n.t('Job {job} took checkpoint {ids} more than once; the last time is shown.', {
      job,
      ids: ids.join(', '),
    });
    const remedy = l10n.t('Open the log of one run at a time to see the others.');
    diagnostics.push({ severity: 'warning', file, message: shortened(message), remedy });
  }
  return diagnostics;
}

function shortened(message: string): string {
  return message.length <= 300 ? message : `${message.slice(0, 300)}…`;
}
