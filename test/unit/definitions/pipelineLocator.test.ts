import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PipelineLocator } from '../../../src/definitions/pipelineLocator.js';

const locator = new PipelineLocator(join(process.cwd(), 'node_modules/@vscode/tree-sitter-wasm/wasm'));

async function operators(text: string): Promise<string[]> {
  const located = await locator.locate(text);
  return (located?.operators ?? []).map(({ method, name, line }) => `${line} ${method} ${name ?? '?'}`);
}

const orders = `import { generate, pipeline } from 'checkpoint-lens';

export default pipeline('orders', ({ env }) => {
  const orders = env.source(Order, generate((i) => [i].map((x) => x))).name('orders');
  orders
    .filter((order) => order.amount > 0).name('valid orders')
    .keyBy((order) => order.customer)
    .process(Total, {
      process(order, { emit }) { order.items.map(emit); },
    }).name('count per customer').uid('count').parallelism(2)
    .sinkTo(blackholeSink()).name(\`totals\`);
});
`;

describe('locating a pipeline', () => {
  it('finds its name and the line of its export', async () => {
    expect(await locator.locate(orders)).toMatchObject({ name: 'orders', line: 3, column: 0 });
  });

  it('finds each operator at its method, in the order of the stream, with name and uid', async () => {
    expect(await operators(orders)).toEqual([
      '4 source orders',
      '6 filter valid orders',
      '8 process count per customer',
      '11 sinkTo totals',
    ]);
    expect((await locator.locate(orders))?.operators[2]).toMatchObject({ uid: 'count', column: 5 });
  });

  it('finds the same operators however the chain is broken into lines', async () => {
    const names = async (text: string): Promise<string[]> =>
      (await operators(text)).map((operator) => operator.replace(/^\d+ /, ''));
    const oneLine = orders.replaceAll(/\n\s*\./g, '.');
    const exploded = orders.replaceAll(/\)\./g, ')\n\n      .');
    expect(await names(oneLine)).toEqual(await names(orders));
    expect(await names(exploded)).toEqual(await names(orders));
  });

  it('takes no array method and no code inside an operator for an operator', async () => {
    expect(
      await operators(`export default pipeline('p', ({ env }) => {
  const keys = ['a', 'b'].map((key) => key.trim()).filter(Boolean);
  const source = env.source(R, from(keys)).name('s');
  source.flatMap(R, (r) => r.parts.map((p) => p)).sinkTo(files(keys.map(String)));
});`),
    ).toEqual(['3 source s', '4 flatMap ?', '4 sinkTo ?']);
  });

  it('follows streams through variables and unions', async () => {
    expect(
      await operators(`export default pipeline('p', ({ env }) => {
  const a = env.source(R, g).name('a');
  const b = env.source(R, g).name('b').filter(ok).name('good b');
  let all = a.union(b);
  all = all.map(R, f).name('f');
  all.union(env.source(R, g).name('c')).sinkTo(s).name('out');
});`),
    ).toEqual(['2 source a', '3 source b', '3 filter good b', '5 map f', '6 source c', '6 sinkTo out']);
  });

  it('finds what connects, reduces and aggregates, also what another stream is connected with', async () => {
    expect(
      await operators(`export default pipeline('p', ({ env }) => {
  const a = env.source(R, g).name('a').keyBy(k);
  a.connect(env.source(R, g).name('b').keyBy(k)).process(R, f).name('both').sinkTo(s);
  a.reduce(f).name('sum').sinkTo(s);
  a.window(TumblingEventTimeWindows.of(10)).aggregate(R, f).name('windows').sinkTo(s);
  [1, 2].reduce((sum, n) => sum + n);
});`),
    ).toEqual([
      '2 source a',
      '3 source b',
      ...['3 process both', '3 sinkTo ?', '4 reduce sum', '4 sinkTo ?', '5 aggregate windows', '5 sinkTo ?'],
    ]);
  });

  it('ignores what is commented out or inside a string', async () => {
    expect(
      await operators(`export default pipeline('p', ({ env }) => {
  // env.source(R, g).name('old')
  /* env.source(R, g) */
  log("env.source(R, g).map(f)");
  env.source(R, g).name('new');
});`),
    ).toEqual(['5 source new']);
    expect(await locator.locate(`// export default pipeline('p', () => {});`)).toBeUndefined();
  });

  it('gives what it can of text that is being typed', async () => {
    const dot = orders.replace('.sinkTo(blackholeSink()).name(`totals`);', '.');
    expect(await operators(dot)).toContain('4 source orders');
    expect(await operators(dot.replace('});\n', ''))).toContain('4 source orders');
    for (let length = 0; length < orders.length; length += 7) await locator.locate(orders.slice(0, length));
  });

  it('leaves out a name that is not a literal', async () => {
    const located = await locator.locate(
      `export default pipeline(title, ({ env }) => { env.source(R, g).name('a' + b).uid(\`x\${1}\`); });`,
    );
    expect(located).not.toHaveProperty('name');
    expect(located?.operators[0]).toEqual({ method: 'source', line: 1, column: 50 });
  });

  it('finds nothing in a file without a pipeline', async () => {
    expect(await locator.locate('export const x = 1;')).toBeUndefined();
    expect(await locator.locate('')).toBeUndefined();
  });
});
