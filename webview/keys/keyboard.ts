import * as l10n from '@vscode/l10n';
/** What a key asks for, apart from which key it was. */
export type Intention =
  | 'zoomIn'
  | 'zoomOut'
  | 'panLeft'
  | 'panRight'
  | 'fitSelection'
  | 'fit'
  | 'undoZoom'
  | 'redoZoom'
  | 'rowUp'
  | 'rowDown'
  | 'pageUp'
  | 'pageDown'
  | 'firstRow'
  | 'lastRow'
  | 'left'
  | 'right'
  | 'upstream'
  | 'downstream'
  | 'nextHold'
  | 'previousHold'
  | 'nextCheckpoint'
  | 'previousCheckpoint'
  | 'toggleGroup'
  | 'pinRow'
  | 'hideRow'
  | 'showHiddenRows'
  | 'clearFilter'
  | 'sortRows'
  | 'groupRows'
  | 'setRowHeight'
  | 'collapseAll'
  | 'expandAll'
  | 'open'
  | 'openDefinition'
  | 'editNote'
  | 'pickMoment'
  | 'deleteNote'
  | 'nextNote'
  | 'previousNote'
  | 'changeTimeFormat'
  | 'collapseIdleTime'
  | 'showCriticalPath'
  | 'measure'
  | 'unmeasure'
  | 'showTable'
  | 'showStatistics'
  | 'showOverlay'
  | 'showReplay'
  | 'follow'
  | 'compare'
  | 'find'
  | 'showHelp'
  | 'escape';

export interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Letters go by their place, so that W A S D lie together on every layout. */
const byCode: Readonly<Record<string, Intention>> = {
  KeyW: 'zoomIn',
  KeyS: 'zoomOut',
  KeyA: 'panLeft',
  KeyD: 'panRight',
  KeyF: 'fitSelection',
  KeyT: 'showTable',
  KeyQ: 'showStatistics',
  KeyO: 'showOverlay',
  KeyI: 'collapseIdleTime',
  KeyK: 'changeTimeFormat',
  KeyX: 'showCriticalPath',
  KeyR: 'measure',
  KeyV: 'showReplay',
  KeyL: 'follow',
  KeyC: 'compare',
  KeyP: 'pinRow',
  KeyH: 'hideRow',
  KeyB: 'sortRows',
  KeyG: 'groupRows',
  KeyM: 'editNote',
  KeyN: 'nextNote',
};

/** Signs go by what they say, wherever the layout has them. */
const byKey: Readonly<Record<string, Intention>> = {
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  '0': 'fit',
  '[': 'previousCheckpoint',
  ']': 'nextCheckpoint',
  '.': 'nextHold',
  ',': 'previousHold',
  '/': 'find',
  '?': 'showHelp',
  '*': 'expandAll',
  ' ': 'toggleGroup',
  ArrowUp: 'rowUp',
  ArrowDown: 'rowDown',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'firstRow',
  End: 'lastRow',
  Enter: 'open',
  Backspace: 'undoZoom',
  Delete: 'deleteNote',
  Escape: 'escape',
};

const withControl: Readonly<Record<string, Intention>> = {
  Enter: 'openDefinition',
  ArrowLeft: 'collapseAll',
};

/**
 * Reads a key press. Undefined for every key that is VS Code's or the system's: with Ctrl or Cmd only what is named here is
 * taken, and undo and find come from VS Code as commands, so that people can bind them anew.
 */
export function intentionOf(press: KeyPress): Intention | undefined {
  if (press.ctrlKey || press.metaKey) {
    return press.altKey || press.shiftKey ? undefined : withControl[press.key];
  }
  if (press.altKey) {
    return { ArrowUp: 'upstream', ArrowDown: 'downstream' }[press.key] as Intention | undefined;
  }
  if (press.shiftKey && press.key === 'ArrowLeft') return 'panLeft';
  if (press.shiftKey && press.key === 'ArrowRight') return 'panRight';
  if (press.shiftKey && press.code === 'KeyN') return 'previousNote';
  if (press.shiftKey && press.code === 'KeyM') return 'pickMoment';
  return byKey[press.key] ?? (press.shiftKey ? undefined : byCode[press.code]);
}

export interface KeyHelp {
  readonly keys: readonly string[];
  readonly does: string;
  /** An exported page cannot do it. */
  readonly needsEditor?: true;
}

