import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NoRecordingError, RecordingFile } from '../../../src/flink/recordingFile.js';
import { answerLine, headerLine } from '../../../src/flink/recordingLine.js';

const url = 'http://localhost:8081';
const header = headerLine(url, 1000);

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-'));
  path = join(folder, 'orders.flink.jsonl');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function appended(line: string): Promise<{ cutBytes: number; continued: boolean; text: string }> {
  const { file, continued, cutBytes } = await RecordingFile.open(path, url, 2000);
  file.append(line);
  await file.close();
  return { continued, cutBytes, text: readFileSync(path, 'utf8') };
}

describe('a recording', () => {
  it('begins with what it is, since when, and of which cluster', async () => {
    const { text, continued } = await appended('{"t":1}\n');
    expect(continued).toBe(false);
    expect(JSON.parse(text.split('\n')[0]!)).toEqual({
      format: 'flink-rest-recording',
      version: 1,
      url,
      started: 2000,
    });
    expect(text.split('\n').slice(1)).toEqual(['{"t":1}', '']);
  });

  it('goes on behind what is there, and says from when', async () => {
    writeFileSync(path, `${header}{"t":1500}\n`);
    const { text, continued, cutBytes } = await appended('{"t":2500}\n');
    expect({ continued, cutBytes }).toEqual({ continued: true, cutBytes: 0 });
    expect(text.startsWith(`${header}{"t":1500}\n{"t":2000,"gap":"`)).toBe(true);
    expect(text.endsWith('\n{"t":2500}\n')).toBe(true);
  });

  it('loses of a line that was cut off by a crash only that line', async () => {
    const torn = `{"t":1600,"path":"/x","body":"${'y'.repeat(200_000)}`;
    writeFileSync(path, `${header}{"t":1500}\n${torn}`);
    const { text, cutBytes } = await appended('{"t":2500}\n');
    expect(cutBytes).toBe(torn.length);
    for (const line of text.trimEnd().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it('starts anew where a crash left not even the first line', async () => {
    for (const length of [0, 5, header.length - 1]) {
      writeFileSync(path, header.slice(0, length));
      const { text, continued } = await appended('{"t":2500}\n');
      expect(continued).toBe(false);
      expect(text.split('\n')[0]).toContain('"started":2000');
    }
  });

  it.each([
    ['another text', 'dear diary\n'],
    ['a text without an end of line', 'dear diary'],
    ['other JSON lines', '{"format":"something else"}\n{"a":1}\n'],
    ['JSON that is no object', 'null\n'],
  ])('is never written over %s', async (_what, content) => {
    writeFileSync(path, content);
    await expect(RecordingFile.open(path, url, 2000)).rejects.toBeInstanceOf(NoRecordingError);
    expect(readFileSync(path, 'utf8')).toBe(content);
  });
});

describe('an answer with line ends in it', () => {
  it('is one line, with every digit as it came', () => {
    const text = '{\r\n "interval": 9223372036854775807,\n "name": "a\\nb" }';
    const line = answerLine(5, '/jobs/x?get="', { status: 200, text, body: JSON.parse(text) });
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(line).toContain('9223372036854775807');
    expect(JSON.parse(line)).toEqual({
      t: 5,
      path: '/jobs/x?get="',
      status: 200,
      body: JSON.parse(text) as unknown,
    });
  });
});
