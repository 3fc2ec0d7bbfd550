import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FlinkCluster } from '../../scripts/testing/flink/cluster.js';
import { SqlGateway } from '../../scripts/testing/flink/sqlGateway.js';
import { repository } from '../../scripts/vscode/repository.js';
import { readTrace } from '../../src/trace/ckptReader.js';
import { definitionOf, refusalOf, rowsIn } from './bothEngines.js';
import { CommandProcess, commandLine } from './commandProcess.js';
import { randomRecords, RandomDefinitions } from './randomDefinition.js';

const example = (name: string): string => join(repository, `examples/${name}.pipeline.ts`);

let cluster: FlinkCluster;
let gateway: SqlGateway;
let folder: string;
let savepoint: string | undefined;

const ordersOptions = ['--interval', '1s', '--set', 'keys=5000'];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-sql-'));
  cluster = await FlinkCluster.start({ isBrief: true });
  gateway = await SqlGateway.start(cluster);
});

afterAll(async () => {
  await gateway.kill();
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

function runOnFlink(definition: string, ...more: readonly string[]): ReturnType<typeof commandLine> {
  return commandLine('run', definition, '--on', gateway.url, '--interval', '1s', ...more);
}

describe('a definition on a real Flink, through its SQL Gateway', () => {
  it.concurrent(
    'gives of the flights example what the embedded engine gives, and what the file says',
    async () => {
      const [onFlink, embedded] = [join(folder, 'flink'), join(folder, 'embedded')];
      const local = ['--no-trace', '--storage', join(folder, 'checkpoints'), '--set', `output=${embedded}`];
      const trace = ['--trace', join(folder, 'flights.ckpt.json')];
      await Promise.all([
        runOnFlink(example('flights'), '--set', `output=${onFlink}`, ...trace),
        commandLine('run', example('flights'), ...local),
      ]);
      const rows = rowsIn(onFlink, false);
      expect(rows).toEqual(rowsIn(embedded, true));
      expect(new Set(rows)).toEqual(new Set(expectedFlights()));
      expect(rows).toHaveLength(10_000);
    },
  );

  it.concurrent(
    'gives of the delays example, with event time and windows, what the embedded engine gives',
    async () => {
      const [onFlink, embedded] = [join(folder, 'delays flink'), join(folder, 'delays embedded')];
      const local = ['--no-trace', '--storage', join(folder, 'delays checkpoints')];
      const trace = join(folder, 'delays.ckpt.json');
      await Promise.all([
        runOnFlink(example('delays'), '--set', `output=${onFlink}`, '--trace', trace),
        commandLine('run', example('delays'), ...local, '--set', `output=${embedded}`),
      ]);
      expect(rowsIn(onFlink, false)).toEqual(rowsIn(embedded, true));
      expect(rowsIn(onFlink, false)).toHaveLength(90);
      const { operators } = readTrace(readFileSync(trace, 'utf8')).trace;
      expect(operators.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['flights', 'delay by day and airport', 'latest of each day']),
      );
    },
  );

  it('goes on when the gateway is killed, and is stopped by its JobManager with a savepoint', async () => {
    const trace = ['--trace', join(folder, 'before.ckpt.json')];
    const run = new CommandProcess('run', example('orders'), '--on', gateway.url, ...ordersOptions, ...trace);
    await run.says('checkpoint 1 completed');
    await gateway.kill();
    run.interrupt();
    expect({ code: await run.ended(), output: run.output }).toMatchObject({ code: 0 });
    savepoint = /orders is stopped\. Its savepoint: (\S+)/.exec(run.output)?.[1];
    expect(savepoint).toMatch(/^file:.*\/savepoint-/);
    gateway = await SqlGateway.start(cluster, gateway.port);
  });

  it('goes on from its savepoint until it is stopped, its checkpoints recorded under the names of the definition', async () => {
    const trace = join(folder, 'orders.ckpt.json');
    const { stdout } = await commandLine(
      ...['run', example('orders'), '--on', gateway.url, ...ordersOptions, '--savepoint', savepoint!],
      ...['--checkpoints', '2', '--incremental', '--trace', trace],
    );
    expect(stdout).toContain('orders is stopped.');
    expect(stdout).toContain('Asked for incremental checkpoints; HashMapStateBackend uploads all');
    expect(stdout).toContain('The job was last restored from savepoint #');
    const recorded = readTrace(readFileSync(trace, 'utf8')).trace;
    expect(recorded.checkpoints.filter(({ status }) => status === 'completed').length).toBeGreaterThanOrEqual(
      2,
    );
    expect(recorded.operators.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['orders', 'orders: index', 'count per customer']),
    );
  });

  it('says at which line of the definition Flink does not take it', async () => {
    const failing = runOnFlink(example('flights'), '--conf', 'table.exec.state.ttl=nonsense');
    await expect(failing).rejects.toThrow(/flights\.pipeline\.ts:40:1: Flink does not take “results”: /);
  });
});

