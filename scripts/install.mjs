// Installs the packages of the project unless they are there: what `npm run build` and others do first.
import { ensureInstalled } from './setup/install.mjs';

try {
  await ensureInstalled();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
