import * as l10n from '@vscode/l10n';
import { oneAfterTheOther, textOf } from '../../src/analysis/phrases.js';
import { checkpointingOf, isFlink } from '../../src/analysis/jobSource.js';
import { verdict } from '../../src/analysis/verdict/verdict.js';
import type { FromWebview, ShownDiagnostic } from '../../src/protocol.js';
import type { Trace } from '../../src/trace/model.js';
import { element, icon, linkButton } from '../element.js';

export interface NoticeActions {
  /** Opens the file that is wrong, at the place. */
  readonly openAsText: (place: { readonly file?: string; readonly offset?: number }) => void;
  readonly reload: () => void;
  readonly manageTrust: () => void;
  /** Runs the example pipeline, or where nothing can run opens the trace of it. */
  readonly runExample: () => void;
  readonly canRun: boolean;
}

/** Asks the editor around the page for what a notice offers; undefined where there is none. */
export function noticeActionsOf(
  host: { readonly isEditor: boolean; postMessage(message: FromWebview): void },
  canRun: boolean,
): NoticeActions | undefined {
  if (!host.isEditor) return undefined;
  const post = (message: FromWebview): void => host.postMessage(message);
  return {
    openAsText: (place) => post({ type: 'openAsText', ...place }),
    reload: () => post({ type: 'reload' }),
    manageTrust: () => post({ type: 'manageTrust' }),
    runExample: () => post({ type: 'runExample' }),
    canRun,
  };
}

/** At most this many diagnostics are written out. */
const mostShown = 5;

/**
 * What is to be said above the picture: what was wrong with the file, why a run failed, why nothing runs here.
 *
 * @param actions what an editor can do about it; absent where there is none
 */
export function notices(
  about: {
    readonly trace?: Trace | undefined;
    readonly diagnostics: readonly ShownDiagnostic[];
    readonly trusted: boolean;
  },
  actions: NoticeActions | undefined,
): HTMLElement[] {
  const list: HTMLElement[] = [];
  if (actions?.canRun && !about.trusted) list.push(trustNotice(actions));
  if (about.trace?.source.failure !== undefined) {
    list.push(failureNotice(about.trace, about.trace.source.failure));
  }
  if (about.diagnostics.length > 0) list.push(diagnosticsNotice(about.diagnostics, actions));
  return list;
}

function trustNotice({ manageTrust }: NoticeActions): HTMLElement {
  return notice(
    'shield',
    [
      element('p', {
        text: l10n.t(
          'Pipelines run code from this folder, so they do not run in Restricted Mode. Viewing traces works.',
        ),
      }),
    ],
    [linkButton(l10n.t('Manage Workspace Trust'), manageTrust)],
  );
}

function failureNotice(trace: Trace, failure: string): HTMLElement {
  return notice(
    'error',
    [
      element('p', {
        className: 'strong',
        text: isFlink(trace) ? l10n.t('The job failed.') : l10n.t('The run failed.'),
      }),
      element('p', { text: failure }),
    ],
    [],
  );
}

function diagnosticsNotice(
  diagnostics: readonly ShownDiagnostic[],
  actions: NoticeActions | undefined,
): HTMLElement {
  const worst = diagnostics.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
  const lines = diagnostics.slice(0, mostShown).flatMap(diagnosticLines);
  if (diagnostics.length > mostShown) {
    lines.push(element('p', { text: l10n.t('and {0} more.', diagnostics.length - mostShown) }));
  }
  const placed = diagnostics.find(({ at }) => at) ?? diagnostics.find(({ file }) => file !== undefined);
  const { file, at } = placed ?? {};
  const place = { ...(file !== undefined && { file }), ...(at && { offset: at.offset }) };
  const links = actions && [
    linkButton(l10n.t('Open as Text'), () => actions.openAsText(place)),
    linkButton(l10n.t('Try Again'), actions.reload),
  ];
  return notice(worst, lines, links ?? []);
}

function diagnosticLines({ message, file, at, remedy }: ShownDiagnostic): HTMLElement[] {
  const second = oneAfterTheOther([placeWords(file, at), remedy ?? '']);
  return [
    element('p', { className: 'strong', text: message }),
    ...(second ? [element('p', { text: second })] : []),
  ];
}

