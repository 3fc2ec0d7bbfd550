import type { SourceLanguage } from '../../definitions/flink/sourceLocator.js';

const languageOfEnding: readonly (readonly [RegExp, SourceLanguage])[] = [
  [/\.java$/i, 'java'],
  [/\.py$/i, 'python'],
  [/\.sql$/i, 'sql'],
];

/** What is looked through for the source of a job, as a glob. */
export const sourceFileGlob = '**/*.{java,py,sql}';

export function sourceLanguageOf(document: {
  readonly languageId?: string;
  readonly path: string;
}): SourceLanguage | undefined {
  if (document.languageId === 'flinksql') return 'sql';
  return languageOfEnding.find(([ending]) => ending.test(document.path))?.[1];
}
