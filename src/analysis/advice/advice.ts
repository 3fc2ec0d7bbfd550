import type { Trace } from '../../trace/model.js';
import type { CriticalPath } from '../path/criticalPath.js';
import type { JobFindings } from '../verdict/jobFindings.js';
import type { Sentence } from '../phrases.js';

/** Names of the rules, as `checkpoint-lens verdict --json` gives them. */
export type RuleName =
  | 'firstOfRun'
  | 'lockHold'
  | 'earlierLockHold'
  | 'flush'
  | 'unaccounted'
  | 'skew'
  | 'alignment'
  | 'backPressure'
  | 'pointwiseEdge'
  | 'lateSource'
  | 'upload'
  | 'inFlightData'
  | 'queuedUpload'
  | 'fullUploads'
  | 'stateGrowth'
  | 'lateAcknowledgement'
  | 'finalisation'
  | 'timeout'
  | 'declined'
  | 'tooOften'
  | 'slowTaskManager'
  | 'snapshotMode'
  | 'copyTax';

/** A setting, and what its documentation says of it, in our words. */
export interface Option {
  readonly name: string;
  /** What it was called in Flink 1.x, where that differs. */
  readonly formerly?: string;
  readonly does: string;
}

export interface Suggestion {
  readonly text: string;
  readonly option?: Option;
}

/** What one rule found, what it compared, and what could be tried. */
export interface Advice {
  readonly rule: RuleName;
  /** What was found; its numbers lead to their bars. */
  readonly found: Sentence;
  /** The number, and the threshold from which on the rule speaks. */
  readonly compared: string;
  readonly tries: readonly Suggestion[];
}

/** What the rules look at: one checkpoint, and the ones beside it. */
export interface Case {
  readonly trace: Trace;
  readonly findings: JobFindings;
  readonly path: CriticalPath;
}

export type Rule = (one: Case) => Advice | undefined;
