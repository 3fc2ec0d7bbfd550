import { describe, expect, it } from 'vitest';
import type { FlinkJob } from '../../../src/flink/clusterAnswers.js';
import { ClusterWatch, pollMs, type WatchedClient } from '../../../src/host/clusters/clusterWatch.js';

const cluster = { url: 'http://flink:8081', auth: 'none', insecure: false } as const;
const overview = { version: '2.3.0', taskManagers: 1, slots: 4, freeSlots: 2 };
const job = (id: string, state: string, startTime = 0): FlinkJob => ({
  id,
  name: id,
  state,
  startTime,
  lastModification: 0,
});

/** A cluster whose answers a test changes, with a clock that a test turns. */
class Watched {
  jobs: readonly FlinkJob[] = [];
  down = false;
  missing = '';
  asked: string[] = [];
  closed = 0;
  changes = 0;
  time = 0;
  readonly watch = new ClusterWatch(
    cluster,
    () => Promise.resolve(this.client()),
    () => this.changes++,
    () => this.time,
  );

  private client(): WatchedClient {
    const answer = <T>(what: string, value: T): Promise<T> => {
      this.asked.push(what);
      return this.down || this.missing === what
        ? Promise.reject(new Error('refused the connection'))
        : Promise.resolve(value);
    };
    return {
      overview: () => answer('overview', overview),
      jobs: () => answer('jobs', this.jobs),
      checkpoints: (id) => answer(`checkpoints ${id}`, []),
      close: () => {
        this.closed++;
        return Promise.resolve();
      },
    };
  }
}

describe('a watched cluster', () => {
  it('lists the jobs that run first, then the newest', async () => {
    const watched = new Watched();
    watched.jobs = [job('old', 'FINISHED', 1), job('new', 'CANCELED', 5), job('runs', 'RUNNING', 2)];
    await watched.watch.look();
    const { state } = watched.watch;
    expect(state.type === 'reachable' && state.jobs.map(({ id }) => id)).toEqual(['runs', 'new', 'old']);
  });

  it('is asked for its version once, and for the checkpoints of jobs that run or that somebody looks at', async () => {
    const watched = new Watched();
    watched.jobs = [job('runs', 'RUNNING'), job('over', 'FINISHED')];
    await watched.watch.look();
    await watched.watch.wantCheckpoints('over');
    watched.watch.ignoreCheckpoints('over');
    await watched.watch.look();
    expect(watched.asked).toEqual([
      ...['overview', 'jobs', 'checkpoints runs'],
      ...['jobs', 'checkpoints runs', 'checkpoints over'],
      ...['jobs', 'checkpoints runs'],
    ]);
  });

  it('says only what is new, so that the tree stands still', async () => {
    const watched = new Watched();
    await watched.watch.look();
    await watched.watch.look();
    expect(watched.changes).toBe(1);
    watched.jobs = [job('a', 'RUNNING')];
    await watched.watch.look();
    expect(watched.changes).toBe(2);
  });

  it('is asked less and less often while it does not answer, and at once when a person asks', async () => {
    const watched = new Watched();
    watched.down = true;
    const moments: number[] = [];
    for (; watched.time < 300_000; watched.time += pollMs) {
      const before = watched.asked.length;
      await watched.watch.look();
      if (watched.asked.length > before) moments.push(watched.time / 1000);
    }
    expect(moments).toEqual([0, 10, 30, 70, 130, 190, 250]);
    expect(watched.watch.state).toEqual({ type: 'unreachable', problem: 'refused the connection' });
    watched.down = false;
    await watched.watch.lookNow();
    expect(watched.watch.state.type).toBe('reachable');
  });

  it('keeps the rest where the checkpoints of one job cannot be had', async () => {
    const watched = new Watched();
    watched.jobs = [job('gone', 'RUNNING'), job('there', 'RUNNING')];
    watched.missing = 'checkpoints gone';
    await watched.watch.look();
    const { state } = watched.watch;
    expect(state.type === 'reachable' && state.jobs.map(({ checkpoints }) => checkpoints)).toEqual([
      undefined,
      [],
    ]);
  });

  it('gets new connections after it did not answer', async () => {
    const watched = new Watched();
    await watched.watch.look();
    watched.down = true;
    await watched.watch.lookNow();
    expect(watched.closed).toBe(1);
  });

  it('lists no more jobs than a person can look through, and says how many more there are', async () => {
    const watched = new Watched();
    watched.jobs = Array.from({ length: 1000 }, (_, i) => job(String(i), 'FINISHED', i));
    await watched.watch.look();
    const { state } = watched.watch;
    expect(state.type === 'reachable' && [state.jobs.length, state.moreJobs]).toEqual([200, 800]);
  });

  it('is left alone once it is removed', async () => {
    const watched = new Watched();
    watched.watch.dispose();
    await watched.watch.look();
    expect(watched.asked).toEqual([]);
  });
});
