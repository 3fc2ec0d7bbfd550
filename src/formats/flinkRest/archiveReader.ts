import * as l10n from '@vscode/l10n';
import { isFields } from '../../trace/json/fields.js';
import { Findings } from '../../trace/json/findings.js';
import { findPlaces } from '../../trace/json/places.js';
import type { JsonPath } from '../../trace/json/path.js';
import type { FormatReader, InputFile } from '../input.js';
import { bodyKind } from './bodyKind.js';
import { FileDiagnostics, textOf } from './fileDiagnostics.js';
import { parseJson, type ParsedJson } from './jsonText.js';
import { RestAnswers } from './restAnswers.js';
import { evidenceRoutes, parseRestPath } from './restPath.js';

/** How far into a file its first entry is looked for. */
const headBytes = 4096;

/**
 * Reads archives of Flink's history server: one JSON object, `{"archive": [{"path", "json"}]}`, where `json` is an answer of
 * the REST API as a text. Up to 2.2 a job's is `<job id>`; from 2.3 on `<cluster id>/applications/<application id>/jobs/<job
 * id>`, with `application-summary` beside, which says nothing of checkpoints.
 */
export const archiveReader: FormatReader = {
  format: l10n.t('Flink history server archive'),
  recognizes: ({ bytes }) =>
    /^\s*\{\s*"archive"\s*:\s*\[\s*(?:\]|\{\s*"(?:path|json)"|$)/.test(
      new TextDecoder().decode(bytes.subarray(0, headBytes)),
    ),
  read: (files) => {
    const diagnostics = new FileDiagnostics();
    const answers = new RestAnswers();
    for (const file of files) readArchive(file, answers, diagnostics);
    return { evidence: answers.evidence(), traces: [], diagnostics: diagnostics.list() };
  },
};

function readArchive(file: InputFile, answers: RestAnswers, diagnostics: FileDiagnostics): void {
  const text = textOf(file, diagnostics);
  if (text === undefined) return;
  const { value, diagnostics: damage } = parseJson(text);
  for (const diagnostic of damage) diagnostics.add(file.name, diagnostic);
  const entries: unknown = isFields(value) ? value['archive'] : undefined;
  if (!Array.isArray(entries)) return;
  const wrong: Wrong[] = [];
  for (const [i, entry] of (entries as readonly unknown[]).entries()) {
    const problems = readEntry(entry, i, file, answers);
    if (problems !== undefined) wrong.push(problems);
  }
  if (wrong.length === 0) return;
  // Looking for places walks through the whole text: it is worth the time only where something is wrong.
  const places = findPlaces(
    text,
    wrong.map(({ at }) => at),
  );
  for (const { path, at, problems } of wrong) {
    diagnostics.addOfAnswer(file.name, path, problems, places.get(at));
  }
}

interface Wrong {
  readonly path: string;
  /** The answer's place in the archive. */
  readonly at: JsonPath;
  readonly problems: ParsedJson['diagnostics'];
}

function readEntry(entry: unknown, i: number, file: InputFile, answers: RestAnswers): Wrong | undefined {
  const path: unknown = isFields(entry) ? entry['path'] : undefined;
  const json: unknown = isFields(entry) ? entry['json'] : undefined;
  if (typeof path !== 'string' || typeof json !== 'string') {
    const message = l10n.t('The entry has no "path" or no "json", both texts, and is left out.');
    return { path: `archive[${i}]`, at: ['archive', i], problems: [{ severity: 'error', message }] };
  }
  const restPath = parseRestPath(path);
  if (!evidenceRoutes.has(restPath.route)) return undefined;
  const { value, diagnostics } = parseJson(json);
  const findings = new Findings();
  // What is left of a damaged answer may be too little to know it by.
  const isKnown = diagnostics.length === 0 || bodyKind(value) !== undefined;
  if (isKnown) answers.add({ path: restPath, value, cluster: file.name }, findings);
  const problems = findings.isEmpty
    ? diagnostics
    : [...diagnostics, ...findings.in('', l10n.t('The answer'))];
  return problems.length === 0 ? undefined : { path, at: ['archive', i, 'json'], problems };
}
