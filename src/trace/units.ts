/** Milliseconds, fractional: a duration, or a moment counted from the epoch of its trace. */
export type Ms = number;

/** Unix time in milliseconds, fractional. */
export type EpochMs = number;

/** Position in `Trace.operators`. */
export type OperatorIndex = number;

/** Position in `Trace.checkpoints`. */
export type CheckpointIndex = number;

/** Subtasks count from 0; people read them from 1, as in `(1/2)`. */
export type SubtaskIndex = number;
