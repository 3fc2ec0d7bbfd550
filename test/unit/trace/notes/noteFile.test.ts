import { Ajv } from 'ajv';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../../src/trace/diagnostics.js';
import { phases } from '../../../../src/trace/model.js';
import { longestNote, mostNotes, noteMoment, type Note } from '../../../../src/trace/notes/note.js';
import { noNotes, notesOf, readNotes, withChange, writeNotes } from '../../../../src/trace/notes/noteFile.js';

const schema = JSON.parse(readFileSync('media/checkpoint-notes.schema.json', 'utf8')) as Record<
  string,
  unknown
>;
const accepts = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);

const moment = fc.double({ min: 0, max: 4e12, noNaN: true }).map(noteMoment);
const time = fc
  .tuple(moment, fc.option(fc.integer({ min: 1, max: 1e9 }), { nil: undefined }))
  .map(([from, length]) => ({ from, ...(length !== undefined && { to: noteMoment(from + length) }) }));
const part = fc
  .record(
    {
      checkpoint: fc.nat(),
      operator: fc.string(),
      subtask: fc.nat({ max: 1000 }),
      phase: fc.constantFrom(...phases),
    },
    { requiredKeys: [] },
  )
  .filter(({ checkpoint, operator }) => checkpoint !== undefined || operator !== undefined);
const note: fc.Arbitrary<Note> = fc.record(
  {
    id: fc.uuid(),
    text: fc.string({ maxLength: 80 }),
    place: fc.oneof(time, part),
    job: fc.string(),
    made: moment,
    changed: moment,
  },
  { requiredKeys: ['id', 'text', 'place', 'made'] },
);
const notes = fc.uniqueArray(note, { selector: ({ id }) => id, maxLength: 8 });

const fileOf = (list: readonly Note[]): string =>
  writeNotes(list.reduce((file, put) => withChange(file, { put }), noNotes));
const text = (list: readonly unknown[], more: object = {}): string =>
  JSON.stringify({ format: 'checkpoint-notes', version: 1, ...more, notes: list });
const sound = { id: 'a', text: 'Look here', on: { checkpoint: 4 }, made: '2026-11-22T10:00:00Z' };
const messages = (file: string): readonly string[] =>
  readNotes(file).diagnostics.map(({ message }) => message);

describe('a file of notes', () => {
  it('has the notes that were written, to the microsecond, and its schema accepts it', () => {
    fc.assert(
      fc.property(notes, (list) => {
        const written = fileOf(list);
        const { file, diagnostics } = readNotes(written);
        expect(diagnostics).toEqual([]);
        expect(notesOf(file)).toEqual(list);
        accepts(JSON.parse(written));
        expect(accepts.errors).toBeNull();
      }),
    );
  });

  it('is refused by the schema only where reading it complains', () => {
    const wrong = fc.constantFrom<unknown>(null, 'x', -1, 1.5, true, [], {}, undefined);
    const fields = ['id', 'text', 'on', 'made', 'changed', 'job'] as const;
    let refused = 0;
    fc.assert(
      fc.property(fc.constantFrom(...fields), wrong, (field, value) => {
        const file = text([{ ...sound, changed: sound.made, job: 'j', [field]: value }]);
        if (accepts(JSON.parse(file))) return;
        refused += 1;
        expect(messages(file).length, file).toBeGreaterThan(0);
      }),
    );
    expect(refused).toBeGreaterThan(20);
  });

  it('loses nothing that it does not understand when a note is added, changed and removed', () => {
    const strange = { id: 7, text: 'of a later version', color: 'red' };
    const before = readNotes(text([{ ...sound, color: 'blue' }, strange], { theme: 'dark' })).file;
    const added = withChange(before, { put: { id: 'b', text: 'New', place: { from: 0 }, made: 0 } });
    const changed = withChange(added, {
      put: { id: 'a', text: 'Changed', place: { checkpoint: 4 }, made: 0 },
    });
    const removed = withChange(changed, { remove: 'b' });
    expect(JSON.parse(writeNotes(removed))).toMatchObject({
      theme: 'dark',
      notes: [{ id: 'a', text: 'Changed', color: 'blue' }, strange],
    });
  });

  it('says of each note that is not sound what is wrong and in which line', () => {
    const file = `{"format":"checkpoint-notes","version":1,"notes":[
      {"id":"a","text":"x","on":{"subtask":1}},
      {"id":"b","on":{"checkpoint":1}},
      {"id":"c","text":"x","on":{"time":"yesterday"}},
      {"id":"d","text":"x","on":{"checkpoint":1}},
      {"id":"d","text":"again","on":{"checkpoint":1}}]}`;
    const read = readNotes(file);
    expect(notesOf(read.file).map(({ id }) => id)).toEqual(['d']);
    expect(read.diagnostics.map(({ message, at }) => `${at?.line ?? 0}: ${message}`)).toEqual([
      '2: notes[0].on must name a time, a checkpoint or an operator.',
      '3: notes[1].text is missing; it must be a text.',
      '4: notes[2].on.time is "yesterday"; it must be a moment such as "2026-11-22T10:00:00.123Z".',
      '6: notes[4].id is that of another note.',
    ]);
  });

  it('is not taken for one where it is something else, or of a later version', () => {
    for (const other of ['', '[]', '{"format":"checkpoint-trace"}', text([], { version: 2 })]) {
      expect(() => readNotes(other), other).toThrow(InputError);
    }
  });

  it('shows no more notes and no longer ones than a page can take', () => {
    const many = Array.from({ length: mostNotes + 2 }, (_, n) => ({ ...sound, id: String(n) }));
    expect(notesOf(readNotes(text(many)).file)).toHaveLength(mostNotes);
    expect(messages(text(many))).toHaveLength(2);
    const [cut] = notesOf(readNotes(text([{ ...sound, text: 'x'.repeat(longestNote + 1) }])).file);
    expect(cut?.text).toHaveLength(longestNote);
  });
});
