import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contributedCommands } from '../../../src/host/manifest.js';

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}
const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Readonly<Record<string, string>>;
const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'), inEnglish) as {
  contributes: { walkthroughs: readonly { steps: readonly Step[] }[] };
};
const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

/** As VS Code reads a manifest. */
function inEnglish(_: string, value: unknown): unknown {
  return typeof value === 'string' ? (texts[value.slice(1, -1)] ?? value) : value;
}

describe.each(steps.map((step) => [step.id, step] as const))('the step %s of the walkthrough', (_, step) => {
  it('has buttons whose commands there are, and is done when one of them was pressed', () => {
    const pressed = [...step.description.matchAll(/\(command:([\w.]+)\)/g)].map(([, command]) => command!);
    for (const command of pressed) {
      expect(contributedCommands).toContain(command);
      expect(step.completionEvents).toContain(`onCommand:${command}`);
    }
    expect(step.completionEvents).not.toEqual([]);
  });

  it('has a picture in the colours of the running theme, and words for it', () => {
    expect(existsSync(step.media.svg)).toBe(true);
    const picture = readFileSync(step.media.svg, 'utf8');
    expect(picture.match(/(?:fill|stroke)="(?!none|var\(--vscode-)[^"]*"/g)).toBeNull();
    expect(step.media.altText).not.toBe('');
  });
});
