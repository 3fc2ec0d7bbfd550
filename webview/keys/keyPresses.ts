import { intentionOf, type Intention } from './keyboard.js';

/** On the strip, a slider, arrows go from checkpoint to checkpoint. */
const stripKeys: Readonly<Record<string, Intention>> = {
  ArrowLeft: 'previousCheckpoint',
  ArrowDown: 'previousCheckpoint',
  ArrowRight: 'nextCheckpoint',
  ArrowUp: 'nextCheckpoint',
};

/** What a slider itself does by keys. */
const sliderKeys = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

export interface KeyWishes {
  readonly intend: (intention: Intention) => void;
  readonly clearFilter: () => void;
  readonly focusRows: () => void;
  readonly isHelpOpen: () => boolean;
  readonly strip: HTMLElement;
}

/** Reads every key press on the page, wherever the keyboard is, and leaves those to text fields and buttons that are theirs. */
export function listenToKeys(wishes: KeyWishes): void {
  document.addEventListener('keydown', (event) => {
    const target = event.composedPath()[0];
    if (target instanceof Element && target.closest('.note-editor')) return;
    if (isSlider(target) && sliderKeys.has(event.key)) return;
    if (isTextField(target)) {
      leaveField(event, wishes);
    } else if (target instanceof HTMLSelectElement) {
      if (event.key === 'Escape') wishes.focusRows();
    } else if (!(wishes.isHelpOpen() && event.key !== '?') && !pressesControl(event, target)) {
      const intention = intentionAt(event, target, wishes.strip);
      if (!intention) return;
      event.preventDefault();
      // Keys work from anywhere; what they move is then shown as having the keyboard.
      if (document.activeElement === document.body) wishes.focusRows();
      wishes.intend(intention);
    }
  });
}

function isSlider(target: EventTarget | undefined): boolean {
  return target instanceof HTMLInputElement && target.type === 'range';
}

function isTextField(target: EventTarget | undefined): boolean {
  return (target instanceof HTMLInputElement && !isSlider(target)) || target instanceof HTMLTextAreaElement;
}

/** Enter and Escape in the filter lead back to the rows. */
function leaveField(event: KeyboardEvent, { clearFilter, focusRows }: KeyWishes): void {
  if (event.key !== 'Escape' && event.key !== 'Enter') return;
  if (event.key === 'Escape') clearFilter();
  focusRows();
  event.preventDefault();
}

function pressesControl({ key }: KeyboardEvent, target: EventTarget | undefined): boolean {
  if (key !== 'Enter' && key !== ' ') return false;
  return target instanceof HTMLElement && target.closest('button, vscode-button, a, [role=button]') !== null;
}

function intentionAt(
  event: KeyboardEvent,
  target: EventTarget | undefined,
  strip: HTMLElement,
): Intention | undefined {
  return (target === strip ? stripKeys[event.key] : undefined) ?? intentionOf(event);
}
