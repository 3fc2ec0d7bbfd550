import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';

/** Count and mean delay by origin, computed from the file without the engine. */
async function expectedResult(folder: string): Promise<Map<string, string>> {
  const flights = JSON.parse(await readFile(join(folder, 'data/flights-10k.json'), 'utf8')) as {
    readonly origin: string;
    readonly delay: number;
  }[];
  const byOrigin = new Map<string, { count: number; minutes: number }>();
  for (const { origin, delay: minutes } of flights) {
    const sum = byOrigin.get(origin) ?? { count: 0, minutes: 0 };
    byOrigin.set(origin, { count: sum.count + 1, minutes: sum.minutes + minutes });
  }
  return new Map(
    [...byOrigin].map(([origin, { count, minutes }]) => [origin, `${count},${minutes / count}`]),
  );
}

/** The committed rows: that with the highest count of each origin, and how many there are in all. */
async function committed(output: string): Promise<{ last: Map<string, string>; rows: number }> {
  const last = new Map<string, string>();
  let rows = 0;
  for (const name of (await readdir(output)).filter((file) => file.startsWith('part-')).sort()) {
    const [header, ...lines] = (await readFile(join(output, name), 'utf8')).trimEnd().split('\n');
    expect(header).toBe('origin,count,mean_delay');
    for (const line of lines) {
      rows++;
      const [origin, count, delay] = line.split(',');
      // Where the number of subtasks has changed the rows of an origin lie in files of several.
      if (Number(count) > Number(last.get(origin!)?.split(',')[0] ?? 0)) {
        last.set(origin!, `${count},${delay}`);
      }
    }
  }
  return { last, rows };
}

/**
 * The results in `output` are those of the flights example in `folder`, with every flight counted once.
 */
export async function expectExact(folder: string, output: string): Promise<void> {
  const { last, rows } = await committed(output);
  expect(new Map([...last].sort())).toEqual(new Map([...(await expectedResult(folder))].sort()));
  // Every flight makes one row: none is lost and none is there twice.
  expect(rows).toBe(10_000);
}