/** The rows of the flights example, computed without either engine. */
function expectedFlights(): readonly string[] {
  const flights = JSON.parse(readFileSync(join(repository, 'examples/data/flights-10k.json'), 'utf8')) as {
    readonly origin: string;
    readonly delay: number;
  }[];
  const sums = new Map<string, { count: number; delay: number }>();
  return flights.map(({ origin, delay }) => {
    const { count, delay: before } = sums.get(origin) ?? { count: 0, delay: 0 };
    const sum = { count: count + 1, delay: before + delay };
    sums.set(origin, sum);
    const mean = sum.delay / sum.count;
    return JSON.stringify([origin, String(sum.count), String(mean === 0 ? 0 : mean)]);
  });
}

describe('random definitions', () => {
  /** Always the same ones here; other seeds are tried by hand. */
  const seed = Number(process.env['SQL_SEED'] ?? 1);
  const count = Number(process.env['SQL_DEFINITIONS'] ?? 12);

  it(`give on Flink what they give on the embedded engine (SQL_SEED=${seed})`, async () => {
    const { chains, made } = await translatable(seed, count);
    process.stdout.write(`${count} of ${made.tried} random definitions have a translation; seed ${seed}.\n`);
    process.stdout.write(`Used: ${[...made.used].map(([what, times]) => `${what} ${times}`).join(', ')}\n`);
    const file = join(folder, 'random.pipeline.ts');
    writeFileSync(file, definitionOf(chains));
    writeFileSync(join(folder, 'records.ndjson'), randomRecords(seed, 150));
    const [onFlink, embedded] = [join(folder, 'random flink'), join(folder, 'random embedded')];
    const alone = ['--parallelism', '1'];
    await Promise.all([
      runOnFlink(file, ...alone, '--set', `output=${onFlink}`),
      commandLine('run', file, ...alone, '--no-trace', '--set', `output=${embedded}`),
    ]);
    let compared = 0;
    chains.forEach((chain, index) => {
      const [one, other] = [join(onFlink, String(index)), join(embedded, String(index))];
      const rows = (of: string, hasNames: boolean): readonly string[] =>
        existsSync(of) ? rowsIn(of, hasNames) : [];
      const expected = rows(other, true);
      compared += expected.length;
      expect(rows(one, false), `SQL_SEED=${seed}: ${chain}`).toEqual(expected);
    });
    expect(compared).toBeGreaterThan(count * 10);
  });
});

/** So many definitions that Flink SQL can do, and how many were made for them. */
async function translatable(
  seed: number,
  count: number,
): Promise<{
  readonly chains: readonly string[];
  readonly made: { readonly tried: number; readonly used: ReadonlyMap<string, number> };
}> {
  const definitions = new RandomDefinitions(seed);
  const work = join(folder, 'candidates');
  mkdirSync(work, { recursive: true });
  const chains: string[] = [];
  let tried = 0;
  while (chains.length < count) {
    const chain = definitions.chain();
    const file = join(work, `${tried++}.pipeline.ts`);
    writeFileSync(file, definitionOf([chain]));
    if ((await refusalOf(file)) === undefined) chains.push(chain);
  }
  return { chains, made: { tried, used: definitions.used } };
}
