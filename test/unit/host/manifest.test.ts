import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  comparisonViewType,
  contextKeys,
  contributedCommands,
  opensByItself,
  settings,
  viewTypes,
} from '../../../src/host/manifest.js';

interface Contributes {
  readonly commands: readonly { command: string; category?: string }[];
  readonly menus: Record<string, readonly { command: string; when?: string }[]>;
  readonly keybindings: readonly { command: string; when: string }[];
  readonly customEditors: readonly {
    viewType: string;
    priority: string;
    selector: readonly { filenamePattern: string }[];
  }[];
  readonly configuration: { properties: Record<string, unknown> };
}
const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: Contributes };

const anywhere = ['checkpointLens.openTrace', 'checkpointLens.openExample', 'checkpointLens.openLink'];
/** What `registerViewerCommands`, `registerShareCommands` and `openExampleTrace` register: all that there is where VS Code has no Node. */
const inBrowser = [
  ...anywhere,
  'checkpointLens.openAsText',
  'checkpointLens.openWith',
  'checkpointLens.openAsTrace',
  'checkpointLens.chooseJob',
  'checkpointLens.compareWith',
  'checkpointLens.compareSelected',
  'checkpointLens.comparison.swapSides',
  'checkpointLens.export',
  'checkpointLens.copyAsMarkdown',
  'checkpointLens.copyLink',
];
/** Of keys that only runs and clusters set. */
const neverInBrowser =
  /!isWeb \|\| remoteName|^false$|hasClusters|hasRunningPipeline|checkpointLens\.running$|activeTraceStoppable|view == checkpointLens\.clusters/;
const offered = (menu: string): string[] => contributes.menus[menu]?.map((item) => item.command) ?? [];

describe('the manifest', () => {
  it('contributes exactly the commands that the code registers, all in one category', () => {
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual(
      [...contributedCommands].sort(),
    );
    expect(new Set(contributes.commands.map(({ category }) => category))).toEqual(
      new Set(['Checkpoint Lens']),
    );
  });

  it('shows every command in the palette only where it makes sense', () => {
    expect([...offered('commandPalette'), ...anywhere].sort()).toEqual([...contributedCommands].sort());
    expect(contributes.menus['commandPalette']?.filter(({ when }) => !when)).toEqual([]);
  });

  it('offers nothing in a browser without Node that would not work there', () => {
    const offeredThere = Object.values(contributes.menus)
      .flat()
      .filter(({ when }) => !neverInBrowser.test(when ?? ''))
      .map(({ command }) => command)
      .filter((command) => !command.startsWith('checkpointLens.view.'));
    expect(offeredThere.filter((command) => !inBrowser.includes(command))).toEqual([]);
  });

  it('binds keys only inside the trace editor', () => {
    for (const { command, when } of contributes.keybindings) {
      expect(contributedCommands).toContain(command);
      expect(when).toContain('activeCustomEditorId');
    }
  });

  it('contributes exactly the settings and editors that the code reads', () => {
    expect(Object.keys(contributes.configuration.properties)).toEqual(Object.values(settings));
    expect(contributes.customEditors.map(({ viewType }) => viewType)).toEqual([
      ...Object.values(viewTypes),
      comparisonViewType,
    ]);
  });

  it('asks in its conditions for no context key that is never set', () => {
    const asked = JSON.stringify(contributes.menus).match(/checkpointLens\.(running|active|has)\w*/g) ?? [];
    expect(new Set(asked)).toEqual(new Set(Object.values(contextKeys)));
  });

  it('opens by double click what is surely a trace, a recording or an archive, and nothing else', () => {
    const [own, any] = contributes.customEditors;
    expect([own?.priority, any?.priority]).toEqual(['default', 'option']);
    const archive = '6f96be6950b3adb8de8050f7c25952fe';
    const names = ['a.ckpt.json', 'a.ckpt.json.gz', 'a.flink.jsonl', 'a.flink.jsonl.gz', archive];
    const others = [
      'a.json',
      'a.jsonl',
      'a.gz',
      'jobmanager.log',
      archive.slice(1),
      `${archive}0`,
      `${archive}.json`,
    ];
    const opens = (name: string): boolean =>
      own?.selector.some(({ filenamePattern }) => matchesGlob(name, filenamePattern)) ?? false;
    for (const name of names) expect([name, opens(name), opensByItself(name)]).toEqual([name, true, true]);
    for (const name of others) expect([name, opens(name), opensByItself(name)]).toEqual([name, false, false]);
  });
});

/** As VS Code matches a pattern without braces: `*` is anything, `[…]` one character of a class. */
function matchesGlob(name: string, pattern: string): boolean {
  const expression = pattern.replaceAll('.', '\\.').replaceAll('*', '.*');
  return new RegExp(`^${expression}$`, 'i').test(name);
}
