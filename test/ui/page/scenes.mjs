// What the page looks like in each of its states, in the language that PAGE_LANGUAGE names: for pictures.
import { openPage, textsOf } from './openPage.mjs';
import { recordedTraces } from './recordedTraces.mjs';

export const { PAGE_LANGUAGE: language = 'en' } = process.env;
const texts = await textsOf(language);
/** A text of the page in its language. */
const say = (english) => texts[english] ?? english;
/** What is said of anything, or of `parts`, by their placeholders. */
const said = (english, parts = {}) =>
  new RegExp(
    say(english)
      .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
      .replace(/\{(\w+)\}/g, (_, name) => parts[name] ?? '.*'),
  );

const orders = (options, stoppable) => (page) =>
  page.evaluate(([o, s]) => globalThis.fakeHost.sendOrders(o, s), [options ?? {}, stoppable ?? false]);
const keys = (page, ...list) =>
  list.reduce((done, key) => done.then(() => page.keyboard.press(key)), page.locator('.names').focus());

/** Presses keys where the keyboard is. */
const keysHere = (page, ...list) =>
  list.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());

const all = (page) => page.locator('.strip .all').click();
/** Measures a stretch of the chart, by shares of its width. */
const dragOver = (from, to) => async (page) => {
  const { x, y, width } = await page.locator('.body .chart-holder').boundingBox();
  await page.keyboard.down('Shift');
  await page.mouse.move(x + width * from, y + 100);
  await page.mouse.down();
  await page.mouse.move(x + width * to, y + 110, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
};

/** Chooses the checkpoints from one to another, by their positions, on the strip; their triggers are 2 s apart. */
const dragStrip = (first, last) => async (page) => {
  const slider = page.locator('.strip canvas');
  const { x, y, width } = await slider.boundingBox();
  const count = Number(await slider.getAttribute('aria-valuemax')) + 1;
  const at = (n) => x + 16 + ((width - 56) * n) / count + 2;
  await page.mouse.move(at(first), y + 30);
  await page.mouse.down();
  await page.mouse.move(at(last), y + 30, { steps: 3 });
  await page.mouse.up();
};

const recordedText = await recordedTraces();
/** Opens a recording and shows one of its checkpoints, by its position. */
const recording =
  (name, checkpoint, options = { from: ['rest'] }) =>
  (page) =>
    page.evaluate(
      ([text, file, shown]) => {
        globalThis.fakeHost.state = { file, state: { checkpoint: shown, follow: false } };
        globalThis.fakeHost.sendText(text, file);
      },
      [recordedText(name, options), `${name}.ckpt.json`, checkpoint],
    );
/** Opens recordings beside one another. */
const comparison = (names, more = {}) => [
  (page) =>
    page.evaluate(
      (sides) => globalThis.fakeHost.sendComparison(sides),
      names.map((name) => ({ text: recordedText(name), label: `${name}.ckpt.json`, ...more })),
    ),
];
const backends = ['hashmap-1m', 'rocksdb-1m-incremental'];
/** Selects what the verdict names. */
const named = (page) => page.getByRole('heading', { level: 1 }).getByRole('button').first().click();
/** Opens what lies under the verdict. */
const opensWhy = (page) => page.locator('.why-button').click();
/** Opens the replay and steps to the event that is wanted. */
const replayedUntil = (wanted) => async (page) => {
  await keys(page, 'v', ' ');
  const slider = page.locator('.replay-slider');
  await slider.focus();
  await page.keyboard.press('Home');
  for (let step = 0; step < 900; step += 1) {
    if (wanted.test(await page.locator('.replay-words .strong').textContent())) return;
    await page.keyboard.press('.');
  }
};
/** In `pending`, Unix ms: 2.3 s after the second checkpoint was triggered, when one subtask had not acknowledged. */
const pendingCut = 1795365358103;
/** The pictures of one recording in all themes. */
const inAllThemes = (name, ...steps) =>
  Object.fromEntries(
    ['dark', 'light', 'hcDark', 'hcLight'].map((theme) => [`${name}-${theme}`, [{ theme }, ...steps]]),
  );

const rowHeight = (page) => page.getByRole('button', { name: say('Row height') }).click();
const sortMenu = (page) => keys(page, 'b');
const groupMenu = (page) => keys(page, 'g');
const menu = (open, item) => async (page) => {
  await open(page);
  await page.getByRole('menuitemradio', { name: say(item) }).click();
};
const filter = (text) => async (page) => {
  await page.keyboard.press('/');
  await page.keyboard.type(text);
};

const epoch = Date.parse('2026-11-22T10:00:00Z');
const note = (id, text, place) => ({ id, text, place, made: epoch });
const orderNotes = [
  note('a', 'The hold grew with the state here.\nAsk Li before the release.', {
    checkpoint: 10,
    operator: 'count',
    subtask: 0,
    phase: 'sync',
  }),
  note('b', 'The network was slow until noon: see the ticket.', {
    checkpoint: 10,
    operator: 'count',
    subtask: 1,
    phase: 'async',
  }),
  note('c', 'Deployed', { from: epoch + 20_200 }),
  note('d', 'Traffic doubled', { from: epoch + 6100, to: epoch + 7900 }),
  note('e', 'Gone since the upgrade', { operator: 'legacy', subtask: 1 }),
];
const pointAtRuler = async (page) => {
  const { x, y, width } = await page.locator('.body .chart-holder').boundingBox();
  await page.mouse.move(x + width * 0.7, y + 12);
};
const notes = (page) => page.evaluate((list) => globalThis.fakeHost.sendNotes(list), orderNotes);

/** name → [size and theme, what to do] */
export const scenes = {
  'a-dark': [{}, orders()],
  'a-light': [{ theme: 'light' }, orders()],
  'a-hc-dark': [{ theme: 'hcDark' }, orders()],
  'a-hc-light': [{ theme: 'hcLight' }, orders()],
  'b-dark': [{}, orders({ snapshot: 'full-copy' })],
  ...inAllThemes('lens', orders(), (page) => keys(page, 'Enter')),
  'narrow-dark': [{ width: 600, height: 860 }, orders(), (page) => keys(page, 'Enter')],
  'narrowest-light': [{ width: 480, height: 860, theme: 'light' }, orders()],
  'wide-dark': [{ width: 2000, height: 1000 }, orders()],
  'short-dark': [{ width: 1200, height: 360 }, orders()],
  'short-narrow-light': [{ width: 600, height: 440, theme: 'light' }, orders()],
  'hover-dark': [
    {},
    orders({ snapshot: 'full-copy' }),
    (page) => page.mouse.move(480, 292),
    (page) => page.waitForTimeout(500),
  ],
  'running-dark': [
    {},
    orders({ running: true, checkpoints: 6, failed: 2 }, true),
    (page) => keys(page, ']', ']'),
  ],
  'all-dark': [{}, orders({ failed: 4 }), all],
  'collapsed-dark': [{}, orders({ snapshot: 'full-copy' }), (page) => keys(page, 'Control+ArrowLeft')],
  'table-dark': [{}, orders(), (page) => keys(page, 't')],
  ...inAllThemes('statistics', recording('skew', undefined), (page) => keys(page, 'q')),
  'statistics-narrow': [{ width: 600, height: 860 }, orders(), (page) => keys(page, 'q')],
  ...inAllThemes('measured', orders(), all, dragOver(0.3, 0.62)),
  'measured-narrow': [{ width: 600, height: 860 }, orders(), dragOver(0.3, 0.62)],
  ...inAllThemes('several', orders({ failed: 4 }), dragStrip(3, 6)),
  'several-narrow': [{ width: 600, height: 860 }, orders(), dragStrip(3, 6)],
  ...inAllThemes('idle', orders({ failed: 4 }), all, (page) => keys(page, 'i')),
  'idle-measured': [{}, orders(), all, (page) => keys(page, 'i'), dragOver(0.3, 0.62)],
  'wheel-dark': [
    {},
    orders(),
    async (page) => {
      await page.mouse.move(700, 500);
      await page.mouse.wheel(0, 100);
      await page.locator('.wheel-hint').waitFor();
    },
  ],
  'clock-dark': [{}, recording('skew', 3), named, (page) => keys(page, 'k')],
  'clock-light': [{ theme: 'light' }, orders(), (page) => keys(page, 'k', 'w', 'w')],
  'clock-narrow': [{ width: 600, height: 860 }, orders(), all, (page) => keys(page, 'k', 'i')],
  'idle-narrow': [{ width: 600, height: 860 }, orders(), all, (page) => keys(page, 'i')],
  'strip-600': [{}, orders({ checkpoints: 600, failed: 44 }), dragStrip(200, 209)],
  'strip-600-light': [{ theme: 'light' }, orders({ checkpoints: 600, failed: 44 })],
  'zoomed-dark': [{}, orders(), (page) => keys(page, 'w', 'w', 'w')],
  'zoomed-hc-light': [{ theme: 'hcLight' }, orders(), all, (page) => keys(page, 'w', 'w', 'w')],
  ...inAllThemes('notes', orders(), notes, named),
  'notes-all': [{}, orders(), notes, all, (page) => keys(page, 'n')],
  'notes-narrow': [{ width: 600, height: 860 }, orders(), notes, named],
  'notes-compact': [{}, orders(), notes, menu(rowHeight, 'Compact')],
  'notes-deleted': [{}, orders(), notes, named, (page) => keys(page, 'Delete')],
  ...inAllThemes('notes-moment', orders(), notes, named, (page) => keys(page, 'Shift+M', 'Shift+ArrowRight')),
  'notes-moment-narrow': [{ width: 600, height: 860 }, orders(), notes, (page) => keys(page, 'Shift+M')],
  'notes-ruler': [{}, orders(), notes, pointAtRuler, (page) => page.waitForTimeout(500)],
  ...inAllThemes('notes-collapsed', orders(), notes, (page) => keys(page, 'Control+ArrowLeft')),
  ...inAllThemes('notes-dense', orders(), notes, menu(rowHeight, 'Dense: Every Subtask, Without Names')),
  'notes-idle': [{}, orders(), notes, all, (page) => keys(page, 'i')],
  ...inAllThemes('notes-overlay', orders({ checkpoints: 30 }), notes, named, (page) => keys(page, 'o')),
  'notes-search': [{}, orders(), notes, (page) => page.locator('.note-search').fill('network')],
  'notes-table': [{}, orders(), notes, (page) => keys(page, 't')],
  ...inAllThemes('notes-editor', orders(), notes, named, (page) => keys(page, 'm')),
  'help-dark': [{}, orders(), (page) => keys(page, '?')],
  'compact-dark': [{}, orders(), menu(rowHeight, 'Compact')],
  ...inAllThemes('rows-menu', orders(), sortMenu),
  ...inAllThemes('rows-hosts', recording('wide-64-overloaded', 0), menu(groupMenu, 'TaskManager')),
  ...inAllThemes(
    'rows-pinned',
    recording('skew', 3),
    named,
    (page) => keys(page, 'p'),
    (page) => keys(page, 'End', 'ArrowUp', 'p', 'Home', 'End', 'h'),
  ),
  ...inAllThemes(
    'rows-frozen',
    recording('wide-64-overloaded', 0),
    named,
    (page) => keys(page, 'p', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'p'),
    (page) => page.mouse.move(700, 500),
    (page) => page.mouse.wheel(0, 330),
  ),
  'rows-frozen-dense': [
    {},
    recording('wide-64-overloaded', 0),
    menu(rowHeight, 'Dense: Every Subtask, Without Names'),
    named,
    (page) => keys(page, 'p', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'p', 'End'),
  ],
  'rows-frozen-lens': [
    { height: 1100 },
    orders(),
    (page) => keys(page, 'p', 'Enter'),
    (page) => page.mouse.move(700, 600),
    (page) => page.mouse.wheel(0, 60),
  ],
  'rows-frozen-narrow': [
    { width: 600, height: 860 },
    recording('wide-64-overloaded', 0),
    named,
    (page) => keys(page, 'p', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'p', 'End'),
  ],
  'path-frozen': [
    { height: 640 },
    recording('skew', 3),
    named,
    (page) => keys(page, 'x'),
    (page) => page.mouse.move(700, 400),
    (page) => page.mouse.wheel(0, 150),
  ],
  ...inAllThemes('rows-filter', recording('wide-64-overloaded', 0), (page) => page.keyboard.press('/')),
  'rows-none-match': [{}, recording('wide-64-overloaded', 0), filter('sync>50s synk>1')],
  'rows-flat': [
    {},
    recording('wide-64-overloaded', 0),
    menu(groupMenu, 'None: One List of Subtasks'),
    menu(sortMenu, 'Longest Upload'),
  ],
  'rows-row-menu': [{}, orders(), (page) => page.locator('.row.subtask').nth(1).click({ button: 'right' })],
  ...inAllThemes(
    'rows-dense',
    recording('wide-64-overloaded', 0),
    menu(rowHeight, 'Dense: Every Subtask, Without Names'),
  ),
  'rows-narrow': [{ width: 600, height: 860 }, recording('wide-64-overloaded', 0), filter('upload>1s')],
  'rows-narrow-flat': [
    { width: 600, height: 860 },
    recording('wide-64-overloaded', 0),
    menu(groupMenu, 'None: One List of Subtasks'),
  ],
  ...inAllThemes('skew', recording('skew', 3), named),
  ...inAllThemes('why', recording('skew', 3), opensWhy),
  ...inAllThemes('path', recording('skew', 3), named, (page) => keys(page, 'x')),
  'path-log': [{}, recording('hidden-flush', 3, {}), (page) => keys(page, 'x')],
  'path-failed': [{}, recording('expired', 4), (page) => keys(page, 'x')],
  'path-narrow': [{ width: 600, height: 860 }, recording('skew', 3), named, (page) => keys(page, 'x')],
  'path-engine': [{}, orders({ snapshot: 'full-copy' }), (page) => keys(page, 'x')],
  'why-narrow': [{ width: 600, height: 860 }, recording('expired', 3), opensWhy],
  'why-engine': [{}, orders({ snapshot: 'full-copy' }), opensWhy],
  ...inAllThemes('hidden-flush-rest', recording('hidden-flush', 3), named),
  ...inAllThemes('hidden-flush-log', recording('hidden-flush', 3, {}), named),
  ...inAllThemes('expired', recording('expired', 3), named),
  ...inAllThemes('expired-5', recording('expired', 4), named),
  ...inAllThemes('wide', recording('wide-64-overloaded', 0), (page) => keys(page, 'Control+ArrowLeft')),
  ...inAllThemes('wide-open', recording('wide-64-overloaded', 0), named),
  ...inAllThemes('pending', recording('pending', 1, { until: pendingCut }), named),
  ...inAllThemes('unaligned', recording('backpressure-unaligned', 3), named),
  ...inAllThemes('expired-all', recording('expired', undefined), all),
  ...inAllThemes('overlay', orders({ checkpoints: 70, failed: 44 }), (page) => keys(page, 'o')),
  ...inAllThemes('overlay-expired', recording('expired', 3), named, (page) => keys(page, 'o')),
  ...inAllThemes('overlay-skew', recording('skew', 3), named, (page) => keys(page, 'o')),
  ...inAllThemes('overlay-unaligned', recording('backpressure-unaligned', 3), named, (page) =>
    keys(page, 'o'),
  ),
  ...inAllThemes(
    'replay',
    orders({ snapshot: 'full-copy' }),
    replayedUntil(said('{subtask} takes its lock for {duration}.', { duration: '181 ms' })),
  ),
  ...inAllThemes(
    'replay-skew',
    recording('skew', 3),
    replayedUntil(said('The first barrier reaches {0}.', { 0: 'slow sink.*' })),
  ),
  ...inAllThemes('replay-expired', recording('expired', 3), replayedUntil(said('#{0} has failed.'))),
  ...inAllThemes(
    'replay-wide',
    recording('wide-64-overloaded', 0),
    replayedUntil(said('{subtask} takes its lock for {duration}.', { subtask: 'match payments.*' })),
  ),
  'replay-narrow-dark': [
    { width: 600, height: 860 },
    orders(),
    replayedUntil(said('{subtask} takes its lock for {duration}.', { subtask: 'count per customer.*' })),
  ],
  'overlay-narrow-dark': [
    { width: 600, height: 860 },
    orders({ checkpoints: 70, failed: 44 }),
    (page) => keys(page, 'o'),
  ],
  ...Object.fromEntries(
    ['dark', 'light', 'hcDark', 'hcLight'].map((theme) => [
      `compare-${theme}`,
      [{ theme, name: 'comparison' }, ...comparison(backends)],
    ]),
  ),
  'compare-narrow': [{ width: 600, height: 860, name: 'comparison' }, ...comparison(backends)],
  'compare-wide': [{ width: 2000, height: 1000, name: 'comparison' }, ...comparison(backends)],
  'compare-numbers': [{ name: 'comparison' }, ...comparison(backends), (page) => page.keyboard.press('t')],
  'compare-large': [{ name: 'comparison' }, ...comparison(['wide-32', 'wide-64-overloaded'])],
  ...Object.fromEntries(
    ['dark', 'light', 'hcDark', 'hcLight'].map((theme) => [
      `compare-three-${theme}`,
      [{ theme, name: 'comparison' }, ...comparison([...backends, 'sync-operator-state'])],
    ]),
  ),
  'compare-three-narrow': [
    { width: 600, height: 860, name: 'comparison' },
    ...comparison([...backends, 'sync-operator-state']),
  ],
  'compare-range': [
    { name: 'comparison' },
    ...comparison(backends),
    (page) => page.locator('#strip-0').focus(),
    (page) => keysHere(page, 'End', 'ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft'),
  ],
  'compare-filtered': [{ name: 'comparison' }, ...comparison(backends), filter('count lock')],
  'unreadable-dark': [{}, (page) => page.evaluate(() => globalThis.fakeHost.sendUnreadable())],
  'untrusted-dark': [
    { width: 900 },
    orders(),
    (page) => page.evaluate(() => globalThis.fakeHost.send({ type: 'trust', trusted: false, canRun: true })),
  ],
  'huge-dark': [{}, (page) => page.evaluate(() => globalThis.fakeHost.sendHuge(1_000_000, 200)), all],
};

/** Shows a scene in a page of its own, with all its characters painted. */
export async function openScene(browser, bundled, [look, ...steps]) {
  const opened = await openPage(browser, bundled, { language, ...look });
  const { page } = opened;
  if (language !== 'en') {
    await page.evaluate(() => Promise.all([...globalThis.document.fonts].map((font) => font.load())));
  }
  for (const step of steps) {
    await step(page);
    await page.waitForTimeout(150);
  }
  // Characters that only a canvas has asked for come later: it is painted again with them.
  await page.evaluate((theme) => globalThis.fakeHost.setTheme(theme), look.theme ?? 'dark');
  await page.waitForTimeout(150);
  return opened;
}

/** A trace with so many rows and a few checkpoints. */
export const rowsOf = (count) => (page) =>
  page.evaluate((rows) => globalThis.fakeHost.sendHuge(rows * 8, rows), count);
