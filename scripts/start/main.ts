import { relative } from 'node:path';
import { desktopCode, openDesktop } from './desktop.js';
import { example, runExample } from './example.js';
import { openServer } from './serverSession.js';

/**
 * Runs the example pipeline, then opens VS Code on its folder and trace: the desktop's, else the server from the
 * package registry; where nobody looks at a screen, neither.
 * @param installServer installs that server where it is not installed yet
 * @returns the exit code
 */
export async function start(installServer: () => Promise<void>): Promise<number> {
  const code = await runExample();
  if (code !== 0) return code;
  if (!isAttended()) {
    // The run itself has said what it found and where its trace is.
    console.log(relative(process.cwd(), example.definition));
    return 0;
  }
  const command = desktopCode();
  if (command !== undefined) return openDesktop(command);
  await installServer();
  return openServer();
}

/** Whether a person is there to look at a window or at a terminal. */
function isAttended(): boolean {
  const { CI: ci } = process.env;
  return process.stdout.isTTY && (ci === undefined || ci === '' || ci === 'false');
}
