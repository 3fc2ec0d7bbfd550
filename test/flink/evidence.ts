import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The answers that a job leaves in the archive of its cluster, by path. */
export function archivedAnswers(folder: string, job: string): ReadonlyMap<string, unknown> {
  const file = readdirSync(join(folder, 'archive'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, 'archive', name))
    .find((name) => name.endsWith(`/${job}`) && statSync(name).isFile());
  if (file === undefined) throw new Error(`There is no archive of job ${job} in ${folder}.`);
  const { archive } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly archive: readonly { readonly path: string; readonly json: string }[];
  };
  return new Map(archive.map(({ path, json }) => [path, JSON.parse(json)]));
}

/** What the JobManager wrote to its log when each checkpoint completed, by id: the same as its details over REST. */
export function loggedCheckpoints(log: string, job: string): ReadonlyMap<number, unknown> {
  const pattern = new RegExp(`\\(for jobID=${job}, checkpointId=(\\d+)\\) dump = (.*)`, 'g');
  return new Map([...log.matchAll(pattern)].map(([, id, json]) => [Number(id), JSON.parse(json!)]));
}

/** The ids of its lines "Completed checkpoint …", in their order. */
export function completedIds(log: string, job: string): readonly number[] {
  return [...log.matchAll(new RegExp(`Completed checkpoint (\\d+) for job ${job} `, 'g'))].map(([, id]) =>
    Number(id),
  );
}

/** Without what a later checkpoint makes of an earlier one: whether its files are still there. */
export function withoutDiscarded(answer: unknown): unknown {
  const text = JSON.stringify(answer, (name, value: unknown) => (name === 'discarded' ? undefined : value));
  return JSON.parse(text) as unknown;
}
