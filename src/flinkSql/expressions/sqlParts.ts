/** A SQL expression and the type that it has there. */
export interface SqlText {
  readonly sql: string;
  readonly type: SqlType;
}

export type SqlType = 'INT' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN' | 'STRING';

export function integer(sql: string): SqlText {
  return { sql, type: 'INT' };
}

export function bigint(sql: string): SqlText {
  return { sql, type: 'BIGINT' };
}

export function double(sql: string): SqlText {
  return { sql, type: 'DOUBLE' };
}

export function boolean(sql: string): SqlText {
  return { sql, type: 'BOOLEAN' };
}

export function string(sql: string): SqlText {
  return { sql, type: 'STRING' };
}

export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** −0 is 0: Flink's optimizer takes the sign away. */
export function doubleLiteral(value: number): string {
  if (!Number.isFinite(value)) return `CAST('${value}' AS DOUBLE)`;
  const text = String(value).replace('e', 'E').replace('E+', 'E');
  return text.includes('E') ? text : `${text}E0`;
}

/** Ends the job with words that have `value` in them: a text that is cast to a number. */
export function failure(words: string, value: string, type: SqlType): string {
  const complaint = `${textLiteral(`${words}: `)} || ${value}`;
  const isNumber = type !== 'STRING' && type !== 'BOOLEAN';
  const number = `CAST(${complaint} AS ${isNumber ? type : 'INT'})`;
  return isNumber ? number : `CAST(${number} AS ${type})`;
}
