import type { ShownRows } from '../src/protocol.js';
import type { ViewModel } from './model.js';
import type { PictureLayout } from './picture/page/pictured.js';

/** What can fill the page under the controls; one at a time is shown, and only that one is rendered. */
export interface Body {
  readonly element: HTMLElement;
  render(model: ViewModel): void;
  /** Called when it has come in place of another, so that keys reach it. */
  takeKeyboard?(): void;
  /** After a key: shows what it moved to. */
  keyMoved?(): void;
  /** Makes ready for a picture, or without a layout for the page again; it is rendered after that. Says what has no room, if anything. */
  preparePicture?(layout: PictureLayout | undefined): string | undefined;
  /** How many rows are seen, of those that can be scrolled to. */
  rowsSeen?(): ShownRows;
}
