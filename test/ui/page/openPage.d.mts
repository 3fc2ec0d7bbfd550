import type { Browser, Page } from 'playwright-core';

export interface OpenedPage {
  readonly page: Page;
  /** Errors and violations of the content security policy, as they come. */
  readonly problems: readonly string[];
}

export function bundlePage(): Promise<string>;
export function openPage(
  browser: Browser,
  folder: string,
  look?: {
    readonly theme?: string;
    readonly width?: number;
    readonly height?: number;
    readonly name?: 'webview' | 'comparison';
    /** As in the name of a bundle in `l10n`. */
    readonly language?: string;
    readonly texts?: Readonly<Record<string, string>>;
  },
): Promise<OpenedPage>;

export function textsOf(language: string): Promise<Readonly<Record<string, string>>>;
