import type { Playback } from '../../src/analysis/replay/playback.js';
import { replayOf, type Replay } from '../../src/analysis/replay/replay.js';
import { replaySteps, type ReplayStep } from '../../src/analysis/replay/replayEvents.js';
import { playbackOf } from '../../src/analysis/replay/replayPlayback.js';
import type { CheckpointIndex, Ms } from '../../src/trace/units.js';
import type { TraceIndex } from '../rows/traceIndex.js';

/** A frame that comes later than this, as after the page was hidden, moves on by no more; ms. */
const longestFrame = 100;

export const speeds = [0.25, 0.5, 1, 2, 4] as const;

/** Where a replay is, and whether it runs. It has no clock: somebody tells it how much time has passed. */
export class Player {
  readonly replay: Replay;
  readonly steps: readonly ReplayStep[];
  readonly playback: Playback;
  private played: Ms = 0;
  isPlaying = false;
  speed = 1;

  constructor({ trace, now }: TraceIndex, checkpoint: CheckpointIndex) {
    this.replay = replayOf(trace, checkpoint, now);
    this.steps = replaySteps(this.replay);
    this.playback = playbackOf(this.replay, this.steps);
  }

  /** The moment of the trace that is shown. */
  get time(): Ms {
    return this.playback.timeAt(this.played);
  }

  /** How much of the replay has been played, 0 to 1. */
  get share(): number {
    return this.playback.length === 0 ? 1 : this.played / this.playback.length;
  }

  get isAtEnd(): boolean {
    return this.played >= this.playback.length;
  }

  /** How many times slower than it happened it is shown here. */
  get stretch(): number {
    return this.playback.stretchAt(this.played) / this.speed;
  }

  /** Position of the last step that is not after the moment shown. */
  get step(): number {
    const { time } = this;
    return Math.max(
      0,
      this.steps.findLastIndex((step) => step.time <= time),
    );
  }

  /** While it plays: plays on by so much time on the wall, and stops at the end. */
  advance(ms: Ms): void {
    if (!this.isPlaying) return;
    this.played = Math.min(this.playback.length, this.played + Math.min(ms, longestFrame) * this.speed);
    if (this.isAtEnd) this.isPlaying = false;
  }

  /** Plays or pauses; at the end it begins again. */
  toggle(): void {
    if (!this.isPlaying && this.isAtEnd) this.played = 0;
    this.isPlaying = !this.isPlaying;
  }

  seek(share: number): void {
    this.isPlaying = false;
    this.played = share * this.playback.length;
  }

  /** To a moment of the trace, or the nearest that there is. */
  seekTime(time: Ms): void {
    this.played = this.playback.playedAt(time);
  }

  /** To the next event (1), or to the one before (-1): from between two events that is the one just passed. */
  stepBy(direction: 1 | -1): void {
    this.isPlaying = false;
    const { step, time } = this;
    const isBetween = this.steps[step]!.time < time;
    const next = direction > 0 ? step + 1 : isBetween ? step : step - 1;
    this.seekTime(this.steps[Math.max(0, Math.min(this.steps.length - 1, next))]!.time);
  }
}
