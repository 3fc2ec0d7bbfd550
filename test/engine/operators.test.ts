import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkpointLens, examplesFolder, soundTrace } from './commandLine.js';

const definition = `
import { fileSink, generate, int32, int64, pipeline, string, struct, valueState } from 'checkpoint-lens';

const Number = struct({ n: int32 });
const Word = struct({ word: string, n: int32 });
const Count = struct({ word: string, count: int64, sum: int64 });

export default pipeline('words', ({ env, params }) => {
  const small = env.source(Number, generate((i) => ({ n: i }), { count: 3000, rate: 9000 })).name('small');
  const large = env.source(Number, generate((i) => ({ n: 100_000 + i }), { count: 2000 })).name('large').parallelism(3);
  small
    .map(Number, ({ n }) => ({ n: n * 2 })).name('twice')
    .union(large)
    .filter(({ n }) => n % 3 !== 0).name('no thirds').parallelism(2)
    .flatMap(Word, ({ n }, emit) => {
      for (let i = 0; i < n % 4; i++) emit({ word: 'word ' + (n % 50) + ', “' + i + '”', n });
    }).name('words').parallelism(3)
    .keyBy(({ word }) => word)
    .process(Count, {
      state: { count: valueState(int64), sum: valueState(int64) },
      process({ word, n }, { state, emit }) {
        state.count.update(state.count.value() + 1);
        state.sum.update(state.sum.value() + n);
        emit({ word, count: state.count.value(), sum: state.sum.value() });
      },
    }).name('count')
    .sinkTo(fileSink(params.path('output', 'out'))).name('counts').parallelism(1);
});
`;

/** The same as the definition, without the engine. */
function expected(): Map<string, string> {
  const numbers = [
    ...Array.from({ length: 3000 }, (_, i) => i * 2),
    ...Array.from({ length: 2000 }, (_, i) => 100_000 + i),
  ].filter((n) => n % 3 !== 0);
  const counts = new Map<string, { count: number; sum: number }>();
  for (const n of numbers) {
    for (let i = 0; i < n % 4; i++) {
      const word = `word ${n % 50}, “${i}”`;
      const { count, sum } = counts.get(word) ?? { count: 0, sum: 0 };
      counts.set(word, { count: count + 1, sum: sum + n });
    }
  }
  return new Map([...counts].map(([word, { count, sum }]) => [word, `${count},${sum}`]));
}

describe('map, filter, flatMap, union, keyBy, process and a file sink, at different parallelism', () => {
  it('together give what the same computation gives without the engine, with checkpoints on', async () => {
    const folder = await examplesFolder();
    await writeFile(join(folder, 'words.pipeline.ts'), definition);
    const { code, stderr } = await checkpointLens(folder, 'run', 'words.pipeline.ts', '--interval', '50ms');
    expect([code, stderr]).toEqual([0, '']);

    const last = new Map<string, string>();
    for (const name of (await readdir(join(folder, 'out'))).sort()) {
      const [, ...lines] = (await readFile(join(folder, 'out', name), 'utf8')).trimEnd().split('\n');
      for (const line of lines) {
        const [, word, rest] = /^"(.*)",(\d+,\d+)$/.exec(line)!;
        last.set(word!, rest!);
      }
    }
    expect(new Map([...last].sort())).toEqual(new Map([...expected()].sort()));
  });

  it('are rows of the trace, with the line that made each and with how records reach it', async () => {
    const folder = await examplesFolder();
    await writeFile(join(folder, 'words.pipeline.ts'), definition);
    await checkpointLens(folder, 'run', 'words.pipeline.ts');
    const { operators } = await soundTrace(folder, '.checkpoint-lens/words.ckpt.json');
    const lines = definition.split('\n');
    const methods = operators.map(
      ({ definedAt }) =>
        /\b(source|map|filter|flatMap|process|sinkTo)\(/.exec(lines[definedAt!.line - 1]!)?.[1],
    );
    expect(methods).toEqual(['source', 'source', 'map', 'filter', 'flatMap', 'process', 'sinkTo']);
    expect(
      operators.map(({ name, parallelism, inputs }) => [name, parallelism, inputs.map(({ ship }) => ship)]),
    ).toEqual([
      ['small', 2, []],
      ['large', 3, []],
      ['twice', 2, ['forward']],
      ['no thirds', 2, ['forward', 'rebalance']],
      ['words', 3, ['rebalance']],
      ['count', 2, ['hash']],
      ['counts', 1, ['rebalance']],
    ]);
  });
});
