import { describe, expect, it } from 'vitest';
import { archiveReader } from '../../../../src/formats/flinkRest/archiveReader.js';
import { caseFiles, checkpointOf, inputFile, onlyJob, readCase, reportsOf } from './flinkCase.js';

interface Archive {
  archive: { path: string; json: string }[];
}

function archiveOf(name: string): Archive {
  const file = caseFiles(name).find((each) => /archive\/.*[0-9a-f]{32}$/.test(each.name))!;
  return JSON.parse(new TextDecoder().decode(file.bytes)) as Archive;
}

describe('a history server archive', () => {
  it('has the late reports of a failed checkpoint', () => {
    const job = onlyJob(readCase(archiveReader, '2.3.0/hashmap-1m'));
    expect(reportsOf(job, 13, 'count').map(({ outcome }) => outcome)).toEqual(['pending', 'aborted']);
  });

  it('of 1.20 is one file with the id of the job for a name', () => {
    const content = readCase(archiveReader, '1.20.5/rocksdb-aligned');
    expect(content.diagnostics).toEqual([]);
    expect(onlyJob(content)).toMatchObject({ name: 'count per customer on 1.20', state: 'CANCELED' });
  });

  it('of a job without checkpoints may have an error for their list', () => {
    const jid = 'a'.repeat(32);
    const json = JSON.stringify({ errors: ['Checkpointing has not been enabled.'] });
    const job = JSON.stringify({ jid, name: 'no checkpoints', state: 'FINISHED', vertices: [] });
    const archive = {
      archive: [
        { path: `/jobs/${jid}/checkpoints`, json },
        { path: `/jobs/${jid}`, json: job },
      ],
    };
    const content = archiveReader.read([inputFile(jid, archive)]);
    expect(content.diagnostics).toEqual([]);
    expect(onlyJob(content)).toMatchObject({ jobId: jid, state: 'FINISHED', checkpoints: [] });
  });

  it('names the path inside of it where something is wrong, and the place', () => {
    const archive = archiveOf('2.3.0/expired');
    const index = archive.archive.findIndex(({ path }) => /details\/16\/subtasks/.test(path));
    const wrong = archive.archive[index]!;
    wrong.json = wrong.json.replace(/"sync":\d+/, '"sync":-7');
    const text = JSON.stringify(archive);
    const content = archiveReader.read([inputFile('x', text)]);
    expect(content.diagnostics).toMatchObject([
      {
        file: 'x',
        message: `${wrong.path}: subtasks[0].checkpoint.sync is -7; it must be a whole number from 0 to 31622400000.`,
        at: { path: `archive[${index}].json`, line: 1, offset: text.indexOf(JSON.stringify(wrong.json)) },
      },
    ]);
    const vertex = wrong.path.split('/').at(-1);
    const report = checkpointOf(onlyJob(content), 16).subtasks!.find((each) => each.vertex === vertex)!;
    expect(report).not.toHaveProperty('sync');
    expect(report.outcome).toBe('acknowledged');
  });

  it('loses one answer that is no JSON, and no other', () => {
    const archive = archiveOf('2.3.0/expired');
    const index = archive.archive.findIndex(({ path }) => path.endsWith('/checkpoints/details/16'));
    archive.archive[index]!.json = '{"className": oops}';
    archive.archive.push({ path: '/jobs' } as never, 7 as never);
    const content = archiveReader.read([inputFile('x', archive)]);
    expect(content.diagnostics.map(({ message }) => message)).toEqual([
      `${archive.archive[index]!.path}: The text is damaged: invalid symbol.`,
      `archive[${archive.archive.length - 2}]: The entry has no "path" or no "json", both texts, and is left out.`,
      `archive[${archive.archive.length - 1}]: The entry has no "path" or no "json", both texts, and is left out.`,
    ]);
    // The list has it, too.
    expect(onlyJob(content).checkpoints.at(-1)).toMatchObject({ id: 16, status: 'completed' });
  });

  it('that is cut off is read up to there', () => {
    const { bytes } = caseFiles('2.3.0/expired').find(({ name }) => /archive\/.*jobs\//.test(name))!;
    const content = archiveReader.read([{ name: 'cut', bytes: bytes.subarray(0, 60_000) }]);
    expect(content.diagnostics).toMatchObject([{ message: 'The text ends too early.', at: { line: 1 } }]);
    expect(onlyJob(content).checkpoints.length).toBeGreaterThan(5);
  });

  it('is known with a byte order mark, with white space, and while it is empty', () => {
    const known = [
      '\ufeff{"archive":[]}',
      '{\r\n "archive": [\r\n  {\r\n "path": "/jobs", "json": "{}" } ] }',
      '{"archive":[',
    ];
    const unknown = [
      '{"archive":"x"}',
      '{"archive":[1]}',
      '{"x":{"archive":[{"path":""}]}}',
      '[]',
      '',
      'archive',
    ];
    for (const text of known) {
      expect([text, archiveReader.recognizes(inputFile('x', text))]).toEqual([text, true]);
    }
    for (const text of unknown) {
      expect([text, archiveReader.recognizes(inputFile('x', text))]).toEqual([text, false]);
    }
    expect(archiveReader.read([inputFile('x', known[0]!)])).toEqual({
      evidence: [],
      traces: [],
      diagnostics: [],
    });
  });
});
