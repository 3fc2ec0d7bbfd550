import { describe, expect, it } from 'vitest';
import { SvgContext } from '../../../../webview/picture/svgContext.js';

function written(paint: (context: SvgContext) => void): string {
  const context = new SvgContext((text) => text.length * 7);
  paint(context);
  return context.picture(100, 50, 'a < b').split('\n').slice(2, -2).join('\n');
}

describe('what is painted as SVG', () => {
  it('has colours that every program reads, and apart from them how transparent they are', () => {
    const shape = written((context) => {
      context.fillStyle = 'rgba(255, 0, 16, 0.5)';
      context.globalAlpha = 0.5;
      context.fillRect(1, 2, 3, 4);
    });
    expect(shape).toBe('<path d="M1 2h3v4h-3Z" fill="#ff0010" fill-opacity="0.25"/>');
  });

  it('leaves out what is a colour of no kind, instead of painting it black', () => {
    const shape = written((context) => {
      context.fillStyle = 'transparent';
      context.fillRect(0, 0, 1, 1);
    });
    expect(shape).toContain('fill="none"');
  });

  it('keeps the width of a text where it is known, so that other fonts have it at the same place', () => {
    const texts = written((context) => {
      context.font = '600 13.5px "A & B", sans-serif';
      context.fillText('<12 ms', 5, 10, 40);
      context.fillText('12 ms', 5, 30);
    }).split('\n');
    expect(texts[0]).toContain('font-family="&quot;A &amp; B&quot;, sans-serif" font-size="13.5"');
    expect(texts[0]).toContain('textLength="40"');
    expect(texts[0]).toContain('>&lt;12 ms</text>');
    expect(texts[1]).not.toContain('textLength');
  });

  it('has round corners and arcs', () => {
    const shapes = written((context) => {
      context.fillStyle = '#000000';
      context.beginPath();
      context.roundRect(0, 0, 10, 6, 2);
      context.fill();
      context.beginPath();
      context.arc(5, 5, 2, Math.PI, 0);
      context.fill();
      context.beginPath();
      context.arc(5, 5, 2, 0, 2 * Math.PI);
      context.fill();
    }).split('\n');
    expect(shapes[0]).toContain(
      'M2 0h6a2 2 0 0 1 2 2v2a2 2 0 0 1 -2 2h-6a2 2 0 0 1 -2 -2v-2a2 2 0 0 1 2 -2Z',
    );
    expect(shapes[1]).toContain('M3 5A2 2 0 0 1 7 5');
    expect(shapes[2]).toContain('M3 5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0Z');
  });
});
