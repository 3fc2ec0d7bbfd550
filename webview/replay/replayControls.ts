import * as l10n from '@vscode/l10n';
import { element } from '../element.js';
import { createButton } from '../ui/controls.js';
import { speeds } from './player.js';

/** Steps of the slider over all of the replay. */
const sliderSteps = 1000;

export interface ReplayControlWishes {
  readonly play: () => void;
  readonly step: (direction: 1 | -1) => void;
  readonly seek: (share: number) => void;
  readonly speed: (speed: number) => void;
  readonly close: () => void;
}

export interface ControlsState {
  readonly isPlaying: boolean;
  /** Motion is reduced: it is gone through in steps only. */
  readonly stepsOnly: boolean;
  readonly share: number;
  readonly clock: string;
  readonly stretch: string;
}

/** The controls under the graph: play, step, scrub, speed, and the clock of the trace. */
export class ReplayControls {
  private readonly play: HTMLElement;
  private readonly slider: HTMLInputElement;
  private readonly clock = element('span', { className: 'replay-clock' });
  private readonly stretch = element('span', { className: 'small replay-stretch' });
  readonly element: HTMLElement;

  constructor(wishes: ReplayControlWishes) {
    const button = (label: string, icon: string, key: string, onClick: () => void): HTMLElement =>
      createButton({ label, icon, iconOnly: true, title: `${label} (${key})`, onClick });
    this.play = button(l10n.t('Play'), 'play', l10n.t('Space'), wishes.play);
    this.slider = element('input', {
      className: 'replay-slider',
      attributes: {
        type: 'range',
        min: 0,
        max: sliderSteps,
        step: 5,
        'aria-label': l10n.t('Moment of the checkpoint'),
      },
    });
    this.slider.addEventListener('input', () => wishes.seek(Number(this.slider.value) / sliderSteps));
    const speed = element(
      'select',
      { attributes: { 'aria-label': l10n.t('Speed') } },
      ...speeds.map((each) => element('option', { text: `${each}×`, attributes: { value: each } })),
    );
    speed.value = '1';
    speed.addEventListener('change', () => wishes.speed(Number(speed.value)));
    this.element = element(
      'div',
      { className: 'replay-bar', attributes: { role: 'toolbar', 'aria-label': l10n.t('Replay') } },
      button(l10n.t('Previous event'), 'debug-step-back', ',', () => wishes.step(-1)),
      this.play,
      button(l10n.t('Next event'), 'debug-step-over', '.', () => wishes.step(1)),
      this.slider,
      this.clock,
      this.stretch,
      speed,
      button(l10n.t('Close replay'), 'close', 'Esc', wishes.close),
    );
  }

  render({ isPlaying, stepsOnly, share, clock, stretch }: ControlsState): void {
    const label = isPlaying ? l10n.t('Pause') : l10n.t('Play');
    if (this.play.getAttribute('aria-label') !== label) {
      this.play.setAttribute('aria-label', label);
      this.play.querySelector('.codicon')!.className =
        `codicon codicon-${isPlaying ? 'debug-pause' : 'play'}`;
    }
    this.play.title = stepsOnly
      ? l10n.t('Motion is reduced: go through the events by , and .')
      : `${label} (${l10n.t('Space')})`;
    this.play.toggleAttribute('disabled', stepsOnly);
    const value = String(Math.round(share * sliderSteps));
    if (this.slider.value !== value) this.slider.value = value;
    this.slider.setAttribute('aria-valuetext', l10n.t('{0} after the trigger', clock));
    this.clock.textContent = clock;
    this.stretch.textContent = stretch;
  }
}
