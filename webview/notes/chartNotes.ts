import * as l10n from '@vscode/l10n';
import type { Ms } from '../../src/trace/units.js';
import { rulerHeight } from '../chart/axis.js';
import { timeAt, type TimeScale } from '../chart/geometry.js';
import type { Frame, ViewModel } from '../model.js';
import type { RowItem } from '../rows/rowLayout.js';
import { seenRows, topOf } from '../rows/seenRows.js';
import { hoverDelay, type Tooltip, type TooltipText } from '../chart/tooltip.js';
import { withMoment } from './moment.js';
import { MomentBar } from './momentBar.js';
import type { NoteControls } from './noteControls.js';
import { NoteMarks } from './noteMarks.js';
import { nextOf, type PlacedNote } from './notesView.js';
import { noteTooltip } from './noteTooltip.js';
import { timeWords } from './noteWords.js';
import { markAt, rowNoteMarks } from './rowNoteMarks.js';
import type { Shown } from '../keys/navigation.js';
import type { ViewState } from '../viewState.js';

export interface ChartNoteWishes {
  readonly change: (make: (shown: Shown) => ViewState) => void;
  readonly notes: () => Pick<NoteControls, 'goTo' | 'writeAt' | 'writeHere'>;
  /** Gives the rows the keyboard. */
  readonly focusRows: () => void;
  readonly frame: () => Frame | undefined;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The notes over the chart: their marks on the ruler and in the rows, and the moment that is picked for a new one. */
export class ChartNotes {
  private readonly marks: NoteMarks;
  private readonly moment: MomentBar;
  readonly elements: readonly HTMLElement[];
  private hovered: PlacedNote | undefined;

  constructor(
    private readonly wishes: ChartNoteWishes,
    private readonly tooltip: Tooltip,
    private readonly canvas: HTMLElement,
  ) {
    this.marks = new NoteMarks({
      press: (notes) => this.goTo(notes),
      hover: (notes, mark) => tooltip.show(noteTooltip(notes), mark.getBoundingClientRect(), hoverDelay),
      leave: () => tooltip.hide(),
    });
    this.moment = new MomentBar({
      move: (moment) => wishes.change((shown) => withMoment(shown, moment)),
      write: () => wishes.notes().writeHere(),
      cancel: () => {
        wishes.change(({ state }) => ({ ...state, moment: undefined }));
        wishes.focusRows();
      },
      explain: (text, bar) => {
        const { left, right, top } = bar.getBoundingClientRect();
        tooltip.show(text, { left, right, top, bottom: top + rulerHeight }, 0);
      },
      leave: () => tooltip.hide(),
    });
    this.elements = [this.marks.element, this.moment.element];
  }

  /** Where something of the notes lies on the ruler, in pixels of the chart: no label is put there. */
  get onRuler(): { readonly left: number; readonly right: number } | undefined {
    return this.moment.onRuler;
  }

  render(model: ViewModel, scale: TimeScale): void {
    this.marks.render(model.notes, scale);
    this.moment.render(model, scale);
  }

  /** Gives the picked moment the keyboard, once it is shown. */
  focusMoment(): void {
    requestAnimationFrame(() => this.moment.focus());
  }

  /** Whether the pointer is over something of the notes, which is then explained. */
  hover(place: Place | undefined, item: RowItem | undefined): boolean {
    const frame = this.wishes.frame();
    const time = place && frame && timeToNote(frame, place);
    this.marks.point(time === undefined ? undefined : place!.x);
    if (time !== undefined) {
      this.hovered = undefined;
      this.explain(newNoteTooltip(frame!, time), { x: place!.x, y: 0 }, rulerHeight);
      return true;
    }
    const notes = place && frame && item && notesAt(frame, item, place);
    if (notes && notes[0] !== this.hovered) this.explain(noteTooltip(notes), place, 0);
    this.hovered = notes?.[0];
    return notes !== undefined;
  }

  /** Whether a click was on something of the notes, and is done. */
  click(place: Place, item: RowItem | undefined): boolean {
    const frame = this.wishes.frame();
    if (!frame) return false;
    const time = timeToNote(frame, place);
    if (time !== undefined) {
      this.marks.point(undefined);
      this.tooltip.hide();
      this.wishes.notes().writeAt(time);
      return true;
    }
    const notes = item && notesAt(frame, item, place);
    if (notes) this.goTo(notes);
    return notes !== undefined;
  }

  private goTo(notes: readonly PlacedNote[]): void {
    const current = this.wishes.frame()?.model.notes.current;
    this.wishes.notes().goTo(nextOf(notes, current));
  }

  private explain(text: TooltipText, { x, y }: Place, height: number): void {
    const box = this.canvas.getBoundingClientRect();
    const [left, top] = [box.left + x, box.top + y];
    this.tooltip.show(text, { left, right: left + 4, top, bottom: top + height }, hoverDelay);
  }
}

/** The notes of the mark in a row that is under the pointer. */
function notesAt(frame: Frame, item: RowItem, place: Place): readonly PlacedNote[] | undefined {
  const seen = seenRows(frame.model.layout, frame.scrollTop, frame.height - frame.top);
  return markAt(rowNoteMarks(frame, item, frame.top + topOf(seen, item)), place)?.notes;
}

/** The moment under the pointer, where it is on the ruler and a note can be written there. */
function timeToNote({ model, scale }: Frame, { x, y }: Place): Ms | undefined {
  if (!model.inEditor || y >= rulerHeight || x < scale.left || x > scale.left + scale.width) return undefined;
  return timeAt(scale, x);
}

function newNoteTooltip({ model }: Frame, time: Ms): TooltipText {
  return {
    title: timeWords(model.index, { from: time, to: time }, model.state.timeFormat),
    who: '',
    facts: [],
    keys: [[l10n.t('click'), l10n.t('write a note on this moment')]],
  };
}
