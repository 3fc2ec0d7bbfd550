// `npm test`: installs, builds and runs every check but those that need more than Node; `npm test -- unit ui` only the
// groups it names, `npm test -- all` all. The last line is the sum. Uses nothing but Node until the packages are there.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './setup/build.mjs';
import { ensureInstalled, ensureServerInstalled } from './setup/install.mjs';
import { groups, needs, onRequest, stages } from './testing/checks.mjs';
import { single, sum, summary } from './testing/counts.mjs';

const named = process.argv.slice(2);
const usual = groups.filter((name) => !onRequest.includes(name));
const wanted = named.includes('all') ? groups : named.length > 0 ? named : usual;
const unknown = wanted.filter((name) => !groups.includes(name));
if (unknown.length > 0) {
  console.error(`There is no group ${unknown.join(', ')}. Groups: ${groups.join(', ')}, all.`);
  process.exit(2);
}
const selected = stages.map(wantedOf).filter((lanes) => lanes.length > 0);
const needed = selected.flat(2).map(({ group }) => needs[group]);

// Two groups at once need what is built as a package: the first makes it for both.
const packaged = mkdtempSync(join(tmpdir(), 'checkpoint-lens-vsix-'));
process.env.CHECKPOINT_LENS_PACKAGED = packaged;
process.once('exit', () => rmSync(packaged, { recursive: true, force: true }));

const counts = [];
const table = [];
const servers = [...new Set(needed.flatMap(({ servers }) => servers))];
// What is fetched waits for the network, so all of it goes beside one another.
const serversThere = Promise.all(
  servers.map((server) => step(`install ${server}`, () => ensureServerInstalled(server).then(() => true))),
);
await step('install', () => ensureInstalled().then(() => true));
if (needed.some(({ built }) => built)) await step('build', build);
await serversThere;
for (const lanes of selected) {
  await Promise.all(lanes.map((lane) => inTurn(lane, lanes.length > 1)));
}

console.log(`\n${table.join('\n')}\n`);
for (const failure of sum(counts).failures) console.log(`✗ ${failure}\n`);
console.log(summary(sum(counts)));
process.exitCode = sum(counts).failed > 0 ? 1 : 0;

function wantedOf(lanes) {
  return lanes
    .map((lane) => lane.filter(({ group }) => wanted.includes(group)))
    .filter((lane) => lane.length > 0);
}

/** What has others beside it shows its output at its end, in one piece. */
async function inTurn(lane, hasOthersBeside) {
  for (const { name, run } of lane) {
    if (hasOthersBeside) console.log(`${name} …`);
    else heading(name);
    const output = await measured(name, () => run(hasOthersBeside));
    if (hasOthersBeside) {
      heading(name);
      process.stdout.write(output);
    }
  }
}

/** A step of the set-up is counted only when it fails: what needs it then fails as well and says why. */
async function step(name, action) {
  heading(name);
  await measured(name, async () => ((await action()) ? { passed: 0, failed: 0, skipped: 0 } : single(false)));
}

function heading(name) {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 70 - name.length))}`);
}

async function measured(name, action) {
  const started = Date.now();
  const { output = '', ...result } = await action().catch((error) => {
    console.error(`${name} could not run: ${error.message}`);
    return single(false);
  });
  counts.push(result);
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(7);
  table.push(`${name.padEnd(24)}${seconds} s   ${summary(result)}`);
  return output;
}
