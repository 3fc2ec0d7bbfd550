import type { Replay } from '../../src/analysis/replay/replay.js';
import { acknowledgedWords } from '../../src/analysis/replay/replayWords.js';
import type { Course } from '../../src/analysis/replay/course.js';
import type { PaintContext } from '../painting/paintContext.js';
import type { OperatorBox } from './graphLayout.js';
import type { Scene } from './graphPainter.js';

type Context = PaintContext;

/** Height of the coordinator under the graph, in pixels. */
export const coordinatorHeight = 24;

/** More messages than this to or from one operator are one dot with their number. */
const mostDots = 6;

/** Paints the coordinator under the graph, its trigger on the way to the sources, and acknowledgements on the way to it. */
export function paintCoordinatorBar(context: Context, scene: Scene, replay: Replay, width: number): void {
  const { layout, theme, world } = scene;
  const top = layout.height;
  for (const box of layout.boxes) paintMessages(context, scene, replay, box, top);
  context.fillStyle = theme.background;
  context.fillRect(12, top, width - 24, coordinatorHeight - 4);
  const share = world.expected === 0 ? 0 : world.acked / world.expected;
  context.fillStyle = theme.line;
  context.globalAlpha = 0.22;
  context.fillRect(12, top, (width - 24) * share, coordinatorHeight - 4);
  context.globalAlpha = theme.highContrast ? 1 : 0.5;
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.strokeRect(12.5, Math.round(top) + 0.5, width - 25, coordinatorHeight - 5);
  context.globalAlpha = 1;
  context.font = `11px ${theme.fontFamily}`;
  context.textAlign = 'left';
  context.fillStyle = theme.foreground;
  context.fillText(acknowledgedWords(replay, world), 20, top + coordinatorHeight / 2 - 1.5);
}

function paintMessages(context: Context, scene: Scene, replay: Replay, box: OperatorBox, top: number): void {
  const { world } = scene;
  const courses = replay.byOperator[box.operator]!;
  const bottom = box.top + box.height;
  const isSource = !replay.flows.some(({ edge }) => edge.to === box.operator);
  if (isSource) {
    const triggers = courses.flatMap(({ firstBarrier }) =>
      shareOf(replay.of.trigger, firstBarrier, world.time),
    );
    paintWay(context, scene, triggers, { x: box.left + 14, from: top, to: bottom });
  }
  const acks = courses.flatMap((course) => ackShare(course, world.time));
  paintWay(context, scene, acks, { x: box.left + box.width - 14, from: bottom, to: top });
}

interface Way {
  readonly x: number;
  readonly from: number;
  readonly to: number;
}

function paintWay(context: Context, { theme }: Scene, shares: readonly number[], { x, from, to }: Way): void {
  if (shares.length === 0) return;
  context.strokeStyle = theme.line;
  context.globalAlpha = theme.highContrast ? 1 : 0.6;
  context.lineWidth = 1;
  context.setLineDash([2, 2]);
  context.beginPath();
  context.moveTo(x, from);
  context.lineTo(x, to);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.fillStyle = theme.foreground;
  const isMany = shares.length > mostDots;
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  (isMany ? [mean] : shares).forEach((share) => {
    context.beginPath();
    context.arc(x, from + share * (to - from), 2.5, 0, 2 * Math.PI);
    context.fill();
  });
  if (!isMany) return;
  context.font = `11px ${theme.fontFamily}`;
  context.textAlign = 'left';
  context.fillText(`×${shares.length}`, x + 5, from + mean * (to - from));
}

function shareOf(from: number, to: number | undefined, time: number): number[] {
  return to !== undefined && from <= time && time < to ? [(time - from) / (to - from)] : [];
}

/** Only an acknowledgement that is told of; what is left over before one may be anything. */
function ackShare({ stretches, acked }: Course, time: number): number[] {
  const ack = stretches.find(({ phase }) => phase === 'ack');
  return ack && !ack.isLeftOver ? shareOf(ack.start, acked, time) : [];
}
