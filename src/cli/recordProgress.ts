import { formatCount, formatDuration } from '../analysis/quantities.js';
import type { CheckpointSummary, FlinkJob } from '../flink/clusterAnswers.js';
import type { RecorderEvent } from '../flink/recorderEvent.js';
import { printable } from './failure.js';

/** Says what a recorder sees: on a terminal in one line that changes and lines for what matters, else a line an event. */
export class RecordProgress {
  private readonly jobs = new Set<string>();
  private completed = 0;
  private failed = 0;
  private missed = 0;
  private status = '';

  constructor(private readonly stream: { readonly isTTY?: boolean; write(text: string): unknown }) {}

  event(event: RecorderEvent): void {
    switch (event.kind) {
      case 'jobFound':
        this.jobs.add(event.job.id);
        this.say(`${nameOf(event.job)}: recording (${event.job.state}).`);
        break;
      case 'jobEnded':
        this.say(`${nameOf(event.job)}: ${event.job.state}.`);
        break;
      case 'jobLost':
        this.say(
          `${nameOf(event.job)}: the cluster does not know it any more. Waiting for it; Ctrl-C stops.`,
        );
        break;
      case 'checkpointEnded':
        this.checkpointEnded(event.job, event.checkpoint);
        break;
      case 'missed':
        this.missed += event.to - event.from + 1;
        this.say(`${nameOf(event.job)}: ${checkpointRange(event)} left Flink's history before all was seen.`);
        break;
      case 'outage':
        this.say(`${printable(event.reason)} Trying again until it answers.`);
        break;
      case 'resumed':
        this.say(`The cluster answers again, after ${formatDuration(event.afterMs)}.`);
        break;
      case 'unanswered':
        this.say(`warning: ${printable(event.reason)} The rest is recorded.`);
        break;
      case 'exceptions':
      case 'forgotten':
        break;
    }
  }

  /** A line of its own. */
  say(text: string): void {
    this.clear();
    this.stream.write(`${text}\n`);
    this.show();
  }

  /** The sum, when all is over. */
  summary(): string {
    this.clear();
    const missed = this.missed === 0 ? '' : `, ${formatCount(this.missed)} missed`;
    const jobs = this.jobs.size === 1 ? '1 job' : `${formatCount(this.jobs.size)} jobs`;
    return `${formatCount(this.completed)} completed and ${formatCount(this.failed)} failed checkpoints of ${jobs} recorded${missed}.`;
  }

  private checkpointEnded(job: FlinkJob, { id, status, trigger, end, failure }: CheckpointSummary): void {
    if (status === 'failed') this.failed += 1;
    else this.completed += 1;
    const after = end === undefined ? '' : ` after ${formatDuration(end - trigger)}`;
    if (status === 'failed') {
      const why = failure === undefined ? '.' : `: ${printable(failure)}`;
      this.say(`${nameOf(job)}: checkpoint ${id} failed${after}${why}`);
    } else if (this.stream.isTTY !== true) this.say(`${nameOf(job)}: checkpoint ${id} completed${after}.`);
    else {
      this.clear();
      this.status = `Checkpoint ${id} completed${after}; ${formatCount(this.completed)} so far. Ctrl-C stops and keeps the recording.`;
      this.show();
    }
  }

  private clear(): void {
    if (this.stream.isTTY === true && this.status !== '') this.stream.write('\r\u001b[K');
  }

  private show(): void {
    if (this.stream.isTTY === true && this.status !== '') this.stream.write(this.status);
  }
}

function checkpointRange({ from, to }: { readonly from: number; readonly to: number }): string {
  return from === to ? `checkpoint ${from}` : `checkpoints ${from} to ${to}`;
}

function nameOf({ name }: FlinkJob): string {
  return printable(name);
}
