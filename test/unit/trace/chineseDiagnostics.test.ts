import { readFileSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTrace } from '../../../src/trace/ckptReader.js';
import { InputError } from '../../../src/trace/diagnostics.js';

function messagesOf(text: string): readonly string[] {
  try {
    return readTrace(text).diagnostics.map(({ message }) => message);
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics.map(({ message }) => message);
    throw error;
  }
}

describe('what is wrong with a file, in Chinese', () => {
  beforeEach(() => {
    const contents = JSON.parse(readFileSync('l10n/bundle.l10n.zh-cn.json', 'utf8')) as Record<
      string,
      string
    >;
    l10n.config({ contents });
  });

  afterEach(() => l10n.config({ contents: {} }));

  it.each([
    ['', '文件为空。'],
    ['dear diary', '文件不是 JSON：符号无效。'],
    [
      '{"format":"checkpoint-trace","version":1,"operators":[{"id":"a',
      '文件过早结束，未写完的部分：一个算子。',
    ],
    ['{"format":"x"}', 'format 现为："x"；应为："checkpoint-trace"；这不是 checkpoint trace。'],
    [
      '{"format":"checkpoint-trace","version":1,"epoch":"2026-11-22T10:00:00.000Z","operators":[{"id":"a","parallelism":0}]}',
      'operators[0].parallelism 现为：0；应为：1 到 32768 的整数。',
    ],
  ])('of %s is said whole, with its place', (text, message) => {
    expect(messagesOf(text)).toContain(message);
  });
});
