// Makes src/engine/state/pageCode.ts of the WebAssembly text beside it: npm run compile. `--print` only says what it would be.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import wabt from 'wabt';
import { repository } from './setup/repository.mjs';

const folder = join(repository, 'src/engine/state');
const name = 'pageCode.wat';

const { parseWat } = await wabt();
const module = parseWat(name, readFileSync(join(folder, name), 'utf8'));
module.resolveNames();
module.validate();
const code = Buffer.from(module.toBinary({}).buffer).toString('base64');
const lines = code.match(/.{1,110}/g).map((line) => `  '${line}'`);
const text = [
  `// Made of ${name} by \`npm run compile\`.`,
  '/** The WebAssembly module, in base64. */',
  `export const pageCode =\n${lines.join(' +\n')};\n`,
].join('\n');

if (process.argv.includes('--print')) process.stdout.write(text);
else writeFileSync(join(folder, 'pageCode.ts'), text);
