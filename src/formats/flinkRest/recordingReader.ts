import * as l10n from '@vscode/l10n';
import { isFields, isMoment, type Fields } from '../../trace/json/fields.js';
import { Findings } from '../../trace/json/findings.js';
import type { Place } from '../../trace/diagnostics.js';
import type { UnixMs } from '../evidence/model.js';
import type { FormatReader, InputContent, InputFile } from '../input.js';
import { linesOf, type Line } from '../lines.js';
import { FileDiagnostics } from './fileDiagnostics.js';
import { RestAnswers } from './restAnswers.js';
import { evidenceRoutes, parseRestPath, type RestPath } from './restPath.js';

/** The first line of a recording, which older ones lack. */
export const recordingFormat = 'flink-rest-recording';

/**
 * Reads recordings of a running Flink: JSON lines, one an answer, as `{"t": Unix ms, "path", "status", "body"}`, with `body`
 * as a text. `"same": true` stands for the body that the path gave before. Lines without body, and with a `method` other
 * than GET, only say that something was asked. The last line may be cut off, as a crash leaves it.
 */
export const recordingReader: FormatReader = {
  format: l10n.t('Recording of Flink REST answers'),
  recognizes: ({ bytes }) => {
    const [first] = linesOf(bytes.subarray(0, 1 << 16));
    return first !== undefined && /^\s*\{/.test(first.text) && (isHeader(first.text) || isAnswer(first.text));
  },
  read: (files) => {
    const diagnostics = new FileDiagnostics();
    const answers = new RestAnswers();
    for (const file of files) new Recording(file, answers, diagnostics).read();
    return {
      evidence: answers.evidence(),
      traces: [],
      diagnostics: diagnostics.list(),
    } satisfies InputContent;
  },
};

function isHeader(line: string): boolean {
  return line.includes(`"${recordingFormat}"`);
}

/** A time, a path and how it went; who records requests of other kinds has the first two as well. */
function isAnswer(line: string): boolean {
  return /"t"\s*:\s*\d/.test(line) && /"path"\s*:\s*"\//.test(line) && /"status"\s*:\s*\d/.test(line);
}

/** The newest metrics of a path. Flink is asked more often than they change. */
interface Metrics {
  readonly path: RestPath;
  readonly value: unknown;
  until?: UnixMs;
}

class Recording {
  private readonly metrics = new Map<string, Metrics>();

  constructor(
    private readonly file: InputFile,
    private readonly answers: RestAnswers,
    private readonly diagnostics: FileDiagnostics,
  ) {}

  read(): void {
    let damaged: { readonly at: Place } | undefined;
    let offset = 0;
    let previousLength = 0;
    for (const line of linesOf(this.file.bytes)) {
      // A place counts in characters, a line in bytes: the end of the line before has one character or two.
      if (line.number > 1) offset += previousLength + (this.file.bytes[line.offset - 2] === 0x0d ? 2 : 1);
      previousLength = line.text.length;
      if (damaged !== undefined) this.report(damaged.at, l10n.t('The line is no JSON and is left out.'));
      damaged = undefined;
      if (line.text.trim() === '') continue;
      const at = { line: line.number, column: 1, offset };
      const entry = parseLine(line);
      if (entry === undefined) damaged = { at };
      else this.readLine(entry, at);
    }
    if (damaged !== undefined) this.report(damaged.at, l10n.t('The recording ends in the middle of a line.'));
    for (const path of this.metrics.keys()) this.finish(path);
  }

  private readLine(entry: Fields, at: Place): void {
    const { t, path: text, status, body, same, method = 'GET' } = entry;
    if (entry['format'] === recordingFormat) return;
    if (!isMoment(t) || typeof text !== 'string') {
      this.report(at, l10n.t('The line has no time, "t", or no "path", and is left out.'));
      return;
    }
    if (method !== 'GET' || (status !== undefined && status !== 200)) return;
    if (same === true) {
      const metrics = this.metrics.get(text);
      if (metrics !== undefined) metrics.until = t;
      return;
    }
    const path = parseRestPath(text);
    if (body === undefined || !evidenceRoutes.has(path.route)) return;
    const value = typeof body === 'string' ? parseBody(body) : body;
    if (value === undefined) {
      this.diagnostics.addOfAnswer(
        this.file.name,
        text,
        [{ severity: 'error', message: l10n.t('The body is no JSON.') }],
        at,
      );
      return;
    }
    this.finish(text);
    if (path.route.endsWith('/metrics')) this.metrics.set(text, { path, value });
    this.add(path, text, value, t, at);
  }

  private add(path: RestPath, text: string, value: unknown, t: UnixMs, at: Place): void {
    const findings = new Findings();
    this.answers.add({ path, value, cluster: this.file.name, at: t }, findings);
    if (!findings.isEmpty) {
      this.diagnostics.addOfAnswer(this.file.name, text, findings.in('', l10n.t('The answer')), at);
    }
  }

  /** Metrics that stayed the same were last read when they were last asked for. */
  private finish(text: string): void {
    const metrics = this.metrics.get(text);
    if (metrics?.until === undefined) return;
    const { path, value, until: at } = metrics;
    this.answers.add({ path, value, cluster: this.file.name, at }, new Findings());
  }

  private report(at: Place, message: string): void {
    this.diagnostics.add(this.file.name, { severity: 'warning', message, at });
  }
}

function parseLine({ text }: Line): Fields | undefined {
  const value = parseBody(text);
  return isFields(value) ? value : undefined;
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
