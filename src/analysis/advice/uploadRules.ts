import * as l10n from '@vscode/l10n';
import { phases } from '../../trace/model.js';
import { waitMs, waitsOf } from '../checkpointCosts.js';
import { checkpointingOf, isFlink, isOnDisk, isUnaligned } from '../jobSource.js';
import { formatBytes, formatRate, formatShare } from '../quantities.js';
import { subtaskName } from '../names.js';
import { sentence } from '../phrases.js';
import { ms, shareMs } from '../verdict/verdictJobSentences.js';
import type { Advice, Case, Suggestion } from './advice.js';
import { engineOptions } from './engineOptions.js';
import { fewProcessors } from './fewProcessors.js';
import { flinkOptions } from './flinkOptions.js';
import { barOf, named } from './wording.js';

/** An upload is worth doing something about from so long on, ms, and where it is this share of the checkpoint: it blocks nobody. */
export const longUploadMs = 1000;
export const largeShare = 0.5;

/** Fewer bytes per second than this is no upload, but a wait: as in the verdict. */
export const slowestUpload = 10_000;

/** A snapshot that waited for this share of its upload's time, and so long, ms, is worth a word. */
export const queuedShare = 0.25;
export const queuedMs = 100;

/** Most of the checkpoint was an upload. */
export function upload(one: Case): Advice | undefined {
  const { trace, findings, path } = one;
  const part = path.parts.find(({ kind, from, to }) => kind === 'async' && to - from >= longUploadMs);
  const whole = path.end - path.start;
  const share = part && findings.shares.of(part.row!);
  if (part === undefined || share?.spans.async === undefined || (part.to - part.from) / whole < largeShare) {
    return undefined;
  }
  const took = shareMs(trace, share, 'async');
  const bytes = trace.spans.bytes[share.spans.async]!;
  const isWait = bytes > 0 && (bytes * 1000) / took < slowestUpload;
  if (isUnaligned(trace.checkpoints[path.checkpoint]!) && isWait) return undefined;
  const lasted = { text: ms(trace, took), target: barOf(share, 'async') };
  return {
    rule: 'upload',
    found: sentence(
      bytes > 0
        ? l10n.t('The upload of {subtask} took {duration} for {bytes}: {rate}. Processing went on beside it.')
        : l10n.t('The upload of {subtask} took {duration}. Processing went on beside it.'),
      {
        subtask: named(findings.shares, share, 'async'),
        duration: lasted,
        bytes: formatBytes(bytes),
        rate: formatRate((bytes * 1000) / took, 'bytes'),
      },
    ),
    compared: l10n.t('{duration}, against {threshold} and {share} of the {whole} that the checkpoint took.', {
      duration: ms(trace, took),
      threshold: ms(trace, longUploadMs),
      share: formatShare(largeShare),
      whole: ms(trace, whole),
    }),
    tries: isWait ? [waitsForWhat()] : isFlink(trace) ? flinkTries(one) : engineTries(one),
  };
}

function waitsForWhat(): Suggestion {
  return {
    text: l10n.t(
      'So slow is hardly the network: the storage may be slow to answer, the state slow to serialize, or an earlier snapshot of the same subtask came first. A DEBUG log has how long it waited to begin.',
    ),
  };
}

function flinkTries({ trace }: Case): readonly Suggestion[] {
  const onDisk = isOnDisk(checkpointingOf(trace.source));
  return [
    ...(onDisk
      ? [
          {
            text: l10n.t('Upload only what has changed, if that is off.'),
            option: flinkOptions.incremental,
          },
          { text: l10n.t('Upload several files at a time.'), option: flinkOptions.transferThreads },
        ]
      : [
          {
            text: l10n.t(
              'A state on the heap is uploaded whole each time; RocksDB and ForSt can upload what has changed.',
            ),
            option: flinkOptions.incremental,
          },
        ]),
    { text: l10n.t('Upload changes as they happen.'), option: flinkOptions.changelog },
    {
      text: l10n.t(
        'Compare the rate, which is of serializing and uploading together, with what the storage and the network of that machine can do.',
      ),
    },
  ];
}

