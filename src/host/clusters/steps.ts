import * as vscode from 'vscode';

/** What a step of several can end with beside a value: a person went back, or gave up. */
export type Step<T> = { readonly value: T } | 'back' | 'cancel';

export interface StepFrame {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

export interface InputStep extends StepFrame {
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly password?: boolean;
  /** Why a text will not do. */
  readonly problem: (text: string) => string | undefined;
}

/** Asks for a text. */
export function askText(options: InputStep): Promise<Step<string>> {
  const { problem, ...shown } = options;
  const box = vscode.window.createInputBox();
  Object.assign(box, shown, { ignoreFocusOut: true });
  return ask(box, options, () => {
    const wrong = problem(box.value);
    box.validationMessage = wrong;
    return wrong === undefined ? { value: box.value } : undefined;
  });
}

/** Lets a person choose one of some items. */
export function askChoice<Item extends vscode.QuickPickItem>(
  options: StepFrame & { readonly items: readonly Item[]; readonly placeholder: string },
): Promise<Step<Item>> {
  const pick = vscode.window.createQuickPick<Item>();
  const { title, step, totalSteps, placeholder, items } = options;
  Object.assign(pick, { title, step, totalSteps, placeholder, items, ignoreFocusOut: true });
  return ask(pick, options, () => {
    const [value] = pick.selectedItems;
    return value && { value };
  });
}

function ask<T>(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  { step }: StepFrame,
  accepted: () => { readonly value: T } | undefined,
): Promise<Step<T>> {
  return new Promise((resolve) => {
    const end = (result: Step<T>): void => {
      resolve(result);
      input.dispose();
    };
    input.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
    input.onDidTriggerButton(() => end('back'));
    input.onDidHide(() => end('cancel'));
    input.onDidAccept(() => {
      const result = accepted();
      if (result) end(result);
    });
    input.show();
  });
}
