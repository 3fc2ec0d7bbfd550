import * as l10n from '@vscode/l10n';
import type { FlowNow, SubtaskNow, World } from '../../src/analysis/replay/world.js';
import { formatCount } from '../../src/analysis/quantities.js';
import type { Trace } from '../../src/trace/model.js';
import type { OperatorIndex, SubtaskIndex } from '../../src/trace/units.js';
import { paintBar } from '../rows/bars.js';
import type { Theme } from '../painting/theme.js';
import type { PaintContext } from '../painting/paintContext.js';
import { cellArea, cellsOf, portY } from './cells.js';
import { paintCell, paintShares } from './cellPainter.js';
import { alongLine, type EdgeRoute, type GraphLayout, type OperatorBox, type Point } from './graphLayout.js';

type Context = PaintContext;

export interface Scene {
  readonly trace: Trace;
  readonly theme: Theme;
  readonly layout: GraphLayout;
  readonly world: World;
  /** The subtasks of each operator. */
  readonly byOperator: readonly (readonly SubtaskNow[])[];
}

export function sceneOf(trace: Trace, theme: Theme, layout: GraphLayout, world: World): Scene {
  const byOperator: SubtaskNow[][] = trace.operators.map(() => []);
  for (const now of world.subtasks) byOperator[now.operator]!.push(now);
  return { trace, theme, layout, world, byOperator };
}

/** Paints the operators with their subtasks, and the barriers between them. */
export function paintGraph(context: Context, scene: Scene): void {
  context.textBaseline = 'middle';
  for (const route of scene.layout.routes) paintEdge(context, scene, route);
  for (const box of scene.layout.boxes) paintBox(context, scene, box);
}

function paintBox(context: Context, scene: Scene, box: OperatorBox): void {
  const { theme, trace, byOperator } = scene;
  const subtasks = byOperator[box.operator]!;
  context.fillStyle = theme.background;
  context.fillRect(box.left, box.top, box.width, box.height);
  context.strokeStyle = theme.line;
  context.globalAlpha = theme.highContrast ? 1 : 0.4;
  context.lineWidth = 1;
  context.strokeRect(Math.round(box.left) + 0.5, Math.round(box.top) + 0.5, box.width - 1, box.height - 1);
  context.globalAlpha = 1;
  context.textAlign = 'left';
  context.font = `600 11px ${theme.fontFamily}`;
  context.fillStyle = theme.foreground;
  const { name } = trace.operators[box.operator]!;
  context.fillText(
    cutTo(name, box.width - 16, (text) => context.measureText(text).width),
    box.left + 8,
    box.top + 11,
  );
  const cells = cellsOf(box, subtasks.length);
  if (cells) subtasks.forEach((now, n) => paintCell(context, theme, now, cells[n]!));
  else paintShares(context, theme, subtasks, cellArea(box));
}

/** Cuts a name at its front, since operators of one job differ at the end. */
export function cutTo(name: string, width: number, measure: (text: string) => number): string {
  if (measure(name) <= width) return name;
  let from = 1;
  while (from < name.length && measure(`…${name.slice(from)}`) > width) from += 1;
  return `…${name.slice(from)}`;
}

function paintEdge(context: Context, scene: Scene, route: EdgeRoute): void {
  const flow = scene.world.flows.find(
    ({ flow: { edge } }) => edge.from === route.from && edge.to === route.to,
  );
  if (!flow) return;
  if (flow.barriers) paintChannels(context, scene, route, flow);
  else paintBundle(context, scene, route, flow);
}

/** The line of one channel, or of all of them: from box to box, over the bends. */
function lineOf(
  { layout }: Scene,
  { from, to, bends }: EdgeRoute,
  ends?: readonly [number, number],
): readonly Point[] {
  const [start, end] = [layout.boxes[from]!, layout.boxes[to]!];
  const [leaves, enters] = ends ?? [start.top + start.height / 2, end.top + end.height / 2];
  return [{ x: start.left + start.width, y: leaves }, ...bends, { x: end.left, y: enters }];
}

function channelLine(scene: Scene, route: EdgeRoute, sender: number, receiver: number): readonly Point[] {
  const { layout, trace } = scene;
  const parallelism = (operator: OperatorIndex): number => trace.operators[operator]!.parallelism;
  return lineOf(scene, route, [
    portY(layout.boxes[route.from]!, sender, parallelism(route.from)),
    portY(layout.boxes[route.to]!, receiver, parallelism(route.to)),
  ]);
}

