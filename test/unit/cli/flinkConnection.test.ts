import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectionOf, gatewayConnection } from '../../../src/cli/flinkConnection.js';
import type { FlinkConnection } from '../../../src/flink/connection.js';

const urls = { flink: 'https://flink:8081', on: 'https://gateway:8083' };
let folder: string;
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-'));
  for (const name of ['both', 'gateway']) {
    writeFileSync(file(name), `-----BEGIN CERTIFICATE-----\n${name}\n`);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

async function both(
  tls: { readonly ca?: string; readonly insecure?: true },
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly flink: FlinkConnection; readonly gateway: FlinkConnection }> {
  const options = { ...urls, ...tls };
  const [flink, gateway] = [connectionOf(options, environment), gatewayConnection(options, environment)];
  return { flink: await flink, gateway: await gateway };
}

it('the certificates that are given as an option are for the gateway and the cluster', async () => {
  const { flink, gateway } = await both({ ca: file('both'), insecure: true }, {});
  expect([flink, gateway]).toMatchObject([
    { ca: expect.stringContaining('both') as string, insecure: true },
    { ca: expect.stringContaining('both') as string, insecure: true },
  ]);
});

it('the variables of one of them win there', async () => {
  const { flink, gateway } = await both(
    { ca: file('both'), insecure: true },
    {
      CHECKPOINT_LENS_GATEWAY_CA: file('gateway'),
      CHECKPOINT_LENS_FLINK_INSECURE: '0',
      CHECKPOINT_LENS_GATEWAY_INSECURE: '',
    },
  );
  expect(flink).toMatchObject({ ca: expect.stringContaining('both') as string, insecure: false });
  expect(gateway).toMatchObject({ ca: expect.stringContaining('gateway') as string, insecure: true });
});

it('a gateway that is not checked says nothing of the cluster', async () => {
  const { flink, gateway } = await both({}, { CHECKPOINT_LENS_GATEWAY_INSECURE: '1' });
  expect([flink.insecure, gateway.insecure]).toEqual([false, true]);
});
