import { describe, expect, it } from 'vitest';
import { ckptReader } from '../../../src/formats/ckptFile.js';
import { readTrace } from '../../../src/trace/ckptReader.js';
import { writeTrace } from '../../../src/trace/ckptWriter.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import { filesOf } from '../../fixtures/flinkRecordings.js';

const text = writeTrace(sampleTrace());
const fileOf = (content: string, name = 'orders.ckpt.json') => ({
  name,
  bytes: new TextEncoder().encode(content),
});

describe('a trace file of ours', () => {
  it.each([
    ['as our writer writes it', text],
    ['with its members in another order', `{"spans":[{"start":1,"name":"}\\""}], ${text.slice(1)}`],
    ['with comments', `// by hand\n{ /* "format": "no" */ ${text.slice(1)}`],
    ['with a byte order mark', `\ufeff${text}`],
    ['cut off', text.slice(0, 500)],
    ['of a newer version', text.replace('"version": 1', '"version": 9')],
  ])('is known by its content %s', (_, content) => {
    expect(ckptReader.recognizes(fileOf(content, 'anything'))).toBe(true);
  });

  it.each([
    ['another format', text.replace('checkpoint-trace', 'checkpoint-trace-2')],
    ['a format deeper down', `{"inner":${text}}`],
    ['no object', `[${text}]`],
    ['no JSON', 'format: checkpoint-trace'],
    ['nothing', ''],
  ])('is not taken for one: %s', (_, content) => {
    expect(ckptReader.recognizes(fileOf(content))).toBe(false);
  });

  it('is not taken for one of the recordings of Flink', () => {
    for (const file of filesOf('2.3.0/hashmap-1m')) expect(ckptReader.recognizes(file)).toBe(false);
  });

  it('is read with the others, each with its own complaints', () => {
    const wrong = text.replace(/"duration": \[[^,]*,/, '"duration": ["soon",');
    const newer = text.replace('"version": 1', '"version": 9');
    const { traces, diagnostics, evidence } = ckptReader.read([
      fileOf(text, 'sound.json'),
      fileOf(wrong, 'wrong.json'),
      fileOf(newer, 'newer.json'),
    ]);
    expect(evidence).toEqual([]);
    expect(traces.map(({ trace }) => trace)).toEqual([readTrace(text).trace, readTrace(wrong).trace]);
    expect(diagnostics).toMatchObject([
      { file: 'wrong.json', message: expect.stringContaining('spans.duration[0]') as string },
      { file: 'newer.json', message: expect.stringContaining('version') as string },
    ]);
  });
});
