import type { OperatorState, RestoredState } from './operator.js';

const advice = 'give it .allowedLateness(…), or the stream more out-of-orderness';

/**
 * Counts the records that a subtask's windows left out because they came too late, from the pipeline's start through all
 * restores. It says so at the first, the tenth, the hundredth and so on: what is dropped is not dropped in silence.
 */
export class LateRecords {
  private count = 0;

  constructor(
    private readonly operator: string,
    subtask: number,
    restored: RestoredState | undefined,
    private readonly notice: (text: string) => void,
  ) {
    if (subtask > 0) return;
    for (const state of restored?.states ?? []) this.count += Number(state?.['late'] ?? 0);
  }

  dropped(): void {
    this.count++;
    if (!Number.isInteger(Math.log10(this.count))) return;
    this.notice(
      this.count === 1
        ? `“${this.operator}” left out a record that came after its windows were over: ${advice}.`
        : `“${this.operator}” left out ${this.count} records that came after their windows were over: ${advice}.`,
    );
  }

  get state(): OperatorState {
    return this.count > 0 ? { late: this.count } : {};
  }
}
