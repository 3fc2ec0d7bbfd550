import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const plugin = 'checkpoint-lens-typescript-plugin';
let folder: string;

/** An extension as it is installed, with the plugin where TypeScript's server looks for it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugin-'));
  const extension = join(folder, 'extension');
  await cp('src/definitions/typescript-plugin', join(extension, 'node_modules', plugin), { recursive: true });
  await build({
    entryPoints: ['src/definitions/typescriptPlugin.ts'],
    outfile: join(extension, 'dist/typescriptPlugin.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
  await mkdir(join(extension, 'dist/types'));
  await writeFile(
    join(extension, 'dist/types/api.d.ts'),
    'export declare function pipeline(name: string): number;',
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function diagnostics(file: string, text: string): Promise<readonly string[]> {
  const path = join(folder, file);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text);
  const server = spawn(process.execPath, [
    require.resolve('typescript/lib/tsserver.js'),
    ...['--globalPlugins', plugin, '--pluginProbeLocations', join(folder, 'extension')],
    ...['--disableAutomaticTypingAcquisition', '--suppressDiagnosticEvents'],
  ]);
  const ask = (seq: number, command: string, args: object): void => {
    server.stdin.write(`${JSON.stringify({ seq, type: 'request', command, arguments: args })}\n`);
  };
  ask(1, 'open', { file: path });
  ask(2, 'semanticDiagnosticsSync', { file: path });
  try {
    let output = '';
    for await (const chunk of server.stdout) {
      output += String(chunk);
      const line = output.split('\n').find((candidate) => candidate.includes('"request_seq":2'));
      if (!line?.endsWith('}')) continue;
      return (JSON.parse(line) as { body: { text: string }[] }).body.map(({ text: message }) => message);
    }
    throw new Error(`no answer: ${output}`);
  } finally {
    server.kill();
  }
}

describe('a definition in a folder where nothing is installed', () => {
  it('has no errors, and knows the types', async () => {
    const text = `import { pipeline } from 'checkpoint-lens';\nexport default pipeline('orders') + 1;\n`;
    expect(await diagnostics('lone/orders.pipeline.ts', text)).toEqual([]);
  });

  it('still has its own mistakes', async () => {
    const text = `import { pipeline } from 'checkpoint-lens';\nexport const x: string = pipeline('orders');\n`;
    expect(await diagnostics('lone/bad.pipeline.ts', text)).toHaveLength(1);
    expect(
      await diagnostics('lone/other.ts', `import 'checkpoint-lens';\nimport { y } from 'other';\ny;\n`),
    ).toHaveLength(1);
  });

  it('takes an installed package before what the extension brings', async () => {
    const installed = join(folder, 'own/node_modules/checkpoint-lens');
    await mkdir(installed, { recursive: true });
    await writeFile(join(installed, 'index.d.ts'), 'export declare const mine: string;');
    await writeFile(join(installed, 'package.json'), '{"name":"checkpoint-lens","types":"index.d.ts"}');
    expect(await diagnostics('own/a.ts', `import { mine } from 'checkpoint-lens';\nmine.trim();\n`)).toEqual(
      [],
    );
  });
}, 60_000);
