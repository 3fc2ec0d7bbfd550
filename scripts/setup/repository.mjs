import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
