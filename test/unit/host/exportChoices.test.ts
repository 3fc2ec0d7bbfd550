import { expect, it } from 'vitest';
import { exportChoices, exportName, withEnding } from '../../../src/host/share/exportChoices.js';
import { exportEndings } from '../../../src/share/exportKinds.js';

it('everything that the command line writes is offered in the editor, once, and pictures of what is seen', () => {
  const offered = [...exportEndings, '.png', '.svg'];
  expect(exportChoices.map(({ ending }) => ending).sort()).toEqual(offered.sort());
});

it.each([
  ['orders.ckpt.json', '.html', 'orders.html'],
  ['orders.ckpt.json.gz', '.csv', 'orders.csv'],
  ['shop.flink.jsonl', '.ckpt.json', 'shop.ckpt.json'],
  ['6f96be6950b3adb8de8050f7c25952fe', '.md', '6f96be6950b3adb8de8050f7c25952fe.md'],
  ['jobmanager.log and 3 more', '.md', 'jobmanager.log and 3 more.md'],
  ['a/b\\c:d*?.json', '.md', 'a_b_c_d_.md'],
  ['.json', '.md', 'checkpoints.md'],
] as const)('an export of %s as %s is called %s at first', (label, ending, name) => {
  expect(exportName(label, ending)).toBe(name);
});

it('a name without the ending gets it, one with it stays', () => {
  expect(withEnding('/a/report', '.trace.json')).toBe('/a/report.trace.json');
  expect(withEnding('/a/report.json', '.trace.json')).toBe('/a/report.trace.json');
  expect(withEnding('/a/Report.TRACE.json', '.trace.json')).toBe('/a/Report.TRACE.json');
});
