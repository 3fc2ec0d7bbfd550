import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { errorText } from '../../errorText.js';
import { askRestorePoint } from './askRestorePoint.js';
import { askStorageCredentials } from './askStorageCredentials.js';
import { pickFrom } from './pickFrom.js';
import { optionsWith, withoutOption, type RunOption, type RunOptionValues } from './runOptions.js';
import type { StorageCredentials } from './storageCredentials.js';

export interface AskedRun {
  /** Of the pipeline. */
  readonly name: string;
  /** Where its checkpoints are where no option says otherwise: a folder. */
  readonly storage: string;
  /** What the settings say, by the options' names. */
  readonly settings: RunOptionValues;
  readonly credentials: StorageCredentials;
  /** Keeps what was set for the next time, also where a person then gives up. */
  readonly keep: (values: RunOptionValues) => Promise<void>;
}

interface Item extends vscode.QuickPickItem {
  readonly option?: RunOption;
  readonly does?: 'run' | 'reset';
}

/**
 * Shows all options of a run with what they are, lets a person change one after the other, and ends with *Run*.
 *
 * @returns what is set; undefined where a person gives up
 */
export async function askRunOptions(
  run: AskedRun,
  kept: RunOptionValues,
): Promise<RunOptionValues | undefined> {
  let values = kept;
  for (let last: RunOption | undefined; ;) {
    const item = await chooseItem(run, values, last);
    if (item === undefined) return undefined;
    if (item.does === 'run') return values;
    last = item.option;
    const next = last === undefined ? {} : await changed(last, values, run);
    if (next === undefined) continue;
    values = next;
    await run.keep(values);
  }
}

/** In the order of their groups. */
function itemsOf({ name, settings }: AskedRun, values: RunOptionValues): readonly Item[] {
  const options = optionsWith(values, settings);
  const set = options.filter((option) => values[option.name] !== undefined);
  const groups = [...new Set(options.map(({ group }) => group))];
  return [
    {
      label: `$(play) ${l10n.t('Run {0}', name)}`,
      description: set.map((option) => `${option.label}: ${values[option.name]}`).join(' · '),
      does: 'run',
    },
    ...(set.length > 0
      ? [{ label: `$(discard) ${l10n.t('Forget All of These Options')}`, does: 'reset' } as const]
      : []),
    ...groups.flatMap((group) => [
      { label: group, kind: vscode.QuickPickItemKind.Separator },
      ...options
        .filter((option) => option.group === group)
        .map((option) => {
          const value = values[option.name];
          const usual = settings[option.name] ?? option.usual;
          return {
            label: option.label,
            description: value === undefined ? usual : `$(edit) ${valueWords(value)}`,
            option,
          };
        }),
    ]),
  ];
}

function chooseItem(
  run: AskedRun,
  values: RunOptionValues,
  last: RunOption | undefined,
): Promise<Item | undefined> {
  return pickFrom(
    itemsOf(run, values),
    {
      title: l10n.t('Run {0} with Options', run.name),
      placeholder: l10n.t('Change an option, or run'),
      matchOnDescription: true,
    },
    ({ option }) => last !== undefined && option === last,
  );
}

/** The values with one option changed; undefined where a person goes back. */
async function changed(
  option: RunOption,
  values: RunOptionValues,
  run: AskedRun,
): Promise<RunOptionValues | undefined> {
  const value = await askValue(option, values, run);
  if (value === undefined) return undefined;
  const others = withoutOption(values, option.name);
  return value === '' ? others : { ...others, [option.name]: value };
}

/** Empty for what is usual. */
async function askValue(
  option: RunOption,
  values: RunOptionValues,
  run: AskedRun,
): Promise<string | undefined> {
  const { name, choices } = option;
  const current = values[name] ?? '';
  if (name === 'restore') return askRestorePoint(run.name, values['storage'] ?? run.storage, current);
  if (choices) return askChoice(option, choices, run.settings[name], current);
  const text = await askText(option, current);
  if (name === 'storage' && text !== undefined && !(await askStorageCredentials(text, run))) return undefined;
  return text;
}

async function askChoice(
  { label, usual }: RunOption,
  choices: readonly string[],
  setting: string | undefined,
  current: string,
): Promise<string | undefined> {
  const unset = { value: '', label: setting === undefined ? usual : valueWords(setting) };
  const others = choices
    .filter((choice) => choice !== (setting ?? usual))
    .map((value) => ({ value, label: valueWords(value) }));
  const now = others.find(({ value }) => value === current) ?? unset;
  const items = [unset, ...others].map((choice) => ({
    ...choice,
    description: choiceWords(choice === unset, choice === now),
  }));
  const chosen = await pickFrom(items, { title: label }, ({ value }) => value === now.value);
  return chosen?.value;
}

function choiceWords(isUsual: boolean, isCurrent: boolean): string {
  if (!isCurrent) return isUsual ? l10n.t('as usual') : '';
  return isUsual ? l10n.t('as usual, current') : l10n.t('current');
}

function askText({ label, example, usual, problem }: RunOption, value: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: label,
    value,
    prompt: usual === '' ? l10n.t('Empty: as the settings say.') : l10n.t('Empty: {0}.', usual),
    ignoreFocusOut: true,
    validateInput: (text) => {
      const wrong = text.trim() === '' ? undefined : problem?.(text);
      return wrong && errorText(wrong);
    },
    ...(example === undefined ? {} : { placeHolder: example }),
  });
}

function valueWords(value: string): string {
  if (value === 'yes') return l10n.t('yes');
  return value === 'no' ? l10n.t('no') : value;
}
