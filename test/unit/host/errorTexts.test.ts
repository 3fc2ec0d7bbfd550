import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagnosticLine } from '../../../src/cli/failure.js';
import { ErrorTexts } from '../../../src/host/errorTexts.js';

const read = (file: string): Record<string, string> =>
  JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
const errors = read('l10n/errors.zh-cn.json');
const chinese = new ErrorTexts({ ...read('l10n/bundle.l10n.zh-cn.json'), ...errors });

describe('an error of the command line', () => {
  it.each([
    [
      'SQL has no timers for each key: use a window, or run this on the embedded engine.',
      'SQL 没有按 key 的定时器：请使用窗口，或在内嵌引擎上运行。',
    ],
    [
      'Nothing reads “enrich”: end the stream with .sinkTo(…).',
      '没有算子读取“enrich”：请用 .sinkTo(…) 结束此流。',
    ],
    [
      'The parallelism of “count” is 0: give a whole number from 1 to 128.',
      '“count”的并行度为 0：请给出 1 到 128 之间的整数。',
    ],
  ])('is said in Chinese: %s', (english, translated) => {
    expect(chinese.say(english)).toBe(translated);
  });

  it('is said by its own translation and not by another’s, each with names and numbers put in', () => {
    const filled = (text: string): string =>
      text.replaceAll(/\{(\d+)\}/g, (_, n: string) => (Number(n) % 2 === 0 ? `a-${n}` : `${n}7`));
    const wrong = Object.entries(errors)
      .map(([english, translated]) => [filled(english), filled(translated)] as const)
      .map(([english, translated]) => [english, chinese.say(english), translated])
      .filter(([, said, translated]) => said !== translated);
    expect(wrong).toEqual([]);
  });

  it('of a gateway that was lost is Chinese from the first word to the last', () => {
    const lost =
      'The SQL Gateway http://gw:8083 has lost the session: it was restarted, or took the session for idle. ' +
      'The cluster http://jm:8081 has no new job orders: nothing was submitted.';
    expect(chinese.say(lost)).toBe(
      'SQL Gateway http://gw:8083 丢失了会话：它被重启过，或认为会话已空闲。 集群 http://jm:8081 上没有新作业 orders：没有提交任何内容。',
    );
  });

  it('keeps the place before it, by which an editor finds the line', () => {
    expect(chinese.say('/home/ann/orders.pipeline.ts:14:5: this function emits nothing.')).toBe(
      '/home/ann/orders.pipeline.ts:14:5: 此函数不发出任何内容。',
    );
  });

  it('of a job on Flink keeps its place, and is not taken for another sentence', () => {
    const said = '/w/orders.pipeline.ts:14:1: “count” failed on Flink: FileNotFoundException: no such file.';
    const translated =
      '/w/orders.pipeline.ts:14:1: “count” 在 Flink 上失败：FileNotFoundException: no such file.';
    expect(chinese.say(said)).toBe(translated);
    expect(chinese.say(`${said} Flink starts orders again.`)).toBe(
      `${translated} Flink 正在重新启动 orders。`,
    );
  });

  it('is translated with what it was caused by', () => {
    expect(
      chinese.say(
        'The checkpoint storage cannot be used: no answer from nn:9870: nn:9870 closed the connection.',
      ),
    ).toBe('无法使用 checkpoint 存储：nn:9870 没有应答：nn:9870 关闭了连接。');
    expect(
      chinese.say(
        '/tmp/a.csv: cannot be read: permission denied. Change its permissions or name another place.',
      ),
    ).toContain('没有权限。请更改其权限或换一个位置。');
  });

  it('is translated sentence by sentence where what is wrong and what to do were joined', () => {
    const message = 'http://flink:8083 is the SQL Gateway of Flink 1.20, whose SQL is another.';
    const line = diagnosticLine('orders', {
      severity: 'error',
      message,
      remedy: 'Use one of Flink 2.1 or newer.',
    });
    expect(chinese.say(line)).toBe(
      'orders: http://flink:8083 是 Flink 1.20 的 SQL Gateway，其 SQL 不同。 请使用 Flink 2.1 或更新版本。',
    );
  });

  it('stays as it is where nobody has translated it, as do the errors of a person’s own code', () => {
    for (const line of ['orders.pipeline.ts:3:1: items is not defined', 'a: b', 'it broke: {0} of 3', '']) {
      expect(chinese.say(line)).toBe(line);
    }
    expect(new ErrorTexts({}).say('timers have no twin in SQL.')).toBe('timers have no twin in SQL.');
  });

  it('costs no more than its length, whatever is in it', () => {
    const line = 'The checkpoint holds records on their way from “'.repeat(60);
    expect(chinese.say(line)).toBe(line);
  });
});
