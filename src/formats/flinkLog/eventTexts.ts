import type { LogEvent } from './logEvent.js';
import { TextPool } from './ownText.js';
import { labelText, type TaskLabel } from './taskLabel.js';

/** Makes events hold no part of the text that they were read from, and equal ids and labels one object. */
export class EventTexts {
  private readonly texts = new TextPool();
  private readonly labels = new Map<string, TaskLabel>();

  own<Event extends LogEvent>(event: Event): Event {
    const own: Event = { ...event };
    let name: keyof Event;
    for (name in own) {
      const value: unknown = own[name];
      if (typeof value === 'string') own[name] = this.texts.of(value) as Event[typeof name];
    }
    return 'label' in own ? { ...own, label: this.ownLabel(own.label) } : own;
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
