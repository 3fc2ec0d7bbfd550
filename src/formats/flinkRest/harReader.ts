import * as l10n from '@vscode/l10n';
import { isFields, type Fields } from '../../trace/json/fields.js';
import { Findings } from '../../trace/json/findings.js';
import type { FormatReader, InputFile } from '../input.js';
import { bodyKind } from './bodyKind.js';
import { FileDiagnostics, textOf } from './fileDiagnostics.js';
import { parseJson } from './jsonText.js';
import { RestAnswers } from './restAnswers.js';
import { evidenceRoutes, parseRestPath, type RestPath } from './restPath.js';

/** How far into a file the browser's name is looked for. */
const headBytes = 4096;

/**
 * Reads HAR 1.2 files, in which a browser saves what it asked for and was answered, of Flink's Web UI at any address.
 * What is not an answer of Flink's REST API is left out.
 */
export const harReader: FormatReader = {
  format: l10n.t('HAR of the Flink Web UI'),
  recognizes: ({ bytes }) =>
    /^\s*\{\s*"log"\s*:\s*\{[^]*"(?:creator|version|entries)"/.test(
      new TextDecoder().decode(bytes.subarray(0, headBytes)),
    ),
  read: (files) => {
    const diagnostics = new FileDiagnostics();
    const answers = new RestAnswers();
    for (const file of files) readHar(file, answers, diagnostics);
    return { evidence: answers.evidence(), traces: [], diagnostics: diagnostics.list() };
  },
};

interface HarAnswer {
  readonly url: string;
  readonly host: string;
  readonly path: RestPath;
  readonly value: unknown;
  readonly at: number | undefined;
}

function readHar(file: InputFile, answers: RestAnswers, diagnostics: FileDiagnostics): void {
  const text = textOf(file, diagnostics);
  if (text === undefined) return;
  const { value, diagnostics: damage } = parseJson(text);
  for (const diagnostic of damage) diagnostics.add(file.name, diagnostic);
  const log: unknown = isFields(value) ? value['log'] : undefined;
  const entries: unknown = isFields(log) ? log['entries'] : undefined;
  if (!Array.isArray(entries)) return;
  const found: HarAnswer[] = [];
  const hosts = new Map<string, number>();
  for (const entry of entries as readonly unknown[]) {
    if (!isFields(entry)) continue;
    const url = fieldsOf(entry, 'request')['url'];
    if (typeof url !== 'string') continue;
    const host = hostOf(url);
    hosts.set(host, (hosts.get(host) ?? 0) + 1);
    const answer = readEntry(entry, url, host);
    if (answer !== undefined) found.push(answer);
  }
  for (const { url, path, value: body, at } of found) {
    const findings = new Findings();
    answers.add({ path, value: body, cluster: path.base, ...(at === undefined ? {} : { at }) }, findings);
    if (!findings.isEmpty) diagnostics.addOfAnswer(file.name, url, findings.in('', l10n.t('The answer')));
  }
  reportOthers(file, found, hosts, diagnostics);
}

function readEntry(entry: Fields, url: string, host: string): HarAnswer | undefined {
  const response = fieldsOf(entry, 'response');
  if (fieldsOf(entry, 'request')['method'] !== 'GET' || response['status'] !== 200) return undefined;
  const path = parseRestPath(url);
  if (!evidenceRoutes.has(path.route)) return undefined;
  const content = fieldsOf(response, 'content');
  const text = content['encoding'] === 'base64' ? decodeBase64(content['text']) : content['text'];
  if (typeof text !== 'string' || text === '') return undefined;
  const { value } = parseJson(text);
  if (bodyKind(value) === undefined && !Array.isArray(value)) return undefined;
  const at = Date.parse(String(entry['startedDateTime']));
  return { url, host, path, value, at: Number.isNaN(at) ? undefined : at };
}

function reportOthers(
  file: InputFile,
  found: readonly HarAnswer[],
  hosts: ReadonlyMap<string, number>,
  diagnostics: FileDiagnostics,
): void {
  if (found.length === 0) {
    diagnostics.add(file.name, {
      severity: 'error',
      message: l10n.t('The file has no answer of the Flink REST API.'),
      remedy: l10n.t(
        'Open the page of the job’s checkpoints with the developer tools open, and save all as HAR with content.',
      ),
    });
    return;
  }
  const ofFlink = new Set(found.map(({ host }) => host));
  const others = [...hosts].filter(([host]) => !ofFlink.has(host));
  const count = others.reduce((sum, [, entries]) => sum + entries, 0);
  if (count === 0) return;
  const message = l10n.t('Requests to other hosts than Flink’s are left out: {count}, to {hosts} hosts.', {
    count,
    hosts: others.length,
  });
  diagnostics.add(file.name, { severity: 'warning', message });
}

function fieldsOf(fields: Fields, name: string): Fields {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return isFields(value) ? value : {};
}

function hostOf(url: string): string {
  return /^\w+:\/\/([^/?#]*)/.exec(url)?.[1] ?? '';
}

/** Text in base64, in UTF-8. */
function decodeBase64(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
