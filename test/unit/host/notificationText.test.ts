import { describe, expect, it } from 'vitest';
import { notificationText } from '../../../src/host/notificationText.js';

describe('a text from a server in a notification', () => {
  it('is no link, above all none that runs a command', () => {
    expect(notificationText('[orders](command:workbench.action.quit)')).toBe(
      '[orders] (command:workbench.action.quit)',
    );
  });

  it('is cut where it is longer than anybody reads there', () => {
    expect(notificationText('x'.repeat(10_000))).toHaveLength(501);
    expect(notificationText('The host did not answer.')).toBe('The host did not answer.');
  });
});
