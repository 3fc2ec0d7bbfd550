import * as l10n from '@vscode/l10n';
import { isFlink } from '../../src/analysis/jobSource.js';
import type { SpanTarget } from '../../src/analysis/phrases.js';
import { spreadOf, statisticsOf } from '../../src/analysis/statistics.js';
import type { OperatorIndex } from '../../src/trace/units.js';
import { operatorFacts, rowName, subtaskFacts } from './detailFacts.js';
import { element, linkButton } from '../element.js';
import type { FactSection } from './fact.js';
import { restartFacts } from './restartFacts.js';
import { jobFacts, jobSubtaskFacts, locationOf } from './jobFacts.js';
import type { ViewModel } from '../model.js';
import type { NoteControls } from '../notes/noteControls.js';
import { noteSections, writeNoteLink } from '../notes/noteSection.js';
import { oncePerTrace } from '../oncePerTrace.js';
import { waitedForBySelection } from '../path/pathOf.js';
import { pathSection } from '../path/pathSection.js';
import { severalWords } from '../strip/severalCheckpoints.js';
import { rowAt } from '../rows/traceIndex.js';
import { coveredOf } from './covered.js';

const statisticsOfOperator = oncePerTrace((index, operator: OperatorIndex) =>
  statisticsOf(index.trace, operator),
);
const holdsOfOperator = oncePerTrace((index, operator: OperatorIndex) =>
  spreadOf(index.trace, operator, 'sync'),
);

export interface DetailsWishes {
  readonly openDefinition: (operator: OperatorIndex) => void;
  readonly openLens: () => void;
  readonly show: (target: SpanTarget) => void;
  readonly notes: () => Pick<NoteControls, 'edit' | 'remove' | 'writeHere'>;
}

/** The panel that says in numbers what is selected. */
export class Details {
  readonly element = element('aside', {
    className: 'details',
    attributes: { 'aria-label': l10n.t('Details'), tabindex: -1 },
  });
  private shown: unknown[] = [];

  constructor(private readonly wishes: DetailsWishes) {}

  render(model: ViewModel): void {
    const { index, state } = model;
    const inputs = [
      index,
      state.selection,
      state.checkpoint,
      state.several,
      state.lens,
      state.path,
      model.notes,
    ];
    if (inputs.every((input, n) => input === this.shown[n])) return;
    this.shown = inputs;
    const { selection } = state;
    const checkpoint = selection?.bar?.checkpoint ?? state.checkpoint;
    const path = checkpoint === undefined ? [] : [pathSection(index, checkpoint, this.wishes.show)];
    if (!selection) {
      this.element.replaceChildren(
        ...(state.path ? path : []),
        element('p', { className: 'hint', text: l10n.t('Select a row or a bar to read its numbers.') }),
        element('p', { className: 'hint', text: l10n.t('Press ? for all keys.') }),
      );
      return;
    }
    const id = checkpoint === undefined ? undefined : index.trace.checkpoints[checkpoint]!.id;
    this.element.replaceChildren(
      this.heading(model, id),
      ...noteSections(model, this.wishes.notes()),
      ...(state.path ? path : []),
      ...this.sections(model, checkpoint).map(sectionOf),
      ...(state.path ? [] : path),
      ...(model.inEditor ? [writeNoteLink(() => this.wishes.notes().writeHere())] : []),
      element('p', {
        className: 'foot small',
        text: footWords(model, id),
      }),
    );
  }

  private heading({ index, state, inEditor }: ViewModel, id: number | undefined): HTMLElement {
    const selection = state.selection!;
    const { definedAt } = index.trace.operators[selection.operator]!;
    const where = element('div', { className: 'small' });
    const place = locationOf(index.trace, selection);
    const parts = [id === undefined ? '' : l10n.t('checkpoint #{0}', id), place].filter(
      (part) => part !== '',
    );
    where.append(parts.join(' · '));
    if (definedAt) {
      const line = `${definedAt.file}:${definedAt.line}`;
      if (parts.length > 0) where.append(' · ');
      where.append(inEditor ? linkButton(line, () => this.wishes.openDefinition(selection.operator)) : line);
    }
    const heading = element(
      'div',
      { className: 'heading' },
      element('h2', { text: rowName(index, selection) }),
      where,
    );
    const waitedFor = waitedForBySelection(index, selection);
    if (waitedFor !== undefined) {
      const name = rowName(index, waitedFor);
      heading.append(
        element(
          'div',
          { className: 'small' },
          linkButton(l10n.t('It waited for {0}', name), () => this.wishes.show(waitedFor)),
          element('span', { className: 'by-hand', text: ' Alt+↑' }),
        ),
      );
    }
    if (selection.bar?.phase === 'sync' && !state.lens && index.trace.batches.length > 0) {
      heading.append(
        element(
          'div',
          { className: 'small by-hand' },
          linkButton(l10n.t('Magnify this lock hold'), this.wishes.openLens),
          ' Enter',
        ),
      );
    }
    return heading;
  }

  private sections({ index, state }: ViewModel, checkpoint: number | undefined): FactSection[] {
    const selection = state.selection!;
    const row =
      selection.subtask === undefined ? undefined : rowAt(index, selection.operator, selection.subtask);
    const isJob = isFlink(index.trace);
    if (row && checkpoint !== undefined) {
      return isJob
        ? jobSubtaskFacts(index, row, checkpoint)
        : [
            ...subtaskFacts(index, row, checkpoint, holdsOfOperator(index, selection.operator)),
            ...restartFacts(index),
          ];
    }
    const job = isJob ? [{ title: l10n.t('Job'), facts: jobFacts(index.trace) }] : [];
    const statistics = statisticsOfOperator(coveredOf(index, state), selection.operator);
    const sections = operatorFacts(statistics, index.trace.source.resolution);
    return [...sections, ...job, ...restartFacts(index)].filter(({ facts }) => facts.length > 0);
  }
}

function footWords({ index, state }: ViewModel, id: number | undefined): string {
  if (id !== undefined) return l10n.t('Times count from the trigger of #{0}.', id);
  return state.several
    ? l10n.t('Over {0}.', severalWords(index, state.several))
    : l10n.t('Over all checkpoints.');
}

export function sectionOf({ title, facts, note }: FactSection): HTMLElement {
  const list = element('dl', { className: 'facts' });
  for (const { label, value } of facts) {
    list.append(element('dt', { text: label }), element('dd', { text: value }));
  }
  const under = note === undefined ? [] : [element('p', { className: 'small note', text: note })];
  return element('section', {}, element('h3', { text: title }), list, ...under);
}
