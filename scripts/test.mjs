// `npm test`: installs, builds and runs every check but those that need more than Node; `npm test -- unit ui` only the
// groups it names, `npm test -- all` all. The last line is the sum. Uses nothing but Node until the packages are there.
import { build } from './setup/build.mjs';
import { ensureInstalled, ensureServerInstalled } from './setup/install.mjs';
import { checks, groups, needs, onRequest } from './testing/checks.mjs';
import { single, sum, summary } from './testing/counts.mjs';

const named = process.argv.slice(2);
const usual = groups.filter((name) => !onRequest.includes(name));
const wanted = named.includes('all') ? groups : named.length > 0 ? named : usual;
const unknown = wanted.filter((name) => !groups.includes(name));
if (unknown.length > 0) {
  console.error(`There is no group ${unknown.join(', ')}. Groups: ${groups.join(', ')}, all.`);
  process.exit(2);
}
const selected = checks.filter(({ group }) => wanted.includes(group));

const counts = [];
const table = [];
await step('install', () => ensureInstalled().then(() => true));
if (selected.some(({ group }) => needs[group].built)) await step('build', build);
for (const server of new Set(selected.flatMap(({ group }) => needs[group].servers))) {
  await step(`install ${server}`, () => ensureServerInstalled(server).then(() => true));
}
await Promise.all(selected.filter(({ beside }) => beside).map(({ name, run }) => measured(name, run)));
for (const { name, run } of selected.filter(({ beside }) => !beside)) {
  heading(name);
  await measured(name, run);
}

console.log(`\n${table.join('\n')}\n`);
for (const failure of sum(counts).failures) console.log(`✗ ${failure}\n`);
console.log(summary(sum(counts)));
process.exitCode = sum(counts).failed > 0 ? 1 : 0;

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
  const result = await action().catch((error) => {
    console.error(`${name} could not run: ${error.message}`);
    return single(false);
  });
  counts.push(result);
  if (result.output !== undefined) {
    heading(name);
    process.stdout.write(result.output);
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(7);
  table.push(`${name.padEnd(24)}${seconds} s   ${summary(result)}`);
}
