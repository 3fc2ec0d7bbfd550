import * as l10n from '@vscode/l10n';
import { formatBytes, formatCount, formatDuration } from '../../analysis/quantities.js';
import type { CheckpointSummary } from '../../flink/clusterAnswers.js';
import { clusterName, type Cluster } from './cluster.js';
import type { ClusterState, WatchedJob } from './clusterWatch.js';

/** One line of the tree, in words; icons and colours are those of VS Code. */
export interface TreeText {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly color?: string;
  /** Name and value of each line. */
  readonly tooltip: readonly (readonly [name: string, value: string])[];
}

/** Names of jobs and messages of servers may be of any length. */
const longestText = 300;

export function clusterText({ url, auth, insecure, ca }: Cluster, state: ClusterState): TreeText {
  const { icon, color, description, tooltip } = clusterStateText(state);
  return {
    label: clusterName({ url }),
    icon,
    ...(color === undefined ? {} : { color }),
    description,
    tooltip: [
      ['Flink', url],
      ...tooltip,
      ...(auth === 'none' ? [] : ([[l10n.t('Authentication'), auth]] as const)),
      ...(insecure ? ([[l10n.t('Certificate'), l10n.t('not verified')]] as const) : []),
      ...(ca === undefined
        ? []
        : ([[l10n.t('Certificate'), l10n.t('signed by an authority in {0}', ca)]] as const)),
    ],
  };
}

function clusterStateText(state: ClusterState): Omit<TreeText, 'label'> {
  switch (state.type) {
    case 'connecting':
      return { icon: 'server-environment', description: l10n.t('connecting'), tooltip: [] };
    case 'unreachable':
      return {
        icon: 'warning',
        color: 'list.warningForeground',
        description: shortened(state.problem),
        tooltip: [[l10n.t('Problem'), shortened(state.problem)]],
      };
    case 'reachable': {
      const { version, taskManagers, slots, freeSlots } = state.overview;
      return {
        icon: 'server-environment',
        description: `Flink ${shortened(version)}`,
        tooltip: [
          [l10n.t('Version'), shortened(version)],
          ['TaskManagers', formatCount(taskManagers)],
          [
            l10n.t('Slots'),
            l10n.t('{slots}, {free} free', { slots: formatCount(slots), free: formatCount(freeSlots) }),
          ],
        ],
      };
    }
  }
}

export function jobText(job: WatchedJob, isRecorded: boolean): TreeText {
  const { id, name, state, startTime, endTime, checkpoints } = job;
  const word = shortened(state).toLowerCase();
  const newest = checkpoints?.[0];
  const [icon, color] = jobIcons.get(state) ?? ['sync', 'charts.yellow'];
  return {
    label: shortened(name),
    description: [
      word,
      ...(newest ? [l10n.t('checkpoint #{0}', newest.id)] : []),
      ...(isRecorded ? [l10n.t('recording')] : []),
    ].join(' · '),
    icon,
    color,
    tooltip: [
      [l10n.t('Job'), shortened(name)],
      ['ID', id],
      [l10n.t('State'), word],
      [l10n.t('Started'), fullMoment(startTime)],
      ...(endTime === undefined ? [] : ([[l10n.t('Ended'), fullMoment(endTime)]] as const)),
    ],
  };
}

/** States that last; a job in any other is on its way from one to another. */
const jobIcons: ReadonlyMap<string, readonly [icon: string, color: string]> = new Map([
  ['RUNNING', ['play-circle', 'charts.green']],
  ['FINISHED', ['pass', 'disabledForeground']],
  ['CANCELED', ['circle-slash', 'disabledForeground']],
  ['FAILED', ['error', 'charts.red']],
  ['SUSPENDED', ['debug-pause', 'charts.yellow']],
]);

export function checkpointText(checkpoint: CheckpointSummary, now: number): TreeText {
  const { id, status, trigger, end, isSavepoint, bytes, failure } = checkpoint;
  const [icon, color] = checkpointIcons[status];
  const took = end === undefined ? undefined : formatDuration(end - trigger);
  const size = status === 'failed' ? [] : [formatBytes(bytes)];
  const stored = isSavepoint ? l10n.t('Stored by this savepoint') : l10n.t('Stored by this checkpoint');
  return {
    label: isSavepoint ? `#${id} savepoint` : `#${id}`,
    description: [
      ...(status === 'completed' ? [] : [statusWords[status]]),
      ...(took === undefined ? [] : [took]),
      ...size,
      shortMoment(trigger, now),
    ].join(' · '),
    icon: isSavepoint && status === 'completed' ? 'save' : icon,
    color,
    tooltip: [
      [isSavepoint ? 'Savepoint' : 'Checkpoint', `#${id}`],
      [l10n.t('Status'), statusWords[status]],
      [l10n.t('Triggered'), fullMoment(trigger)],
      ...(took === undefined ? [] : ([[l10n.t('Took'), took]] as const)),
      ...size.map((text) => [stored, text] as const),
      ...(failure === undefined ? [] : ([[l10n.t('Failure'), shortened(failure)]] as const)),
    ],
  };
}

const checkpointIcons: Readonly<Record<CheckpointSummary['status'], readonly [icon: string, color: string]>> =
  {
    completed: ['pass', 'charts.green'],
    failed: ['error', 'charts.red'],
    inProgress: ['sync', 'charts.blue'],
  };

const statusWords: Readonly<Record<CheckpointSummary['status'], string>> = {
  completed: l10n.t('completed'),
  failed: l10n.t('failed'),
  inProgress: l10n.t('in progress'),
};

/** As short as tells it: the time of a moment of today, to the second; day and time of any other. In the person's own time zone. */
export function shortMoment(unixMs: number, now: number): string {
  const moment = new Date(unixMs);
  if (Number.isNaN(moment.getTime())) return l10n.t('unknown');
  if (moment.toDateString() === new Date(now).toDateString()) return moment.toLocaleTimeString();
  return moment.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

function fullMoment(unixMs: number): string {
  const moment = new Date(unixMs);
  return Number.isNaN(moment.getTime()) ? l10n.t('unknown') : moment.toLocaleString();
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > longestText ? `${line.slice(0, longestText)}…` : line;
}