/** Every key, for people: shown by `?`. */
export function keyHelp(): readonly KeyHelp[] {
  return [
    { keys: ['↑', '↓', 'Home', 'End'], does: l10n.t('previous, next, first, last row') },
    { keys: ['←', '→'], does: l10n.t('previous, next bar; on an operator: collapse, expand') },
    {
      keys: ['Alt+↑', 'Alt+↓'],
      does: l10n.t('operator upstream, downstream; on an alignment or start delay: what it waited for'),
    },
    { keys: ['[', ']'], does: l10n.t('previous, next checkpoint') },
    { keys: [',', '.'], does: l10n.t('previous, next lock hold') },
    { keys: ['Enter'], does: l10n.t('lens on the row’s lock hold, and close it; open an operator') },
    { keys: ['Ctrl+Enter'], does: l10n.t('go to the operator’s line in the pipeline'), needsEditor: true },
    { keys: ['W', 'S', '+', '-'], does: l10n.t('zoom in, out') },
    { keys: ['A', 'D', 'Shift+←', 'Shift+→'], does: l10n.t('pan left, right') },
    { keys: ['I'], does: l10n.t('collapse the idle time between checkpoints, where several are shown') },
    { keys: ['K'], does: l10n.t('times from the trigger, in UTC, or by the clock of this machine') },
    { keys: ['X'], does: l10n.t('critical path of the checkpoint: what made it take as long as it did') },
    { keys: ['R'], does: l10n.t('measure the selected bar, or what is shown') },
    { keys: ['F'], does: l10n.t('fit the measured range, or the selection') },
    { keys: ['0'], does: l10n.t('fit all') },
    { keys: ['Ctrl+Z', 'Backspace'], does: l10n.t('undo the zoom') },
    {
      keys: [l10n.t('Space'), 'Ctrl+←', '*'],
      does: l10n.t('collapse an operator, collapse all, expand all'),
    },
    { keys: ['/'], does: l10n.t('filter rows, e.g. count or sync>5ms; ↓ lists what can be written') },
    { keys: ['B', 'G'], does: l10n.t('what to sort rows by, what to group them by') },
    { keys: ['P', 'H'], does: l10n.t('pin a row to the top, hide a row or an operator') },
    { keys: ['Shift+F10'], does: l10n.t('menu of the row') },
    {
      keys: ['M'],
      does: l10n.t('write a note on the bar, the row, the measured range or the moment of the replay'),
      needsEditor: true,
    },
    {
      keys: ['Shift+M', l10n.t('click on the ruler')],
      does: l10n.t('write a note on a moment; arrows move it, Home and End go to the ends of the bar'),
      needsEditor: true,
    },
    { keys: ['Delete'], does: l10n.t('delete the note'), needsEditor: true },
    { keys: ['N', 'Shift+N'], does: l10n.t('next, previous note') },
    { keys: ['T'], does: l10n.t('every span as a table, instead of the picture') },
    { keys: ['Q'], does: l10n.t('statistics of each phase: median, p95, p99, max, total') },
    {
      keys: ['O'],
      does: l10n.t('last checkpoints of the selected subtask over each other; Enter opens one'),
    },
    {
      keys: ['V'],
      does: l10n.t('replay the checkpoint; Space plays and pauses, . and , go from event to event'),
    },
    { keys: ['L'], does: l10n.t('follow the newest checkpoint of a run'), needsEditor: true },
    { keys: ['C'], does: l10n.t('compare with another trace, run or checkpoint'), needsEditor: true },
    { keys: ['Esc'], does: l10n.t('step back: lens, measured range, filter, selection') },
    { keys: [l10n.t('Ctrl+wheel')], does: l10n.t('zoom at the pointer') },
    { keys: [l10n.t('Shift+wheel')], does: l10n.t('pan') },
    { keys: [l10n.t('drag')], does: l10n.t('zoom to a stretch') },
    { keys: [l10n.t('Shift+drag')], does: l10n.t('measure a stretch') },
    {
      keys: [l10n.t('Shift+click')],
      does: l10n.t('move the nearer end of the measured range there; without one, measure the bar'),
    },
    { keys: [l10n.t('Space+drag'), l10n.t('middle-drag')], does: l10n.t('pan') },
    {
      keys: [l10n.t('drag'), l10n.t('Ctrl+click'), l10n.t('Shift+click'), 'Shift+←', 'Shift+→'],
      does: l10n.t('on the checkpoints: choose several'),
    },
    { keys: [l10n.t('double-click')], does: l10n.t('fit all') },
  ];
}
