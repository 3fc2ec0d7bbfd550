import { createHash } from 'node:crypto';
import { jobsIn } from './clusterAnswers.js';
import type { RestAnswer } from './transport.js';

/** Remembers of each path what it answered last, as a digest, and so tells which answers are worth a line. */
export class RecordingNews {
  /** By job, or by '' for the cluster, then by path. */
  private readonly digests = new Map<string, Map<string, string>>();

  isNews(path: string, answer: RestAnswer): boolean {
    const digest = createHash('sha256')
      .update(`${answer.status} ${significant(path, answer)}`)
      .digest('base64');
    const owner = ownerOf(path);
    let ofOwner = this.digests.get(owner);
    if (ofOwner === undefined) this.digests.set(owner, (ofOwner = new Map<string, string>()));
    if (ofOwner.get(path) === digest) return false;
    ofOwner.set(path, digest);
    return true;
  }

  /** Of a job's path all below is forgotten, too. */
  forget(path: string): void {
    const owner = ownerOf(path);
    if (owner === path) this.digests.delete(owner);
    else this.digests.get(owner)?.delete(path);
  }

  /** How many paths it remembers. */
  get size(): number {
    return [...this.digests.values()].reduce((sum, ofOwner) => sum + ofOwner.size, 0);
  }
}

/** Each list of jobs says anew how long they have been running: that is no news. */
function significant(path: string, { text, body }: RestAnswer): string {
  return path === '/jobs/overview' ? JSON.stringify(jobsIn(body) ?? text) : text;
}

function ownerOf(path: string): string {
  return /^\/jobs\/[0-9a-f]{32}/.exec(path)?.[0] ?? '';
}
