import type { PictureWishes, ShownRows } from '../src/protocol.js';
import type { ViewModel } from './model.js';

/** What can fill the page under the controls; one at a time is shown, and only that one is rendered. */
export interface Body {
  readonly element: HTMLElement;
  render(model: ViewModel): void;
  /** Called when it has come in place of another, so that keys reach it. */
  takeKeyboard?(): void;
  /** After a key: shows what it moved to. */
  keyMoved?(): void;
  /** Makes ready for a picture, or without wishes for the page again; it is rendered after that. */
  preparePicture?(wishes: PictureWishes | undefined): void;
  /** How many rows are seen, of those that can be scrolled to. */
  rowsSeen?(): ShownRows;
}
