import * as l10n from '@vscode/l10n';
import { phases, type Phase, type Trace } from '../../trace/model.js';
import type { EpochMs, Ms } from '../../trace/units.js';
import type { ViewPlace } from '../../protocol.js';
import { numbersText, readNumbers } from './checkpointNumbers.js';

/** A file or a folder as a link names it: in a folder that is open, so that a colleague's copy of it works, or by its address. */
export type LinkedFile = { readonly folder: string; readonly path: string } | { readonly uri: string };

/** A place in the picture by names, which another recording of the same job has too; see {@link ViewPlace}. */
export interface NamedPlace {
  /** Flink's number of the checkpoint; absent: the entire run. */
  readonly checkpoint?: number;
  /** Numbers of several that are shown on one axis. */
  readonly several?: readonly number[];
  readonly range?: { readonly from: Ms; readonly to: Ms };
  /** Unix time: the same stretch in another reading, which may count from another moment. */
  readonly measured?: { readonly from: EpochMs; readonly to: EpochMs };
  /** Id of the selected operator; `subtask` counts from 0. */
  readonly operator?: string;
  readonly subtask?: number;
  readonly phase?: Phase;
  readonly filter?: string;
}

/** What a link reopens. */
export interface ViewLink {
  readonly files: readonly LinkedFile[];
  /** Where the files are about several. */
  readonly job?: string;
  readonly place: NamedPlace;
}

/** Addresses get lost in mails and chats when they are longer than this. */
export const longestLink = 2000;

