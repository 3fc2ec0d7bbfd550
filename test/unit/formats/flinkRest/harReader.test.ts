import { describe, expect, it } from 'vitest';
import { harReader } from '../../../../src/formats/flinkRest/harReader.js';
import { restBodyReader } from '../../../../src/formats/flinkRest/restBodyReader.js';
import { caseFiles, inputFile, onlyJob, readCase } from './flinkCase.js';

interface Entry {
  readonly startedDateTime: string;
  readonly request: { readonly method: string; readonly url: string };
  readonly response: { readonly status: number; readonly content: Record<string, unknown> };
}

function entry(
  url: string,
  text: string | undefined,
  { method = 'GET', encoding = '', status = 200 } = {},
): Entry {
  const content = {
    mimeType: 'application/json',
    ...(text === undefined
      ? {}
      : { text: encoding === 'base64' ? Buffer.from(text).toString('base64') : text }),
    ...(encoding === '' ? {} : { encoding }),
  };
  return {
    startedDateTime: '2026-11-22T16:25:54.670Z',
    request: { method, url },
    response: { status, content },
  };
}

/** A case's answers as the browser would have asked for them. */
function entriesOf(name: string, base: string, encoding = ''): readonly Entry[] {
  return caseFiles(name)
    .filter((file) => restBodyReader.recognizes(file))
    .map(({ name: path, bytes }) =>
      entry(`${base}/${path.replace(/\.json$/, '')}`, new TextDecoder().decode(bytes), { encoding }),
    );
}

function har(entries: readonly unknown[]) {
  return inputFile('flink.har', {
    log: { version: '1.2', creator: { name: 'Browser' }, pages: [], entries },
  });
}

describe('a HAR of the Web UI', () => {
  it.each([
    ['http://localhost:8081', ''],
    ['http://localhost:8081/v1', 'base64'],
    ['https://gateway.example/proxy/application_1_0001', ''],
    ['https://gateway.example/flink/v1', 'base64'],
  ])('from %s %s says the same as the saved answers', (base, encoding) => {
    const file = har(entriesOf('2.3.0/expired', base, encoding));
    expect(harReader.recognizes(file)).toBe(true);
    expect(restBodyReader.recognizes(file)).toBe(false);
    const content = harReader.read([file]);
    expect(content.diagnostics).toEqual([]);
    const { metrics: fromHar, ...job } = onlyJob(content);
    const { metrics: fromFolder, ...folder } = onlyJob(readCase(restBodyReader, '2.3.0/expired'));
    expect(job).toEqual(folder);
    // The browser says when it asked, so that metrics have a time.
    expect(fromHar!.length).toBeGreaterThan(fromFolder!.length);
  });

  it('keeps the jobs of one cluster apart', () => {
    const base = 'http://localhost:8081';
    const { evidence } = harReader.read([
      har([...entriesOf('2.3.0/join', base), ...entriesOf('2.3.0/skew', base)]),
    ]);
    expect(evidence.map(({ name }) => name).sort()).toEqual(['match payments', 'one hot key']);
    expect(evidence.map(({ checkpoints }) => checkpoints.length)).toEqual([11, 9]);
  });

  it('leaves out what is not of Flink, and counts the requests to other hosts', () => {
    const base = 'http://localhost:8081';
    const others = [
      entry('https://fonts.example/a.woff', undefined),
      entry('https://api.example/config', '{"theme":"dark"}'),
      entry(`${base}/main.js`, 'var a;'),
      entry(`${base}/jobs/overview`, '{"errors":["no"]}', { status: 500 }),
      entry(`${base}/jobs/${'a'.repeat(32)}/checkpoints`, '{"request-id":"x"}', { method: 'POST' }),
    ];
    const { evidence, diagnostics } = harReader.read([har([...entriesOf('2.3.0/skew', base), ...others])]);
    expect(evidence).toHaveLength(1);
    expect(diagnostics).toMatchObject([
      { severity: 'warning', message: 'Requests to other hosts than Flink’s are left out: 2, to 2 hosts.' },
    ]);
  });

  it('of another page says that it has nothing of Flink, and what to do', () => {
    const { evidence, diagnostics } = harReader.read([har([entry('https://api.example/x', '{"a":1}')])]);
    expect(evidence).toEqual([]);
    expect(diagnostics).toMatchObject([
      { severity: 'error', message: 'The file has no answer of the Flink REST API.' },
    ]);
    expect(diagnostics[0]!.remedy).toContain('HAR');
  });

  it('that is cut off is read up to there', () => {
    const { bytes } = har(entriesOf('2.3.0/expired', 'http://localhost:8081'));
    const { evidence, diagnostics } = harReader.read([
      { name: 'cut.har', bytes: bytes.subarray(0, bytes.length / 2) },
    ]);
    expect(evidence[0]!.checkpoints.length).toBeGreaterThan(3);
    expect(diagnostics).toMatchObject([{ file: 'cut.har', message: 'The text ends too early.' }]);
  });
});
