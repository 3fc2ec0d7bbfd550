import type { LogEvent } from './logEvent.js';
import { ownText, TextPool } from './ownText.js';
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
    const key = `${label.within ?? ''}\n${labelText(label)}`;
    const known = this.labels.get(key);
    if (known !== undefined) return known;
    const within = label.within === undefined ? {} : { within: this.texts.of(label.within) };
    const own = { ...label, name: this.texts.of(label.name), ...within };
    this.labels.set(ownText(key), own);
    return own;
  }
}
