import * as l10n from '@vscode/l10n';
import type { ViewModel } from '../model.js';
import type { PaintContext } from '../painting/paintContext.js';
import { itemsBetween, type RowItem } from '../rows/rowLayout.js';
import { groupingHead, groupSize, groupTitle } from '../rows/groupNames.js';
import { moreText } from '../rows/nameRows.js';
import { columnName, groupWords, rowWords } from '../rows/rowOrder.js';
import { cutName } from './textLines.js';

interface NamesPlace {
  readonly names: number;
  readonly top: number;
  readonly rows: number;
}

interface NameLine {
  readonly name: string;
  readonly value: string;
  readonly bold: boolean;
  readonly left: number;
  readonly selected: boolean;
}

const right = 12;

/** The names beside the chart with how long each was blocked, as the page has them. */
export function paintNames(context: PaintContext, model: ViewModel, place: NamesPlace): void {
  const { theme, layout, state } = model;
  const { names, top, rows } = place;
  context.textBaseline = 'middle';
  paintCells(context, model, place, {
    name: groupingHead(state.grouping),
    value: columnName(state.order, state.checkpoint !== undefined),
    font: `11px ${theme.fontFamily}`,
    color: theme.description,
    left: 16,
    middle: top / 2,
  });
  context.save();
  context.beginPath();
  context.rect(0, top, names, rows);
  context.clip();
  const { first, last } = itemsBetween(layout, 0, rows);
  for (const item of layout.items.slice(first, last)) {
    const line = lineOf(model, item);
    if (!line) continue;
    const itemTop = top + item.top;
    if (line.selected) {
      context.fillStyle = theme.selection;
      context.fillRect(0, itemTop, names, item.height);
    }
    paintCells(context, model, place, {
      name: line.name,
      value: line.value,
      font: `${line.bold ? '600 ' : ''}13px ${theme.fontFamily}`,
      color: line.selected ? theme.selectionText : theme.foreground,
      left: line.left,
      middle: itemTop + Math.min(item.height, 32) / 2,
    });
  }
  context.restore();
}

interface Cells {
  readonly name: string;
  readonly value: string;
  readonly font: string;
  readonly color: string;
  readonly left: number;
  readonly middle: number;
}

function paintCells(
  context: PaintContext,
  { theme }: ViewModel,
  { names }: NamesPlace,
  { name, value, font, color, left, middle }: Cells,
): void {
  const measure = (text: string): number => context.measureText(text).width;
  context.fillStyle = color;
  context.font = font.replace(/^600 /, '');
  context.textAlign = 'right';
  context.fillText(value, names - right, middle);
  const room = names - right - left - measure(value) - (value === '' ? 0 : 12);
  context.font = font === '' ? `13px ${theme.fontFamily}` : font;
  context.textAlign = 'left';
  context.fillText(cutName(name, room, measure), left, middle);
}

function lineOf(model: ViewModel, item: RowItem): NameLine | undefined {
  const { index, state } = model;
  const selected = model.currentRow === item.key;
  switch (item.kind) {
    case 'coordinator':
      return { name: l10n.t('coordinator'), value: '', bold: false, left: 16, selected: false };
    case 'group': {
      const { group } = item;
      const name = `${groupTitle(index, group)} ×${groupSize(index, group)}`;
      return { name, value: groupWords(index, group.rows, state.order), bold: true, left: 16, selected };
    }
    case 'subtask': {
      if (item.density === 'dense') return undefined;
      const { operator, subtask } = item.row;
      const { name, parallelism } = index.trace.operators[operator]!;
      const label = `(${subtask + 1}/${parallelism})`;
      const isUnderHead = item.group.kind === 'operator';
      return {
        name: isUnderHead ? label : `${name} ${label}`,
        value: rowWords(index, item, state.order),
        bold: false,
        left: isUnderHead ? 36 : 16,
        selected,
      };
    }
    case 'more':
      if (item.count === 0) return undefined;
      return { name: moreText(item.count), value: '', bold: false, left: 36, selected };
    case 'lens':
      return undefined;
  }
}