function paintChannels(context: Context, scene: Scene, route: EdgeRoute, { flow, barriers }: FlowNow): void {
  const { theme, byOperator } = scene;
  for (const { from, to } of flow.barriers ?? []) {
    paintLine(context, theme, channelLine(scene, route, from.subtask, to.subtask));
  }
  const known = new Set<SubtaskIndex>();
  for (const { barrier, progress, hasArrived } of barriers ?? []) {
    const receiver = byOperator[route.to]![barrier.to.subtask]!;
    const line = channelLine(scene, route, barrier.from.subtask, barrier.to.subtask);
    const isHeld = receiver.processing === 'partly';
    if (hasArrived && !isHeld) continue;
    if (hasArrived) {
      paintHeld(context, theme, line.at(-1)!);
      known.add(barrier.to.subtask);
    }
    const at = alongLine(line, hasArrived ? 1 : progress);
    paintBarrier(context, theme, at, barrier.isArrivalKnown || hasArrived);
  }
  const isHolding = byOperator[route.to]!.some(
    (now) => now.processing === 'partly' && !known.has(now.subtask),
  );
  if (isHolding) paintHeldSide(context, scene, route);
}

/** That some inputs of an operator are held back, where it is not known which. */
function paintHeldSide(context: Context, { theme, layout }: Scene, { to }: EdgeRoute): void {
  const { left, top, height } = layout.boxes[to]!;
  paintBar(context, theme, {
    phase: 'alignment',
    x: left - 12,
    width: 10,
    top: Math.round(top) + 6,
    height: height - 12,
  });
}

/** An input whose barrier has come and that is held back until the others' have. */
function paintHeld(context: Context, theme: Theme, { x, y }: Point): void {
  paintBar(context, theme, { phase: 'alignment', x: x - 20, width: 18, top: Math.round(y) - 4, height: 8 });
}

/** A barrier; hollow where it is not known when it came, so that it may have been faster. */
function paintBarrier(context: Context, theme: Theme, { x, y }: Point, isKnown: boolean): void {
  context.beginPath();
  context.arc(x, y, 3.5, 0, 2 * Math.PI);
  context.fillStyle = isKnown ? theme.foreground : theme.background;
  context.fill();
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1.5;
  context.stroke();
}

/** Many channels as one line: how many barriers are through, and hatched where the receivers hold back inputs. */
function paintBundle(
  context: Context,
  scene: Scene,
  route: EdgeRoute,
  { flow, left, arrived }: FlowNow,
): void {
  const { theme, byOperator } = scene;
  const line = lineOf(scene, route);
  paintLine(context, theme, line, left > arrived ? 3 : 1);
  const holding = byOperator[route.to]!.some(({ processing }) => processing === 'partly');
  if (holding) paintHeldSide(context, scene, route);
  if (left === 0 || arrived >= flow.channels) return;
  for (const share of spread(left - arrived, flow.channels)) {
    paintBarrier(context, theme, alongLine(line, share), false);
  }
  paintThrough(context, theme, alongLine(line, 0.5), arrived, flow.channels);
}

/** How many barriers are through: a receiver tells of its first and its last, so that there may be more. */
function paintThrough(
  context: Context,
  theme: Theme,
  { x, y }: Point,
  arrived: number,
  channels: number,
): void {
  const least = `${arrived > 0 ? '≥ ' : ''}${formatCount(arrived)}`;
  const text = l10n.t('{least} of {channels}', { least, channels: formatCount(channels) });
  context.font = `11px ${theme.fontFamily}`;
  context.textAlign = 'center';
  const width = context.measureText(text).width;
  context.fillStyle = theme.background;
  context.fillRect(x - width / 2 - 4, y - 21, width + 8, 14);
  context.fillStyle = theme.foreground;
  context.fillText(text, x, y - 13.5);
}

/** One to five dots for many barriers on their way, by how many they are; where each is nobody knows. */
function spread(onTheWay: number, channels: number): readonly number[] {
  const dots = onTheWay <= 0 ? 0 : Math.max(1, Math.round((5 * onTheWay) / channels));
  return Array.from({ length: dots }, (_, n) => (n + 1) / (dots + 1));
}

function paintLine(context: Context, theme: Theme, points: readonly Point[], width = 1): void {
  context.strokeStyle = theme.line;
  context.globalAlpha = theme.highContrast ? 0.9 : 0.35;
  context.lineWidth = width;
  context.beginPath();
  points.forEach(({ x, y }, n) => (n === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.stroke();
  context.globalAlpha = 1;
}
