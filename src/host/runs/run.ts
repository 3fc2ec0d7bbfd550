import type { RunEnd } from './commandLineProcess.js';

/** Something that goes on in a process of its own and writes a trace: a pipeline's run, or the recording of a job. */
export interface Run {
  /** Of what it is a run: there is one of each at a time. */
  readonly key: string;
  /** For people: its name, a word more, and where it is from. */
  readonly title: string;
  readonly description: string;
  readonly detail: string;
  /** The path of what it writes. */
  readonly trace: string;
  /** It ends after so many completed checkpoints; without a number of itself or when it is stopped. */
  readonly checkpoints?: number;
  readonly ended: Promise<RunEnd>;
  /** What it does before there is a checkpoint, and who wants to know that it does something else. */
  readonly stage?: string | undefined;
  onStage?(listener: () => void): void;
  /** Where a person has to say how: asks, and ends it so; a person may also let it go on. */
  askToStop?(): Promise<void>;
  /** Asks it to end, and kills it when it does not listen. */
  stop(patienceMs?: number): void;
}

/** A person wants it to end. */
export async function stopByPerson(run: Run): Promise<void> {
  if (run.askToStop === undefined) run.stop();
  else await run.askToStop();
}
