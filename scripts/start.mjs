// `npm start`: installs and builds where needed, runs the example and opens VS Code on its trace.
import { build, isBuilt } from './setup/build.mjs';
import { ensureInstalled, ensureServerInstalled } from './setup/install.mjs';

try {
  await ensureInstalled();
  if (!isBuilt()) {
    console.log('Building …');
    if (!(await build())) throw new Error('The build failed; what is wrong is above.');
  }
  const { start } = await import('../dist/tools/start.js');
  process.exitCode = await start(ensureServerInstalled);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
