import * as l10n from '@vscode/l10n';
import { longestSpan, worstBlocked } from '../blockedTime.js';
import { bytesCopied } from '../checkpointCosts.js';
import { subtaskName } from '../names.js';
import { paragraph, plain, sentence, type SpanTarget } from '../phrases.js';
import { processorWaitBeside } from '../processorWait.js';
import { formatBytes, formatDuration, formatRatePart, formatShare } from '../quantities.js';
import { operatorRecordsPerSecond, stretchesBefore } from '../throughput.js';
import type { Advice, Case } from './advice.js';
import { engineOptions } from './engineOptions.js';
import { fewProcessors } from './fewProcessors.js';

/** A lock hold of a mode that works under the lock is worth a word from here on, ms: copy-on-write needs microseconds. */
export const longHoldMs = 1;

/** So much of the usual records must be left during an upload, of 1, or what slows them is worth a word. */
export const leastLeft = 0.8;

/** The snapshot mode does its work under the lock. */
export function snapshotMode({ trace, path }: Case): Advice | undefined {
  const { snapshot } = trace.source;
  if (snapshot !== 'full-copy' && snapshot !== 'blocking') return undefined;
  const worst = worstBlocked(trace, { checkpoint: path.checkpoint });
  if (worst === undefined || worst.syncMs < longHoldMs) return undefined;
  const target: SpanTarget = {
    checkpoint: worst.checkpoint,
    operator: worst.operator,
    subtask: worst.subtask,
    phase: 'sync',
  };
  const held = { text: formatDuration(worst.syncMs), target };
  return {
    rule: 'snapshotMode',
    found: sentence(
      snapshot === 'blocking'
        ? l10n.t('{subtask} processed nothing for {duration} while its state was uploaded under the lock.')
        : l10n.t('{subtask} processed nothing for {duration} while its state was copied under the lock.'),
      { subtask: { text: subtaskName(trace, worst), target }, duration: held },
    ),
    compared: l10n.t('{duration} of lock hold in the mode {mode}, against {threshold}.', {
      duration: formatDuration(worst.syncMs),
      mode: snapshot,
      threshold: formatDuration(longHoldMs),
    }),
    tries: [
      { text: l10n.t('Take the snapshot in microseconds.'), option: engineOptions.copyOnWrite },
      ...(snapshot === 'blocking'
        ? [{ text: l10n.t('Or upload beside processing.'), option: engineOptions.fullCopy }]
        : []),
    ],
  };
}

/** The upload of a copy-on-write snapshot slowed processing. */
export function copyTax({ trace, path }: Case): Advice | undefined {
  if (trace.source.snapshot !== 'copy-on-write') return undefined;
  const upload = longestSpan(trace, 'async', { checkpoint: path.checkpoint });
  if (upload === undefined) return undefined;
  const { operator, subtask, start, end } = trace.spans;
  const row = { operator: operator[upload]!, subtask: subtask[upload]! };
  const stretch = { from: start[upload]!, to: end[upload]! };
  const during = operatorRecordsPerSecond(trace, row.operator, stretch);
  const before = operatorRecordsPerSecond(trace, row.operator, stretchesBefore(trace)[path.checkpoint]!);
  if (during === undefined || before === undefined || before === 0 || during >= leastLeft * before) {
    return undefined;
  }
  const copied = bytesCopied(trace, row, stretch);
  const wait = processorWaitBeside(trace, upload);
  const target: SpanTarget = { checkpoint: path.checkpoint, ...row, phase: 'async' };
  return {
    rule: 'copyTax',
    found: paragraph([
      sentence(l10n.t('While {subtask} uploaded, {rate} went on.'), {
        subtask: { text: subtaskName(trace, row), target },
        rate: formatRatePart(during, before),
      }),
      copied === undefined
        ? undefined
        : plain(l10n.t('{0} of old slots were saved there.', formatBytes(copied))),
      wait &&
        plain(
          l10n.t(
            'For {0} of that time it waited for a processor, for {1} before.',
            formatShare(wait.during),
            formatShare(wait.before),
          ),
        ),
    ]),
    compared: l10n.t('{share} of the records before the checkpoint, against {threshold}.', {
      share: formatShare(during / before),
      threshold: formatShare(leastLeft),
    }),
    tries: [
      ...(wait === undefined || wait.isTelling ? fewProcessors(trace) : []),
      ...(trace.source['incremental'] === true
        ? []
        : [{ text: l10n.t('Make the upload shorter.'), option: engineOptions.incremental }]),
      { text: l10n.t('Take checkpoints less often.'), option: engineOptions.interval },
    ],
  };
}
