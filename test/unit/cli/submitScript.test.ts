import { describe, expect, it } from 'vitest';
import { CommandFailure } from '../../../src/cli/failure.js';
import type { OpenGateway } from '../../../src/cli/onFlink/gateway.js';
import { LostWhileSubmittingError, submitScript } from '../../../src/cli/onFlink/submitScript.js';
import { SessionLostError, StatementError } from '../../../src/flink/gateway/gatewayClient.js';
import type { StatementResult } from '../../../src/flink/gateway/gatewaySession.js';
import type { SqlScript } from '../../../src/flinkSql/translation/translate.js';

const script: SqlScript = {
  job: 'orders',
  statements: [
    { sql: "SET 'a' = 'b'", operator: undefined, line: undefined },
    { sql: 'CREATE TEMPORARY VIEW counted AS\nSELECT 1', operator: 'counted', line: 7 },
    { sql: 'INSERT INTO results\nSELECT 1', operator: 'results', line: 9 },
  ],
  operators: [],
  notes: [],
};

/** Submits with a gateway that does with each statement as told, by its first word. */
function submitted(of: Readonly<Record<string, Error | string>>): Promise<string> {
  const execute = (sql: string): Promise<StatementResult> => {
    const outcome = of[sql.split(' ', 1)[0]!];
    return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve({ jobId: outcome, rows: [] });
  };
  const gateway = { url: 'http://gateway:8083', session: { execute } } as unknown as OpenGateway;
  return submitScript(
    script,
    '/work/orders.pipeline.ts',
    gateway,
    { signal: new AbortController().signal, onWish: () => () => undefined },
    () => undefined,
  );
}

describe('submitting a translated pipeline', () => {
  it('gives the id of the job', async () => {
    expect(await submitted({ INSERT: 'j' })).toBe('j');
  });

  it('says at which line of the definition Flink does not take it', async () => {
    const failing = submitted({ CREATE: new StatementError('Column not found') });
    await expect(failing).rejects.toThrow(CommandFailure);
    await expect(failing).rejects.toThrow(
      '/work/orders.pipeline.ts:7:1: Flink does not take “counted”: Column not found.',
    );
  });

  it('says that nothing was submitted where the gateway is lost before', async () => {
    await expect(submitted({ CREATE: new SessionLostError('http://gateway:8083') })).rejects.toThrow(
      /has lost the session.*Nothing was submitted\./,
    );
  });

  it('does not take a gateway that is lost while it submits for one that did not', async () => {
    await expect(submitted({ INSERT: new SessionLostError('http://gateway:8083') })).rejects.toThrow(
      LostWhileSubmittingError,
    );
  });
});
