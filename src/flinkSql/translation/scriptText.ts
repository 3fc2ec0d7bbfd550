import type { SqlScript } from './translate.js';

/** A script as a person reads it: what comes from which line stands above it. The same definition gives the same text. */
export function scriptText({ job, statements, notes }: SqlScript, file: string): string {
  const head = [
    `-- ${oneLine(job)}, as Flink SQL of ${oneLine(file)}.`,
    ...notes.map(({ text, at }) => `-- ${at === undefined ? '' : `Line ${at.line}: `}${oneLine(text)}`),
  ];
  const isSetting = (sql: string): boolean => sql.startsWith('SET ');
  const lines = statements.map(({ sql, operator, line }, index) => {
    const before = statements[index - 1];
    if (isSetting(sql)) return `${index === 0 ? '\n' : ''}${sql};`;
    const comment =
      operator === undefined || before?.operator === operator
        ? ''
        : `-- ${oneLine(operator)}${line === undefined ? '' : `, line ${line}`}\n`;
    return `\n${comment}${sql};`;
  });
  return `${[...head, ...lines].join('\n')}\n`;
}

/** A name must not end the comment that it stands in. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ');
}
