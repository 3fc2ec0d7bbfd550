import { rowReaders, rowSettingsOf } from './keptRows.js';
import type { RowSettings } from './rowSettings.js';

/** Tells when a person arranged the rows anew, so that it can be kept for the job. */
export class RowKeeper {
  private known: RowSettings | undefined;

  constructor(private readonly keep: (settings: RowSettings) => void) {}

  /** A trace was opened with these settings: they are not news. */
  opened(settings: RowSettings): void {
    this.known = settings;
  }

  /** Keeps the settings if they are others than before. Cheap enough for every change of the state. */
  changed(settings: RowSettings): void {
    const { known } = this;
    this.known = settings;
    const names = Object.keys(rowReaders) as (keyof RowSettings)[];
    if (known && names.some((name) => known[name] !== settings[name])) this.keep(rowSettingsOf(settings));
  }
}