function placeWords(file: string | undefined, at: ShownDiagnostic['at']): string {
  if (at === undefined) return file === undefined ? '' : l10n.t('{0}.', file);
  const { line, column } = at;
  const path = at.path ?? '';
  if (file === undefined) {
    return path === ''
      ? l10n.t('Line {line}, column {column}.', { line, column })
      : l10n.t('Line {line}, column {column}: {path}.', { line, column, path });
  }
  return path === ''
    ? l10n.t('{file}, line {line}, column {column}.', { file, line, column })
    : l10n.t('{file}, line {line}, column {column}: {path}.', { file, line, column, path });
}

function notice(
  kind: 'shield' | 'error' | 'warning',
  lines: readonly HTMLElement[],
  links: readonly HTMLElement[],
): HTMLElement {
  return element(
    'section',
    { className: `notice ${kind}`, attributes: { role: kind === 'error' ? 'alert' : 'status' } },
    icon(kind),
    element('div', {}, ...lines, element('div', { className: 'links' }, ...links)),
  );
}

/** The page when there is nothing to draw yet. */
export function loadingPage(file: string): HTMLElement {
  return element('div', { className: 'state' }, element('h1', { text: l10n.t('Reading {0}', file) }));
}

/** The page for a file of which nothing can be read: what is wrong, where, and what to do. */
export function unreadablePage(
  file: string,
  diagnostics: readonly ShownDiagnostic[],
  actions: NoticeActions | undefined,
): HTMLElement {
  return element(
    'div',
    { className: 'state' },
    element('h1', { text: l10n.t('{0} cannot be shown.', file) }),
    diagnosticsNotice(diagnostics, actions),
    element('p', {
      text: actions?.canRun
        ? l10n.t('See who a checkpoint blocks, and for how long, in a run of your own:')
        : l10n.t('See who a checkpoint blocks, and for how long, in an example:'),
    }),
    ...exampleLink(actions),
    element('p', { className: 'small', text: l10n.t('Nothing is sent anywhere.') }),
  );
}

/** The page for a trace without checkpoints: what to switch on, so that there is one next time. */
export function noCheckpointsPage(trace: Trace, actions: NoticeActions | undefined): HTMLElement {
  if (isFlink(trace)) return jobWithoutCheckpoints(trace);
  const embedded = trace.source.kind === 'engine';
  return element(
    'div',
    { className: 'state' },
    element('h1', {
      text: embedded ? textOf(verdict(trace).headline) : l10n.t('This job takes no checkpoints.'),
    }),
    ...(embedded ? earlierCheckpoints(trace, actions !== undefined) : switchedOn()),
    ...exampleLink(actions),
  );
}

/** How a run that was over too soon would take its checkpoints sooner; one that failed has another trouble. */
function earlierCheckpoints({ source }: Trace, inEditor: boolean): HTMLElement[] {
  if (source.state === 'failed') return [];
  const text = inEditor ? l10n.t('To take them sooner, set') : l10n.t('To take them sooner, run it with');
  const code = inEditor ? 'checkpointLens.run.interval: 500ms' : '--interval 500ms';
  return [element('p', { text }), element('p', {}, element('code', { text: code }))];
}

function switchedOn(): HTMLElement[] {
  return [
    element('p', { text: l10n.t('To switch them on, set') }),
    element('p', {}, element('code', { text: 'execution.checkpointing.interval: 10s' })),
  ];
}

function exampleLink(actions: NoticeActions | undefined): HTMLElement[] {
  if (!actions) return [];
  const text = actions.canRun ? l10n.t('Run the Example Pipeline') : l10n.t('Open the Example Trace');
  return [linkButton(text, actions.runExample)];
}

/** A job that takes none is told how it could; one that ended before its first one needs no advice. */
function jobWithoutCheckpoints(trace: Trace): HTMLElement {
  const { headline, meanwhile } = verdict(trace);
  const text = (phrases: typeof headline): string => phrases.map((phrase) => phrase.text).join('');
  const { isKnown, interval } = checkpointingOf(trace.source);
  return element(
    'div',
    { className: 'state' },
    element('h1', { text: text(headline) }),
    ...(meanwhile.length > 0 ? [element('p', { text: text(meanwhile) })] : []),
    ...(isKnown && interval === undefined
      ? [
          element('p', { text: l10n.t('To switch them on, set') }),
          element('p', {}, element('code', { text: 'execution.checkpointing.interval: 10s' })),
          element('p', { className: 'small', text: l10n.t('A savepoint is drawn like a checkpoint.') }),
        ]
      : []),
    ...(isKnown
      ? []
      : [
          element('p', {
            text: l10n.t(
              'Open it together with what says more: the job’s archive, the answer of /jobs/:id/checkpoints, or the JobManager’s log.',
            ),
          }),
        ]),
  );
}
