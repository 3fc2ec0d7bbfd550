import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FlinkClient } from '../../../src/flink/client.js';
import { Recorder, type RecordingEnd } from '../../../src/flink/recorder.js';
import type { RecorderEvent } from '../../../src/flink/recorderEvent.js';
import { ReplayedCluster } from './replayedCluster.js';
import { TestServer } from './testServer.js';

/** So many times faster than it was. */
const speed = 10;
const { jobId } = ReplayedCluster;
const details = new RegExp(`^/jobs/${jobId}/checkpoints/details/`);

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Line {
  readonly t: number;
  readonly path?: string;
  readonly status?: number;
  readonly body?: unknown;
  readonly gap?: string;
}

class RecordedReplay {
  readonly cluster = new ReplayedCluster();
  readonly events: RecorderEvent[] = [];
  readonly texts: string[] = [];
  readonly stop = new AbortController();
  server!: TestServer;
  private readonly startedAt = performance.now();
  /** Paths that get no answer. */
  hanging: RegExp | undefined;

  get ms(): number {
    return (performance.now() - this.startedAt) * speed;
  }

  get lines(): readonly Line[] {
    return this.texts.map((text) => JSON.parse(text) as Line);
  }

  async startServer(port = 0): Promise<void> {
    this.server = await TestServer.start((request, response) => {
      if (this.hanging?.test(request.url!) !== true) this.cluster.answer(request.url!, this.ms, response);
    }, port);
  }

  async record(durationMs = Infinity): Promise<RecordingEnd> {
    const client = new FlinkClient({ url: this.server.url }, { silenceMs: 300 });
    closing.push(async () => {
      await client.close();
      await this.server.stop();
    });
    const recorder = new Recorder(
      { follows: ({ id }) => id === jobId, pollMs: 1000, durationMs },
      {
        answer: (path, signal) => client.answer(path, signal),
        append: (line) => this.texts.push(line),
        now: () => this.ms,
        wallNow: () => Math.round(this.ms),
        sleep: (ms, signal) => sleep(ms / speed, undefined, { signal }).catch(() => undefined),
        random: () => 0.5,
        onEvent: (event) => this.events.push(event),
      },
    );
    return recorder.run(this.stop.signal);
  }

  lastOf(pattern: RegExp): ReadonlyMap<string, unknown> {
    const last = new Map<string, unknown>();
    for (const { path, status, body } of this.lines) {
      if (path !== undefined && status === 200 && pattern.test(path)) last.set(path, body);
    }
    return last;
  }
}

describe('a recorded session, replayed', () => {
  let replay: RecordedReplay;
  let end: RecordingEnd;

  beforeAll(async () => {
    replay = new RecordedReplay();
    await replay.startServer();
    end = await replay.record();
  });

  it('is in the recording as it was, until the job ended', () => {
    expect(end).toBe('jobsEnded');
    const recorded = replay.lastOf(details);
    const last = replay.cluster.lastOf(details);
    expect([...recorded.keys()].sort()).toEqual([...last.keys()].sort());
    for (const [path, body] of recorded) expect(body, path).toEqual(last.get(path));
    expect(replay.events.filter(({ kind }) => kind === 'checkpointEnded')).toHaveLength(6);
  });

  it('is in lines of their own, each answer once', () => {
    const seen = new Map<string, string>();
    for (const [index, { path, body }] of replay.lines.entries()) {
      expect(replay.texts[index]).toMatch(/^[^\n]+\n$/);
      if (path === undefined) continue;
      expect(seen.get(path), path).not.toBe(JSON.stringify(body));
      seen.set(path, JSON.stringify(body));
    }
    expect(replay.lines.map(({ t }) => t)).toEqual(replay.lines.map(({ t }) => t).toSorted((a, b) => a - b));
  });

  it('shows checkpoints while they are in progress, too', () => {
    const statuses = replay.lines.flatMap(({ path, body }) =>
      path !== undefined && /\/details\/\d+$/.test(path) ? (body as { status: string }).status : [],
    );
    expect(statuses).toContain('IN_PROGRESS');
  });
});

describe('a cluster that goes away and comes back', () => {
  it('leaves one gap, and what came meanwhile is there', async () => {
    const replay = new RecordedReplay();
    await replay.startServer();
    const { port } = replay.server;
    const recording = replay.record();
    await sleep(1200);
    await replay.server.stop();
    await sleep(300);
    await replay.startServer(port);
    expect(await recording).toBe('jobsEnded');
    expect(replay.lines.filter(({ gap }) => gap !== undefined)).toHaveLength(1);
    expect(replay.events.filter(({ kind }) => kind === 'resumed')).toHaveLength(1);
    const last = replay.cluster.lastOf(details);
    for (const [path, body] of replay.lastOf(details)) expect(body, path).toEqual(last.get(path));
    expect(replay.lastOf(details).size).toBe(last.size);
  });
});

describe('a path that never answers', () => {
  it('does not keep the others from being recorded', async () => {
    const replay = new RecordedReplay();
    replay.hanging = /\/(config|plan)$/;
    await replay.startServer();
    await replay.record(replay.cluster.durationMs + 15_000);
    const last = replay.cluster.lastOf(details);
    for (const [path, body] of replay.lastOf(details)) expect(body, path).toEqual(last.get(path));
    expect(replay.lastOf(details).size).toBe(last.size);
  });
});

describe('a recording that is stopped', () => {
  it.each([
    ['after its time', 12_000, 'durationOver'],
    ['by a person', Infinity, 'stopped'],
  ] as const)('%s ends with whole lines', async (_how, durationMs, end) => {
    const replay = new RecordedReplay();
    await replay.startServer();
    if (end === 'stopped') setTimeout(() => replay.stop.abort(), 1200);
    expect(await replay.record(durationMs)).toBe(end);
    expect(replay.ms).toBeLessThan(replay.cluster.durationMs);
    expect(replay.lines.length).toBeGreaterThan(10);
  });
});

describe('a file that takes no more', () => {
  it('ends the recording with what the file system says', async () => {
    const replay = new RecordedReplay();
    await replay.startServer();
    replay.texts.push = (): number => {
      throw new Error('no space left');
    };
    await expect(replay.record()).rejects.toThrow('no space left');
  });
});
