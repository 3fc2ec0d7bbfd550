import type { ComparisonCommand } from '../../protocol.js';
import type { ComparisonView } from './comparisonView.js';

/** All open comparisons, and which of them is active. */
export class ComparisonViews {
  private readonly views = new Set<ComparisonView>();

  get active(): ComparisonView | undefined {
    return [...this.views].find(({ panel }) => panel.active);
  }

  add(view: ComparisonView): void {
    this.views.add(view);
    view.panel.onDidDispose(() => {
      this.views.delete(view);
      view.dispose();
    });
  }

  command(command: ComparisonCommand): void {
    this.active?.command(command);
  }
}
