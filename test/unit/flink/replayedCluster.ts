import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { answerJson } from './testServer.js';

interface Exchange {
  readonly t: number;
  readonly path: string;
  readonly status: number;
  readonly body?: string;
  readonly same?: boolean;
}

/** Answers each path as a real cluster did at the same moment of its recording: the case in which every body was kept. */
export class ReplayedCluster {
  static readonly jobId = '852ed75a731c270aeef6966fd8bc8344';
  private readonly exchanges: readonly Exchange[];

  constructor() {
    const file = new URL('../../fixtures/flink/2.3.0/pending/recorded.jsonl', import.meta.url);
    this.exchanges = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Exchange);
  }

  get durationMs(): number {
    return this.exchanges.at(-1)!.t - this.exchanges[0]!.t;
  }

  /** The last bodies of every path that a recorder asks for, except those that change with each request. */
  lastOf(pattern: RegExp): ReadonlyMap<string, unknown> {
    const last = new Map<string, unknown>();
    for (const { path, status, body } of this.exchanges) {
      if (status === 200 && body !== undefined && pattern.test(path)) last.set(path, JSON.parse(body));
    }
    return last;
  }

  /** `ms` after the recording's start. */
  answer(path: string, ms: number, response: ServerResponse): void {
    const now = this.exchanges[0]!.t + ms;
    const ofPath = this.exchanges.filter((exchange) => exchange.path === path && exchange.body !== undefined);
    // The list of jobs was first asked for a moment after the start.
    const first = path === '/jobs/overview' ? ofPath[0] : undefined;
    const known = ofPath.findLast(({ t }) => t <= now) ?? first;
    if (known !== undefined) response.writeHead(known.status).end(known.body);
    else if (path.includes('/metrics')) answerJson(response, []);
    else answerJson(response, { errors: ['Not found.'] }, 404);
  }
}
