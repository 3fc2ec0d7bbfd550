import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { recordingSuffix, traceSuffix } from '../manifest.js';
import type { TraceInput } from '../trace/traceInput.js';
import type { TraceViews } from '../trace/traceViews.js';
import { compareFiles, comparedUris, nameOf, openComparison } from './openComparison.js';

interface Choice extends vscode.QuickPickItem {
  readonly action?: () => Promise<void>;
}

/** More are found by the file dialog. */
const mostFiles = 100;

/** Asks what to compare a trace with: what is open, what lies in the workspace, any file, or another of its own checkpoints. */
export async function compareWith(views: TraceViews, uri?: vscode.Uri): Promise<void> {
  const input = views.showing(uri)?.input;
  const trace = uri ?? input?.uri;
  if (!trace) {
    void vscode.window.showInformationMessage(
      l10n.t('Open a trace first, then compare it with another one.'),
    );
    return;
  }
  const choices: Choice[] = [
    ...(input ? checkpointChoice(input) : []),
    ...(await traceChoices(trace)),
    { label: `$(folder-opened) ${l10n.t('Another File…')}`, action: () => chooseFile(trace) },
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: l10n.t('Compare {0}', nameOf(trace)),
    placeHolder: l10n.t('It is what was before; choose what came after'),
    matchOnDescription: true,
  });
  await chosen?.action?.();
}

/** What a list says of a checkpoint that is not completed as all should be. */
const statusWords = { completed: '', failed: l10n.t('failed'), inProgress: l10n.t('in progress') } as const;

/** The explorer passes the entry that was clicked and all that are selected. */
export async function compareSelected(selected: unknown): Promise<void> {
  const uris = Array.isArray(selected) ? selected.filter((one) => one instanceof vscode.Uri) : [];
  await compareFiles(uris);
}

function checkpointChoice(input: TraceInput): readonly Choice[] {
  if (input.state.type !== 'trace' || input.state.packed.header.checkpoints.length < 2) return [];
  const label = `$(history) ${l10n.t('Two Checkpoints of This Trace…')}`;
  return [{ label, action: () => compareCheckpoints(input) }];
}

async function traceChoices(trace: vscode.Uri): Promise<readonly Choice[]> {
  const open = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) =>
      input instanceof vscode.TabInputCustom && input.viewType.startsWith('checkpointLens.') ? input.uri : [],
    );
  const found = await vscode.workspace.findFiles(
    `**/*{${traceSuffix},${recordingSuffix}}`,
    '**/node_modules/**',
    mostFiles,
  );
  const known = new Map(open.map((uri) => [uri.toString(), true]));
  for (const uri of found) if (!known.has(uri.toString())) known.set(uri.toString(), false);
  known.delete(trace.toString());
  return [...known].map(([address, isOpen]) => {
    const uri = vscode.Uri.parse(address);
    const folder = vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..'));
    return {
      label: nameOf(uri),
      description: isOpen ? l10n.t('{0} (open)', folder) : folder,
      action: () => openComparison(comparedUris([trace, uri])),
    };
  });
}

async function chooseFile(trace: vscode.Uri): Promise<void> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: l10n.t('Compare with'),
      openLabel: l10n.t('Compare'),
      canSelectMany: false,
    })) ?? [];
  if (file) await openComparison(comparedUris([trace, file]));
}

async function compareCheckpoints({ uri, state }: TraceInput): Promise<void> {
  if (state.type !== 'trace') return;
  const items = state.packed.header.checkpoints.map(({ id, kind, status }) => ({
    label: `#${id}`,
    description: [kind === 'savepoint' ? l10n.t('savepoint') : '', statusWords[status]].join(' ').trim(),
    id,
  }));
  const before = await vscode.window.showQuickPick(items, { title: l10n.t('Compare Checkpoints: Before') });
  if (!before) return;
  const others = items.filter(({ id }) => id !== before.id);
  const after = await vscode.window.showQuickPick(others, {
    title: l10n.t('Compare {0} with', before.label),
  });
  if (!after) return;
  const name = nameOf(uri);
  await openComparison(
    [before, after].map(({ id }) => ({ uri: uri.toString(), label: `${name} #${id}`, checkpoint: id })),
  );
}
