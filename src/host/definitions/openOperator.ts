import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { openDefinition, type DefinedOperator, type OperatorLocator } from './openDefinition.js';
import { openSource } from './openSource.js';
import type { SourceFiles } from './sourceFiles.js';

export interface OperatorParts {
  readonly locator: OperatorLocator;
  /** Where sources of Flink jobs can be looked through. */
  readonly sources?: SourceFiles | undefined;
}

/** Opens the line of an operator: in its pipeline definition, or in the source of a Flink job; says so where there is none. */
export async function openOperator(
  defined: DefinedOperator,
  { locator, sources }: OperatorParts,
): Promise<void> {
  const operator = defined.header.operators[defined.operator];
  if (operator?.definedAt) {
    await openDefinition(defined, locator);
    return;
  }
  if (sources && (await openSource(defined, sources))) return;
  void vscode.window.showInformationMessage(
    l10n.t(
      'No source of {0} was found: no Java, Python or SQL file of this workspace has operators with the uids or names of this job. Open the folder of the job’s source and try again.',
      operator?.name ?? l10n.t('the operator'),
    ),
  );
}
