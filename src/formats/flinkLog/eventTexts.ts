import type { LogEvent } from './logEvent.js';
import { TextPool } from './ownText.js';
import { labelText, type TaskLabel } from './taskLabel.js';

/** Makes events hold no part of the text that they were read from, and equal ids and labels one object. */
export class EventTexts {
  private readonly texts = new TextPool();
  private readonly labels = new Map<string, TaskLabel>();

  own<Event extends LogEvent>(event: Event): Event {
    const fields = Object.entries(event).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' ? this.texts.of(value) : value,
    ]);
    const own = Object.fromEntries(fields) as Event;
    return 'label' in event ? { ...own, label: this.ownLabel(event.label) } : own;
  }

  private ownLabel(label: TaskLabel): TaskLabel {
    const text = labelText(label);
    const known = this.labels.get(text);
    if (known !== undefined) return known;
    const own = { ...label, name: this.texts.of(label.name) };
    this.labels.set(this.texts.of(text), own);
    return own;
  }
}
