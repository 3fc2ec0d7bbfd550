import * as vscode from 'vscode';
import { recordingSuffix, traceFolderName } from '../manifest.js';
import { jobStem, recordingName, type RecordingRequest } from './recordingRequest.js';

/** Pictures of a moment are kept only as long as somebody may look at them. */
const mostMoments = 20;

/** Where recordings go: into the folder that is open, where a person finds them again, else into our own storage. */
export class RecordingFiles {
  constructor(private readonly storage: vscode.Uri) {}

  /** A new file for a recording that is to last; its folder is there. */
  async lasting(job: RecordingRequest['job']): Promise<vscode.Uri> {
    const folder = await this.lastingFolder();
    return vscode.Uri.joinPath(folder, recordingName(job, new Date()));
  }

  /** A file for what the cluster has at this moment; that of the moment before is gone. */
  async ofMoment({ id, name }: RecordingRequest['job']): Promise<vscode.Uri> {
    const folder = vscode.Uri.joinPath(this.storage, 'moments');
    await vscode.workspace.fs.createDirectory(folder);
    const file = vscode.Uri.joinPath(folder, `${jobStem(name, id)}-${id.slice(0, 8)}${recordingSuffix}`);
    await removed(file);
    await this.forgetOldMoments(folder);
    return file;
  }

  private async lastingFolder(): Promise<vscode.Uri> {
    const [open] = vscode.workspace.workspaceFolders ?? [];
    if (open?.uri.scheme === 'file') {
      const folder = vscode.Uri.joinPath(open.uri, traceFolderName);
      if (await made(folder)) return folder;
    }
    const folder = vscode.Uri.joinPath(this.storage, 'recordings');
    await vscode.workspace.fs.createDirectory(folder);
    return folder;
  }

  private async forgetOldMoments(folder: vscode.Uri): Promise<void> {
    const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
    if (names.length < mostMoments) return;
    const files = await Promise.all(
      names.map(async (name) => {
        const uri = vscode.Uri.joinPath(folder, name);
        return { uri, modified: (await vscode.workspace.fs.stat(uri)).mtime };
      }),
    );
    const old = files.toSorted((a, b) => a.modified - b.modified).slice(0, files.length - mostMoments + 1);
    await Promise.all(old.map(({ uri }) => removed(uri)));
  }
}

/** Makes the folder of traces, which is nobody's source; false where that cannot be written. */
async function made(folder: vscode.Uri): Promise<boolean> {
  const ignore = vscode.Uri.joinPath(folder, '.gitignore');
  try {
    await vscode.workspace.fs.createDirectory(folder);
    const known = await vscode.workspace.fs.stat(ignore).then(
      () => true,
      () => false,
    );
    if (!known) await vscode.workspace.fs.writeFile(ignore, new TextEncoder().encode('*\n'));
    return true;
  } catch {
    return false;
  }
}

async function removed(uri: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.delete(uri).then(undefined, () => undefined);
}
