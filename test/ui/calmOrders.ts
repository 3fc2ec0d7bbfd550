import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../scripts/vscode/repository.js';

const example = readFileSync(join(repository, 'examples/orders.pipeline.ts'), 'utf8');
const asFastAsItCan = `'rate', Infinity`;
if (!example.includes(asFastAsItCan)) throw new Error('the orders example has no rate any more');

/** The orders example with so few records a second that its run leaves the processors to VS Code. */
export const calmOrders = example.replace(asFastAsItCan, `'rate', 20_000`);
