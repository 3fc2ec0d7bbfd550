import type { ShownDiagnostic, ToWebview } from '../../src/protocol.js';
import type { Trace } from '../../src/trace/model.js';
import {
  loadingPage,
  noCheckpointsPage,
  noticeActionsOf,
  notices,
  unreadablePage,
  type NoticeActions,
} from './notices.js';
import type { Page } from '../page.js';
import type { Host } from '../pageHost.js';

type Message<Type extends ToWebview['type']> = Extract<ToWebview, { type: Type }>;

/** What is said above the view of what was read, and what stands in the view's place where there is nothing to see. */
export class NoticeArea {
  private trusted = true;
  private canRun = true;
  private diagnostics: readonly ShownDiagnostic[] = [];
  private trace: Trace | undefined;

  constructor(
    private readonly page: Pick<Page, 'notices' | 'state' | 'view'>,
    private readonly host: Host,
  ) {
    this.show(undefined);
  }

  trust({ trusted, canRun }: Pick<Message<'trust'>, 'trusted' | 'canRun'>): void {
    this.trusted = trusted;
    this.canRun = canRun;
    this.renderNotices();
  }

  loading(file: string): void {
    this.show(loadingPage(file));
  }

  unreadable({ file, diagnostics }: Pick<Message<'unreadable'>, 'file' | 'diagnostics'>): void {
    this.trace = undefined;
    this.diagnostics = [];
    this.show(unreadablePage(file, diagnostics, this.actions));
  }

  /** A trace was read: its view is shown, but for one that neither has checkpoints nor goes on. */
  read(trace: Trace, diagnostics: readonly ShownDiagnostic[]): void {
    this.trace = trace;
    this.diagnostics = diagnostics;
    const isEmpty = trace.checkpoints.length === 0 && trace.source.state !== 'running';
    this.show(isEmpty ? noCheckpointsPage(trace, this.actions) : undefined);
  }

  private get actions(): NoticeActions | undefined {
    return noticeActionsOf(this.host, this.canRun);
  }

  private show(instead: HTMLElement | undefined): void {
    this.renderNotices();
    this.page.state.replaceChildren(...(instead ? [instead] : []));
    this.page.view.hidden = instead !== undefined || this.trace === undefined;
  }

  private renderNotices(): void {
    const { trusted, diagnostics, trace } = this;
    this.page.notices.replaceChildren(...notices({ trusted, diagnostics, trace }, this.actions));
  }
}
