import * as l10n from '@vscode/l10n';
import { InputError, type Diagnostic } from '../diagnostics.js';
import { epochText, parseEpoch } from '../epochText.js';
import { FieldReader, isFields, mustBe, type Fields } from '../json/fields.js';
import { Findings } from '../json/findings.js';
import type { JsonPath } from '../json/path.js';
import { phases } from '../model.js';
import type { EpochMs } from '../units.js';
import { isTime, longestNote, mostNotes, type Note, type NoteChange, type NotePlace } from './note.js';

const format = 'checkpoint-notes';
const version = 1;

/** What a file of notes holds. What is not understood is kept, and written back as it was. */
export interface NoteFile {
  readonly entries: readonly NoteEntry[];
  /** Fields of the file that this version does not know. */
  readonly unknown: Fields;
}

interface NoteEntry {
  /** Absent where the entry cannot be read. */
  readonly note?: Note;
  readonly raw: unknown;
}

export const noNotes: NoteFile = { entries: [], unknown: {} };

export function notesOf({ entries }: NoteFile): readonly Note[] {
  return entries.flatMap(({ note }) => note ?? []);
}

/**
 * Reads a file of notes. A note that is not sound is reported and left out.
 *
 * @throws {InputError} where it is no such file, or a newer version of one: it must not be written over then.
 */
export function readNotes(text: string): {
  readonly file: NoteFile;
  readonly diagnostics: readonly Diagnostic[];
} {
  const value = parsed(text);
  const findings = new Findings();
  if (!isFields(value) || value['format'] !== format) {
    findings.add(
      isFields(value) ? ['format'] : [],
      mustBe(`"${format}"`, isFields(value) ? value['format'] : value),
      {
        remedy: l10n.t('Correct it, or move the file away: a new one is made with the next note.'),
      },
    );
    throw new InputError(findings.in(text));
  }
  if (value['version'] !== version) {
    findings.add(['version'], mustBe(String(version), value['version']), {
      remedy: l10n.t('Update Checkpoint Lens, which may know it then.'),
    });
    throw new InputError(findings.in(text));
  }
  const top = new FieldReader(value, [], findings);
  const entries = readEntries(top.requiredList('notes') ?? [], findings);
  const file = { entries, unknown: top.rest(['format', 'version', 'notes']) };
  return { file, diagnostics: findings.in(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError([
      {
        severity: 'error',
        message: l10n.t('The notes are not JSON: {0}.', reason.replace(/\.$/, '')),
        remedy: l10n.t('Correct it, or move the file away: a new one is made with the next note.'),
      },
    ]);
  }
}

function readEntries(list: readonly unknown[], findings: Findings): NoteEntry[] {
  const ids = new Set<string>();
  return list.map((raw, position): NoteEntry => {
    const path = ['notes', position];
    if (ids.size === mostNotes) {
      findings.add(path, l10n.t('is beyond the first {0} notes and is not shown', mostNotes));
      return { raw };
    }
    const note = readNote(raw, path, findings);
    if (!note) return { raw };
    if (ids.has(note.id)) {
      findings.add([...path, 'id'], l10n.t('is that of another note'));
      return { raw };
    }
    ids.add(note.id);
    return { note, raw };
  });
}

function readNote(raw: unknown, path: JsonPath, findings: Findings): Note | undefined {
  if (!isFields(raw)) {
    findings.add(path, mustBe('an object', raw));
    return undefined;
  }
  const fields = new FieldReader(raw, path, findings);
  const id = fields.requiredText('id');
  const text = fields.requiredText('text');
  const job = fields.text('job');
  const made = readMoment(fields, 'made');
  const changed = readMoment(fields, 'changed');
  const on = fields.object('on');
  if (raw['on'] === undefined) fields.report('on', mustBe('an object', undefined));
  const place = on && readPlace(on, [...path, 'on'], findings);
  if (text !== undefined && text.length > longestNote) {
    fields.report('text', l10n.t('is longer than {0} characters and is cut', longestNote));
  }
  if (id === undefined || text === undefined || !place) return undefined;
  return {
    id,
    text: text.slice(0, longestNote),
    place,
    ...(job !== undefined && { job }),
    made: made ?? 0,
    ...(changed !== undefined && { changed }),
  };
}

function readPlace(on: Fields, path: JsonPath, findings: Findings): NotePlace | undefined {
  const fields = new FieldReader(on, path, findings);
  if (Object.hasOwn(on, 'time')) {
    const from = readMoment(fields, 'time');
    const to = readMoment(fields, 'until');
    if (from === undefined) return undefined;
    if (to === undefined || to > from) return { from, ...(to !== undefined && { to }) };
    fields.report('until', l10n.t('must be after the time'));
    return { from };
  }
  const checkpoint = fields.whole('checkpoint', 0);
  const operator = fields.text('operator');
  const subtask = fields.whole('subtask', 0);
  const phase = fields.word('phase', phases);
  if (checkpoint === undefined && operator === undefined) {
    findings.add(path, l10n.t('must name a time, a checkpoint or an operator'));
    return undefined;
  }
  return {
    ...(checkpoint !== undefined && { checkpoint }),
    ...(operator !== undefined && { operator }),
    ...(subtask !== undefined && { subtask }),
    ...(phase !== undefined && { phase }),
  };
}

function readMoment(fields: FieldReader, name: string): EpochMs | undefined {
  const text = fields.text(name);
  const moment = text === undefined ? undefined : parseEpoch(text);
  if (text !== undefined && moment === undefined) {
    fields.report(name, mustBe('a moment such as "2026-11-22T10:00:00.123Z"', text));
  }
  return moment;
}

/** A file with a change made to it. Other entries stay as they were, to the letter. */
export function withChange({ entries, unknown }: NoteFile, change: NoteChange): NoteFile {
  if ('remove' in change) {
    return { entries: entries.filter(({ note }) => note?.id !== change.remove), unknown };
  }
  const { put: note } = change;
  const known = entries.find((entry) => entry.note?.id === note.id);
  const raw = { ...(isFields(known?.raw) ? known.raw : {}), ...noteFields(note) };
  const entry: NoteEntry = { note, raw };
  return {
    entries: known ? entries.map((one) => (one === known ? entry : one)) : [...entries, entry],
    unknown,
  };
}

/** The text of a file of notes, to be read and edited by people too. */
export function writeNotes({ entries, unknown }: NoteFile): string {
  const file = { format, version, ...unknown, notes: entries.map(({ raw }) => raw) };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

function noteFields({ id, text, place, job, made, changed }: Note): Fields {
  return {
    id,
    text,
    on: isTime(place)
      ? { time: epochText(place.from), ...(place.to !== undefined && { until: epochText(place.to) }) }
      : place,
    ...(job !== undefined && { job }),
    made: epochText(made),
    ...(changed !== undefined && { changed: epochText(changed) }),
  };
}
