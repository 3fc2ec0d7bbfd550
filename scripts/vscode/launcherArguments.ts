import { fileURLToPath } from 'node:url';

/** What of a desktop VS Code's command line the launcher understands; the rest is for a desktop and is ignored. */
export interface LauncherArguments {
  readonly folder?: string;
  readonly tests?: string;
  readonly developed: readonly string[];
  readonly extensions?: string;
}

/** Reads options as `--name=value` and as `--name value`. Paths may be file URLs. */
export function parseLauncherArguments(args: readonly string[]): LauncherArguments {
  const joined = args
    .join('\0')
    .replaceAll(/(--(?:extensions-dir|user-data-dir|folder-uri|extension\w+Path))\0/g, '$1=');
  const values = (name: string): string[] =>
    joined.split('\0').flatMap((argument) => {
      const prefix = `--${name}=`;
      return argument.startsWith(prefix) ? [path(argument.slice(prefix.length))] : [];
    });
  const folder =
    values('folder-uri')[0] ??
    joined.split('\0').find((argument) => argument !== '' && !argument.startsWith('-'));
  const [tests] = values('extensionTestsPath');
  const [extensions] = values('extensions-dir');
  return {
    developed: values('extensionDevelopmentPath'),
    ...(folder === undefined ? {} : { folder: path(folder) }),
    ...(tests === undefined ? {} : { tests }),
    ...(extensions === undefined ? {} : { extensions }),
  };
}

function path(text: string): string {
  return text.startsWith('file://') ? fileURLToPath(text) : text;
}
