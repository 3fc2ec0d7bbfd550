import { spawnSync } from 'node:child_process';
import { packaged } from './packaged.js';
import { example } from './example.js';

// Windows starts the command only through a shell, since it is a batch file there.
const shell = process.platform === 'win32';

/** The desktop VS Code's command, when it is on the PATH and there is a screen. */
export function desktopCode(): string | undefined {
  const { DISPLAY: x11, WAYLAND_DISPLAY: wayland } = process.env;
  if (process.platform === 'linux' && x11 === undefined && wayland === undefined) return undefined;
  return spawnSync('code', ['--version'], { shell }).status === 0 ? 'code' : undefined;
}

/** Installs the extension into the desktop VS Code and opens the example's folder, definition and trace. */
export function openDesktop(command: string): number {
  const extension = packaged();
  for (const args of [
    ['--install-extension', extension, '--force'],
    [example.folder, example.definition, example.trace],
  ]) {
    const quoted = shell ? args.map((argument) => `"${argument}"`) : args;
    const { status } = spawnSync(command, quoted, { shell, stdio: 'inherit' });
    if (status !== 0) return status ?? 1;
  }
  console.log(
    'VS Code is open on the trace. Change the pipeline and click the lens above it to see the difference.',
  );
  return 0;
}