/** The part of a link behind the `?`. */
export function linkQuery({ files, job, place }: ViewLink): string {
  const { checkpoint, several, range, measured, operator, subtask, phase, filter } = place;
  const fields: [name: string, value: string | number | undefined][] = [
    ...files.map((file): [string, string] =>
      'uri' in file ? ['uri', file.uri] : ['file', `${encodeURIComponent(file.folder)}/${file.path}`],
    ),
    ['job', job],
    ['checkpoint', checkpoint],
    ['checkpoints', several && numbersText(several)],
    ['from', range?.from],
    ['to', range?.to],
    ['measuredFrom', measured?.from],
    ['measuredTo', measured?.to],
    ['operator', operator],
    ['subtask', subtask],
    ['phase', phase],
    ['filter', filter === '' ? undefined : filter],
  ];
  return fields
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${escaped(String(value))}`]))
    .join('&');
}

/** Escaped twice: VS Code takes one layer off the whole query before it can be told into its fields. */
function escaped(value: string): string {
  const once = encodeURIComponent(value).replaceAll('%2F', '/').replaceAll('%3A', ':');
  return once.replaceAll('%', '%25');
}

/**
 * What a query says, as VS Code hands it to the extension. A link comes from anyone: what is not as {@link linkQuery} writes it
 * is left out; undefined where no file is left.
 */
export function readLink(query: string): ViewLink | undefined {
  const fields = new URLSearchParams(query.replaceAll('+', '%2B'));
  const files = [
    ...fields.getAll('file').flatMap((text) => linkedPath(text) ?? []),
    ...fields.getAll('uri').map((uri): LinkedFile => ({ uri })),
  ];
  if (files.length === 0) return undefined;
  const job = fields.get('job');
  const [checkpoint, subtask] = [wholeNumber(fields.get('checkpoint')), wholeNumber(fields.get('subtask'))];
  const several = readNumbers(fields.get('checkpoints') ?? '');
  const range = stretch(fields.get('from'), fields.get('to'));
  const measured = stretch(fields.get('measuredFrom'), fields.get('measuredTo'));
  const operator = fields.get('operator');
  const phase = phases.find((known) => known === fields.get('phase'));
  const filter = fields.get('filter');
  return {
    files,
    ...(job !== null && { job }),
    place: {
      ...(checkpoint !== undefined && { checkpoint }),
      ...(several && { several }),
      ...(range && { range }),
      ...(measured && { measured }),
      ...(operator !== null && { operator }),
      ...(subtask !== undefined && { subtask }),
      ...(phase !== undefined && { phase }),
      ...(filter !== null && { filter }),
    },
  };
}

/** `FOLDER/path/below`; undefined for a path that leads out of the folder. */
function linkedPath(text: string): LinkedFile | undefined {
  const [folder = '', ...parts] = text.split('/');
  const isBelow = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\\'));
  if (folder === '' || parts.length === 0 || !isBelow) return undefined;
  try {
    return { folder: decodeURIComponent(folder), path: parts.join('/') };
  } catch {
    return undefined;
  }
}

function stretch(first: string | null, last: string | null): { from: number; to: number } | undefined {
  const [from, to] = [number(first), number(last)];
  return from !== undefined && to !== undefined && from < to ? { from, to } : undefined;
}

function number(text: string | null): number | undefined {
  const value = Number(text ?? '');
  return text !== null && text.trim() !== '' && Number.isFinite(value) ? value : undefined;
}

function wholeNumber(text: string | null): number | undefined {
  const value = number(text);
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

type Named = Pick<Trace, 'operators' | 'checkpoints' | 'epoch'>;

/** A place of one trace by names. */
export function namedPlace({ operators, checkpoints, epoch }: Named, place: ViewPlace): NamedPlace {
  const { checkpoint, several, range, measured, selection, filter } = place;
  const operator = selection && operators[selection.operator];
  const shown = checkpoint === undefined ? undefined : checkpoints[checkpoint];
  return {
    ...(shown && { checkpoint: shown.id }),
    ...(several && { several: several.map((one) => checkpoints[one]!.id) }),
    ...(range && { range: { from: range.from, to: range.to } }),
    ...(measured && { measured: { from: epoch + measured.from, to: epoch + measured.to } }),
    ...(operator && { operator: operator.id }),
    ...(operator && selection.subtask !== undefined && { subtask: selection.subtask }),
    ...(operator && selection.bar && { phase: selection.bar.phase }),
    filter,
  };
}

/** The place in this trace, as far as it has it; and what of it is missing, in words. */
export function placeIn(
  { operators, checkpoints, epoch }: Named,
  named: NamedPlace,
): { readonly place: ViewPlace; readonly missing: readonly string[] } {
  const checkpoint = checkpoints.findIndex(({ id }) => id === named.checkpoint);
  const operator = operators.findIndex(({ id }) => id === named.operator);
  const { subtask, phase, measured } = named;
  const several = severalOf(checkpoints, named.several ?? []);
  const bar = checkpoint >= 0 && phase ? { checkpoint, phase } : undefined;
  const isThere = operator >= 0 && (subtask === undefined || subtask < operators[operator]!.parallelism);
  const missing = [
    ...(named.checkpoint !== undefined && checkpoint < 0
      ? [l10n.t('checkpoint #{0}', named.checkpoint)]
      : []),
    ...several.missing.map((id) => l10n.t('checkpoint #{0}', id)),
    ...(named.operator !== undefined && operator < 0 ? [l10n.t('the operator {0}', named.operator)] : []),
    ...(operator >= 0 && !isThere
      ? [
          l10n.t('subtask {subtask} of {operator}', {
            subtask: subtask! + 1,
            operator: operators[operator]!.name,
          }),
        ]
      : []),
  ];
  return {
    place: {
      // A range counts from the checkpoint's trigger: without it, it would be another stretch.
      ...(checkpoint >= 0 && { checkpoint }),
      ...(several.found.length > 1 && { several: several.found }),
      ...(measured && { measured: { from: measured.from - epoch, to: measured.to - epoch } }),
      ...(named.range && (checkpoint >= 0 || named.checkpoint === undefined) && { range: named.range }),
      ...(isThere && { selection: { operator, subtask, bar } }),
      filter: named.filter ?? '',
    },
    missing,
  };
}

/** The checkpoints of these numbers, in the trace's order, and the numbers that it does not have. */
function severalOf(
  checkpoints: Named['checkpoints'],
  ids: readonly number[],
): { readonly found: readonly number[]; readonly missing: readonly number[] } {
  const wanted = new Set(ids);
  const found = checkpoints.flatMap(({ id }, n) => (wanted.delete(id) ? [n] : []));
  return { found, missing: [...wanted] };
}
