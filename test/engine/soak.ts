import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { IndexedRandom } from '../../src/engine/pipeline/random.js';
import { Choices } from '../fixtures/choices.js';

export interface SoakSettings {
  /** For checkpoints, results and trace. */
  readonly folder: string;
  /** As long as this no failure would take. */
  readonly seconds: number;
  /** So much of it the process is killed again and again; the rest it is let run. */
  readonly killSeconds: number;
  /** Chooses when. */
  readonly seed: number;
  /** Records per second. */
  readonly rate: number;
  readonly keys: number;
}

export interface SoakResult {
  /** After how many ms of its life each process was killed. */
  readonly kills: readonly number[];
  /** What is wrong with the results, if anything. */
  readonly problems: readonly string[];
  readonly rows: number;
  /** Memory of the process that was let run, bytes, every quarter of a second; none where the system does not tell. */
  readonly rss: readonly number[];
}

const shortestLife = 300;
const longestLife = 2500;
const sampleMs = 250;
/** The seed of a generator that names none. */
const generatorSeed = 1;

/**
 * Runs the soak pipeline with a checkpoint every 100 ms, kills it with no warning at moments that the seed chooses, restores it from
 * the latest checkpoint each time, lets the last one end by itself, and compares what it wrote with what a loop counts.
 *
 * @throws {Error} with what the run said, where it failed
 */
export async function soak(settings: SoakSettings): Promise<SoakResult> {
  const { killSeconds, seed } = settings;
  const choices = new Choices(seed);
  const kills: number[] = [];
  const until = Date.now() + killSeconds * 1000;
  while (Date.now() < until) {
    const life = shortestLife + choices.below(longestLife - shortestLife);
    const { child, ended } = start(settings);
    kills.push(life);
    await Promise.race([sleep(life), ended]);
    child.kill('SIGKILL');
    const { code, stderr } = await ended;
    if (code !== null && code !== 0) {
      throw new Error(`seed ${seed}: it failed before kill ${kills.length}: ${stderr}`);
    }
  }
  const last = start(settings);
  const rss: number[] = [];
  const sampling = setInterval(() => rss.push(...memoryOf(last.child)), sampleMs);
  const { code, stderr } = await last.ended;
  clearInterval(sampling);
  if (code !== 0) throw new Error(`seed ${seed}: the last run failed: ${stderr}`);
  return { kills, rss, ...compared(settings) };
}

function start({ folder, rate, seconds, keys }: SoakSettings): {
  child: ChildProcess;
  ended: Promise<{ code: number | null; stderr: string }>;
} {
  const storage = join(folder, 'storage');
  // On a busy machine the first may have been killed before it wrote anything down.
  const hasRun =
    existsSync(storage) &&
    readdirSync(storage, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('_run.json'));
  const parameters = { rate, keys, records: rate * seconds, output: join(folder, 'results') };
  const child = spawn(process.execPath, [
    ...['dist/cli.js', 'run', 'test/bench/pipelines/soak.pipeline.ts', '--interval', '100ms'],
    ...Object.entries(parameters).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
    ...['--storage', storage, '--trace', join(folder, 'soak.ckpt.json')],
    ...(hasRun ? ['--restore', 'latest'] : []),
  ]);
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  child.stdout.resume();
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stderr }));
  return { child, ended };
}

/** Resident memory, where there is a /proc. */
function memoryOf({ pid }: ChildProcess): readonly number[] {
  try {
    const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? [Number(found[1]) * 1024] : [];
  } catch {
    return [];
  }
}

/** Every key's counts must be there once each, from 1 to as many records as the generator makes of it. */
function compared({ folder, rate, seconds, keys }: SoakSettings): Pick<SoakResult, 'problems' | 'rows'> {
  const expected = new Int32Array(keys);
  const random = new IndexedRandom(generatorSeed);
  for (let index = 0; index < rate * seconds; index++) {
    random.restart(index);
    expected[random.int(keys)]!++;
  }
  const counts = Array.from({ length: keys }, (): number[] => []);
  let rows = 0;
  const output = join(folder, 'results');
  for (const name of readdirSync(output).filter((file) => file.startsWith('part-'))) {
    for (const line of readFileSync(join(output, name), 'utf8').trimEnd().split('\n').slice(1)) {
      const [key, count] = line.split(',').map(Number);
      counts[key!]!.push(count!);
      rows++;
    }
  }
  const wrong = counts.flatMap((of, key) => {
    of.sort((a, b) => a - b);
    const isWhole = of.length === expected[key] && of.every((count, i) => count === i + 1);
    return isWhole ? [] : [`key ${key} has ${of.length} counts, not 1 to ${expected[key]}`];
  });
  return { rows, problems: wrong };
}
