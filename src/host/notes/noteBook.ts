import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ShownDiagnostic } from '../../protocol.js';
import { InputError } from '../../trace/diagnostics.js';
import type { Note, NoteChange } from '../../trace/notes/note.js';
import {
  noNotes,
  notesOf,
  readNotes,
  withChange,
  writeNotes,
  type NoteFile,
} from '../../trace/notes/noteFile.js';
import { InputWatch } from '../inputs/inputWatch.js';
import { noteAddresses, type NoteAddresses } from './noteAddress.js';

/** More than all the notes that are shown can have. */
const largestFile = 16 * 2 ** 20;

export interface KeptNotes {
  readonly notes: readonly Note[];
  /** What of their file cannot be read. */
  readonly problems: readonly ShownDiagnostic[];
  /** Where they are kept; absent until there is a first one. */
  readonly file?: vscode.Uri;
}

/** The notes on one input: read from their file, followed there, and changed there. */
export class NoteBook implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly addresses: Promise<NoteAddresses>;
  private watch: InputWatch | undefined;
  private disposed = false;
  private current: KeptNotes = { notes: [], problems: [] };
  /** One after the other, so that none is read while another is written. */
  private work: Promise<void>;

  readonly onDidChange = this.changed.event;

  constructor(input: vscode.Uri, targets: readonly vscode.Uri[], storage: vscode.Uri) {
    this.addresses = noteAddresses(input, targets, storage);
    this.work = this.begin();
  }

  get kept(): KeptNotes {
    return this.current;
  }

  /** Makes a change in the file as it is now. Rejects where that cannot be written, with what to do. */
  async change(change: NoteChange): Promise<void> {
    const done = this.work.then(() => this.write(change));
    this.work = done.catch(() => undefined);
    await done;
  }

  dispose(): void {
    this.disposed = true;
    this.watch?.dispose();
    this.changed.dispose();
  }

  private async begin(): Promise<void> {
    const { beside, stored } = await this.addresses;
    if (this.disposed) return;
    this.watch = new InputWatch([...(beside ? [beside] : []), stored], () => this.refresh());
    await this.read();
  }

  private refresh(): void {
    this.work = this.work.then(() => this.read());
  }

  private async read(): Promise<void> {
    const found = await this.find();
    const { file, diagnostics } = found ? understood(found) : { file: noNotes, diagnostics: [] };
    const name = found?.uri.path.split('/').at(-1) ?? '';
    this.show({
      notes: notesOf(file),
      problems: diagnostics.map((problem) => ({ ...problem, file: name })),
      ...(found && { file: found.uri }),
    });
  }

  private show(kept: KeptNotes): void {
    if (this.disposed) return;
    this.current = kept;
    this.changed.fire();
  }

  private async find(): Promise<Found | undefined> {
    const { beside, stored } = await this.addresses;
    return (beside && (await contentOf(beside))) ?? (await contentOf(stored));
  }

  private async write(change: NoteChange): Promise<void> {
    const found = await this.find();
    const { file, failure } = found ? understood(found) : { file: noNotes, failure: undefined };
    if (failure) throw new Error(failure);
    const bytes = new TextEncoder().encode(writeNotes(withChange(file, change)));
    await (found ? vscode.workspace.fs.writeFile(found.uri, bytes) : this.writeFirst(bytes));
    await this.read();
  }

  /** Beside the trace, else in our storage. */
  private async writeFirst(bytes: Uint8Array): Promise<void> {
    const { beside, stored } = await this.addresses;
    const isBeside = beside && (await vscode.workspace.fs.writeFile(beside, bytes).then(...settled));
    if (isBeside) return;
    await vscode.workspace.fs.writeFile(stored, bytes);
    void vscode.window.showInformationMessage(
      l10n.t(
        'Nothing can be written beside what is open here, so its notes are kept by VS Code on this machine.',
      ),
    );
  }
}

const settled = [() => true, () => false] as const;

interface Found {
  readonly uri: vscode.Uri;
  readonly bytes: Uint8Array;
}

async function contentOf(uri: vscode.Uri): Promise<Found | undefined> {
  return vscode.workspace.fs.readFile(uri).then(
    (bytes) => ({ uri, bytes }),
    () => undefined,
  );
}

interface Understood {
  readonly file: NoteFile;
  readonly diagnostics: readonly ShownDiagnostic[];
  /** Why the file must not be written over. */
  readonly failure?: string;
}

function understood({ uri, bytes }: Found): Understood {
  try {
    if (bytes.length > largestFile) {
      throw new InputError([
        { severity: 'error', message: l10n.t('The notes are larger than {0} MB and are not read.', 16) },
      ]);
    }
    return readNotes(new TextDecoder().decode(bytes));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const failure = l10n.t('The note is not kept, as {0} cannot be read: {1}', uri.fsPath, error.message);
    return { file: noNotes, diagnostics: error.diagnostics, failure };
  }
}
