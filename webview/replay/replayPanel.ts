import * as l10n from '@vscode/l10n';
import { clockWords, stepWords, stretchWords, worldWords } from '../../src/analysis/replay/replayWords.js';
import { worldAt } from '../../src/analysis/replay/world.js';
import type { Ms } from '../../src/trace/units.js';
import { element } from '../element.js';
import type { Intention } from '../keys/keyboard.js';
import type { ViewModel } from '../model.js';
import { paintCanvas } from '../painting/paintedCanvas.js';
import { newestShown } from '../viewState.js';
import { coordinatorHeight, paintCoordinatorBar } from './coordinatorPainter.js';
import { layoutGraph, type GraphLayout } from './graphLayout.js';
import { paintGraph, sceneOf } from './graphPainter.js';
import { Player } from './player.js';
import { ReplayControls } from './replayControls.js';

export interface ReplayWishes {
  /** Shows a moment in the chart, or none. */
  readonly cursor: (time: Ms | undefined) => void;
  readonly close: () => void;
}

/** Plays one checkpoint over the chart: the operators, their locks, and the barriers between them. */
export class ReplayPanel {
  private readonly canvas = element('canvas', { attributes: { role: 'img' } });
  private readonly graph = element('div', { className: 'replay-graph' }, this.canvas);
  private readonly event = element('span', { className: 'strong' });
  private readonly standing = element('span');
  private readonly words = element(
    'p',
    { className: 'replay-words', attributes: { role: 'status' } },
    this.event,
    ' ',
    this.standing,
  );
  private readonly controls: ReplayControls;
  readonly element: HTMLElement;
  private model: ViewModel | undefined;
  private player: Player | undefined;
  private layout: GraphLayout | undefined;
  private shown: unknown[] = [];
  private frame = 0;
  private last = 0;

  constructor(private readonly wishes: ReplayWishes) {
    this.controls = new ReplayControls({
      play: () => this.act((player) => player.toggle()),
      step: (direction) => this.act((player) => player.stepBy(direction)),
      seek: (share) => this.act((player) => player.seek(share)),
      speed: (speed) => this.act((player) => (player.speed = speed)),
      close: wishes.close,
    });
    this.element = element(
      'section',
      { className: 'replay', attributes: { 'aria-label': l10n.t('Replay of the checkpoint'), hidden: '' } },
      this.graph,
      this.controls.element,
      this.words,
    );
    new ResizeObserver(() => {
      this.layout = undefined;
      this.paint();
    }).observe(this.element);
  }

  render(model: ViewModel): void {
    const { index, state } = model;
    const checkpoint = state.checkpoint ?? newestShown(index);
    const isOpen = state.replay && checkpoint !== undefined;
    const wasOpen = !this.element.hidden;
    this.element.hidden = !isOpen;
    this.model = model;
    if (!isOpen) {
      this.player = undefined;
      this.shown = [];
      if (wasOpen) this.wishes.cursor(undefined);
      return;
    }
    if (index !== this.shown[0] || checkpoint !== this.shown[1]) {
      const before = this.player;
      const goesOn = checkpoint === this.shown[1];
      this.shown = [index, checkpoint];
      this.layout = undefined;
      this.player = new Player(index, checkpoint);
      this.player.speed = before?.speed ?? 1;
      // A run that goes on has told more: the replay stays where it was.
      if (before && goesOn) this.player.seekTime(before.time);
      this.player.isPlaying = (before?.isPlaying ?? true) && !motionIsReduced();
      this.run();
    }
    this.paint();
  }

  /** Whether an intention means the replay while it is open, which then does it. */
  take(intention: Intention): boolean {
    const step = { nextHold: 1, previousHold: -1 } as const;
    if (!this.player) return false;
    if (intention === 'nextHold' || intention === 'previousHold') {
      this.act((player) => player.stepBy(step[intention]));
    } else if (intention === 'toggleGroup') {
      if (!motionIsReduced()) this.act((player) => player.toggle());
    } else {
      return false;
    }
    return true;
  }

  private act(change: (player: Player) => void): void {
    if (!this.player) return;
    change(this.player);
    this.run();
    this.paint();
  }

  private run(): void {
    if (this.frame !== 0) return;
    this.last = performance.now();
    this.next();
  }

  private next(): void {
    // Another body of the page may lie in its place.
    const isSeen = this.element.offsetParent !== null;
    if (!this.player?.isPlaying || !isSeen) return;
    this.frame = requestAnimationFrame((now) => {
      this.frame = 0;
      this.player?.advance(Math.max(0, now - this.last));
      this.last = now;
      this.paint();
      this.next();
    });
  }

  private paint(): void {
    const { model, player } = this;
    const width = this.graph.clientWidth;
    if (!model || !player || width === 0) return;
    const { trace } = model.index;
    const { replay, time } = player;
    this.layout ??= layoutGraph(trace, width);
    const [wide, high] = [Math.max(width, this.layout.width), this.layout.height + coordinatorHeight];
    const world = worldAt(replay, time);
    const scene = sceneOf(trace, model.theme, this.layout, world);
    paintCanvas(this.canvas, { width: wide, height: high }, (context) => {
      paintCoordinatorBar(context, scene, replay, wide);
      paintGraph(context, scene);
    });
    this.say(player, worldWords(replay, world));
    this.wishes.cursor(time);
  }

  /** While it plays nothing is read out; what it stops at is. */
  private say(
    { replay, steps, step, isPlaying, share, stretch, time, isAtEnd }: Player,
    standing: string,
  ): void {
    this.words.setAttribute('aria-live', isPlaying ? 'off' : 'polite');
    const event = stepWords(replay, steps[step]!);
    if (this.event.textContent !== event) this.event.textContent = event;
    if (this.standing.textContent !== standing) this.standing.textContent = standing;
    this.canvas.setAttribute('aria-label', standing);
    this.controls.render({
      isPlaying,
      share,
      stepsOnly: motionIsReduced(),
      clock: clockWords(replay, time),
      stretch: isAtEnd ? '' : stretchWords(stretch),
    });
  }
}

/** What the operating system says, or VS Code. */
function motionIsReduced(): boolean {
  return (
    matchMedia('(prefers-reduced-motion: reduce)').matches ||
    document.body.classList.contains('vscode-reduce-motion')
  );
}
