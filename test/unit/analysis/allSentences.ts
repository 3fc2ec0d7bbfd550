import { adviceOn, adviceOnRun } from '../../../src/analysis/advice/adviceOn.js';
import type { Advice } from '../../../src/analysis/advice/advice.js';
import { criticalPath } from '../../../src/analysis/path/criticalPath.js';
import { edgesOf } from '../../../src/analysis/path/edges.js';
import { explanation } from '../../../src/analysis/verdict/explanation.js';
import { extentOf } from '../../../src/analysis/extent.js';
import { outlierSentences } from '../../../src/analysis/verdict/outlierSentences.js';
import { usualness } from '../../../src/analysis/outliers.js';
import { partHistory } from '../../../src/analysis/partHistory.js';
import { pathSum } from '../../../src/analysis/path/pathSum.js';
import { plain, type Sentence } from '../../../src/analysis/phrases.js';
import { replayOf } from '../../../src/analysis/replay/replay.js';
import { replaySteps } from '../../../src/analysis/replay/replayEvents.js';
import { acknowledgedWords, stepWords, worldWords } from '../../../src/analysis/replay/replayWords.js';
import { worldAt } from '../../../src/analysis/replay/world.js';
import { sharesByCheckpoint } from '../../../src/analysis/shares.js';
import { verdict, type Verdict } from '../../../src/analysis/verdict/verdict.js';
import type { Trace } from '../../../src/trace/model.js';

/** A text of the analysis, and where it is shown. */
export interface Said {
  readonly where: string;
  readonly sentence: Sentence;
}

/** Steps of a replay that are put into words, of each checkpoint. */
const mostSteps = 12;

/** All that the analysis says of a trace: on the whole of it, and on each checkpoint. */
export function allSentences(trace: Trace): readonly Said[] {
  const { now } = extentOf(trace);
  const perCheckpoint = trace.checkpoints.flatMap(({ id }, checkpoint) => [
    ...ofVerdict(`verdict on #${id}`, verdict(trace, checkpoint)),
    ...Object.entries(explanation(trace, checkpoint, now)).map(([name, sentence]: [string, Sentence]) => ({
      where: `${name} of #${id}`,
      sentence,
    })),
    ...ofPath(trace, checkpoint, now),
    ...adviceOn(trace, checkpoint, now).flatMap(ofAdvice),
    ...ofReplay(trace, checkpoint, now),
  ]);
  return [
    ...ofVerdict('verdict', verdict(trace)),
    ...adviceOnRun(trace).flatMap(ofAdvice),
    ...trace.operators.map(({ name }, operator) => ({
      where: `outliers of ${name}`,
      sentence: outlierSentences(trace, usualness(trace, partHistory(trace, { operator }, 60))),
    })),
    ...perCheckpoint,
  ];
}

function ofVerdict(where: string, { headline, meanwhile, evidence }: Verdict): readonly Said[] {
  return [headline, meanwhile, evidence].map((sentence) => ({ where, sentence }));
}

function ofAdvice({ rule, found, compared, tries }: Advice): readonly Said[] {
  const texts = [compared, ...tries.flatMap(({ text, option }) => [text, ...(option ? [option.does] : [])])];
  return [found, ...texts.map(plain)].map((sentence) => ({ where: `advice ${rule}`, sentence }));
}

function ofPath(trace: Trace, checkpoint: number, now: number): readonly Said[] {
  const path = criticalPath(sharesByCheckpoint(trace)[checkpoint]!, edgesOf(trace), now);
  const { steps, totalLabel } = pathSum(trace, path);
  const labels = steps.flatMap(({ who, lines }) => [who, ...lines.map(({ label }) => label)]);
  return [...labels, totalLabel].map((text) => ({ where: 'critical path', sentence: plain(text) }));
}

function ofReplay(trace: Trace, checkpoint: number, now: number): readonly Said[] {
  const replay = replayOf(trace, checkpoint, now);
  return replaySteps(replay)
    .slice(0, mostSteps)
    .flatMap((step) => {
      const world = worldAt(replay, step.time);
      return [stepWords(replay, step), acknowledgedWords(replay, world), worldWords(replay, world)];
    })
    .map((text) => ({ where: 'replay', sentence: plain(text) }));
}
