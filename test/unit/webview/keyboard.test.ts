import { describe, expect, it } from 'vitest';
import { intentionOf, keyHelp, type KeyPress } from '../../../webview/keys/keyboard.js';

const press = (key: string, wishes: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...wishes,
});

describe('keys', () => {
  it('leaves the keys of VS Code alone', () => {
    const taken = [
      press('p', { code: 'KeyP', ctrlKey: true }),
      press('P', { code: 'KeyP', ctrlKey: true, shiftKey: true }),
      press('F1', { code: 'F1' }),
      press('w', { code: 'KeyW', ctrlKey: true }),
      press('w', { code: 'KeyW', metaKey: true }),
      press('Tab', { code: 'Tab', ctrlKey: true }),
      press('Tab', { code: 'Tab' }),
      press('s', { code: 'KeyS', ctrlKey: true }),
      press('z', { code: 'KeyZ', ctrlKey: true }),
      press('f', { code: 'KeyF', ctrlKey: true }),
    ];
    expect(taken.map(intentionOf)).toEqual(taken.map(() => undefined));
  });

  it('takes letters by their place on the keyboard, so that W A S D lie together on every layout', () => {
    expect(intentionOf(press('z', { code: 'KeyW' }))).toBe('zoomIn');
    expect(intentionOf(press('q', { code: 'KeyA' }))).toBe('panLeft');
  });

  it('takes signs by what they say, with or without Shift', () => {
    expect(intentionOf(press('?', { code: 'Minus', shiftKey: true }))).toBe('showHelp');
    expect(intentionOf(press('[', { code: 'Digit8', altKey: false }))).toBe('previousCheckpoint');
    expect(intentionOf(press(']'))).toBe('nextCheckpoint');
    expect(intentionOf(press('*', { shiftKey: true }))).toBe('expandAll');
  });

  it('moves by arrows, pans with Shift, and follows the data with Alt', () => {
    expect(intentionOf(press('ArrowDown'))).toBe('rowDown');
    expect(intentionOf(press('ArrowRight'))).toBe('right');
    expect(intentionOf(press('ArrowRight', { shiftKey: true }))).toBe('panRight');
    expect(intentionOf(press('ArrowUp', { altKey: true }))).toBe('upstream');
    expect(intentionOf(press('Enter', { ctrlKey: true }))).toBe('openDefinition');
  });

  it('does what the help says for every single key in it', () => {
    const names: Record<string, string> = {
      '↑': 'ArrowUp',
      '↓': 'ArrowDown',
      '←': 'ArrowLeft',
      '→': 'ArrowRight',
      Esc: 'Escape',
      Space: ' ',
    };
    const single = keyHelp()
      .flatMap(({ keys }) => keys)
      .filter((key) => !/\w\+|wheel|drag|click/.test(key));
    for (const key of single) {
      const code = /^[A-Z]$/.test(key) ? `Key${key}` : '';
      expect(intentionOf(press(names[key] ?? key, { code })), key).toBeDefined();
    }
  });
});