function engineTries({ trace }: Case): readonly Suggestion[] {
  const { source } = trace;
  return [
    ...(source['throttleBytesPerSecond'] === undefined
      ? []
      : [{ text: l10n.t('This run held its uploads back.'), option: engineOptions.throttle }]),
    ...(source['incremental'] === true
      ? []
      : [{ text: l10n.t('Upload only what has changed.'), option: engineOptions.incremental }]),
    ...fewProcessors(trace),
    { text: l10n.t('Compare the rate with what the storage can do.') },
  ];
}

/** In an unaligned checkpoint async that moves next to nothing waits for records in flight. */
export function inFlightData({ trace, findings, path }: Case): Advice | undefined {
  const { upload: longest, shares } = findings;
  if (
    longest === undefined ||
    longest.ms < longUploadMs ||
    !isUnaligned(trace.checkpoints[path.checkpoint]!)
  ) {
    return undefined;
  }
  const bytes = trace.spans.bytes[longest.share.spans.async!]!;
  if (bytes === 0 || (bytes * 1000) / longest.ms >= slowestUpload) return undefined;
  const lasted = { text: ms(trace, longest.ms), target: barOf(longest.share, 'async') };
  return {
    rule: 'inFlightData',
    found: sentence(
      l10n.t(
        '{subtask} shows {duration} of async for {bytes}: likely it waited for the records in flight of its outputs, and uploaded next to nothing.',
      ),
      {
        subtask: named(shares, longest.share, 'async'),
        duration: lasted,
        bytes: formatBytes(bytes),
      },
    ),
    compared: l10n.t('{rate}, against {threshold}, below which nothing is an upload.', {
      rate: formatRate((bytes * 1000) / longest.ms, 'bytes'),
      threshold: formatRate(slowestUpload, 'bytes'),
    }),
    tries: [
      { text: l10n.t('Let less be in flight.'), option: flinkOptions.debloat },
      {
        text: l10n.t('On forward edges barriers do not overtake: a chained operator has no such edge.'),
        option: flinkOptions.chaining,
      },
    ],
  };
}

/** A snapshot waited for an upload thread. */
export function queuedUpload({ trace, path }: Case): Advice | undefined {
  const [longest] = waitsOf(trace, 'queuedUpload', { checkpoint: path.checkpoint });
  if (longest === undefined || waitMs(longest) < queuedMs) return undefined;
  const { spans } = trace;
  const code = phases.indexOf('async');
  const took = spans.end.reduce((most, end, i) => {
    const isIt =
      spans.phase[i] === code &&
      spans.checkpoint[i] === longest.checkpoint &&
      spans.operator[i] === longest.operator &&
      spans.subtask[i] === longest.subtask;
    return isIt ? Math.max(most, end - spans.start[i]!) : most;
  }, 0);
  if (waitMs(longest) < queuedShare * took) return undefined;
  const { checkpoint, operator, subtask } = longest;
  const target = { checkpoint, operator, subtask, phase: 'async' as const };
  return {
    rule: 'queuedUpload',
    found: sentence(l10n.t('The snapshot of {subtask} waited for {duration} before its upload began.'), {
      subtask: { text: subtaskName(trace, longest), target },
      duration: { text: ms(trace, waitMs(longest)), target },
    }),
    compared: l10n.t('{duration} of {whole}, against {share} of it.', {
      duration: ms(trace, waitMs(longest)),
      whole: ms(trace, took),
      share: formatShare(queuedShare),
    }),
    tries: [
      ...fewProcessors(trace),
      {
        text: l10n.t('Leave time between checkpoints, so that one is uploaded before the next.'),
        option: engineOptions.minPause,
      },
    ],
  };
}
