import * as l10n from '@vscode/l10n';
import type { ExportEnding } from '../../share/exportKinds.js';

/** Pictures are made by the page, of what is seen. */
export const pictureEndings = { '.png': 'png', '.svg': 'svg' } as const;
export type PictureEnding = keyof typeof pictureEndings;

export function isPicture(ending: string): ending is PictureEnding {
  return Object.hasOwn(pictureEndings, ending);
}

/** One entry of *Export…*. */
export interface ExportChoice {
  readonly ending: ExportEnding | PictureEnding;
  /** Name of a codicon. */
  readonly icon: string;
  readonly label: string;
  readonly detail: string;
  /** The kind of file, in the save dialog. */
  readonly kind: string;
}

/** What a trace can be exported as, the most useful to a colleague first. */
export const exportChoices: readonly ExportChoice[] = [
  {
    ending: '.html',
    icon: 'browser',
    label: l10n.t('Page for Any Browser'),
    detail: l10n.t('The chart as it is here, in one file that needs no VS Code and no network'),
    kind: l10n.t('HTML page'),
  },
  {
    ending: '.png',
    icon: 'file-media',
    label: l10n.t('Picture'),
    detail: l10n.t('What is seen: verdict, rows, lens, details and legend, as PNG'),
    kind: l10n.t('PNG picture'),
  },
  {
    ending: '.svg',
    icon: 'symbol-color',
    label: l10n.t('Vector Picture'),
    detail: l10n.t('The same as SVG, for print and for slides; its text can be searched'),
    kind: l10n.t('SVG picture'),
  },
  {
    ending: '.md',
    icon: 'markdown',
    label: l10n.t('Summary for an Incident Report'),
    detail: l10n.t('Verdict, numbers by operator, what is not known, as Markdown'),
    kind: 'Markdown',
  },
  {
    ending: '.csv',
    icon: 'table',
    label: l10n.t('Table of All Bars'),
    detail: l10n.t('One row a bar, for a spreadsheet or a script, as CSV'),
    kind: 'CSV',
  },
  {
    ending: '.trace.json',
    icon: 'graph-line',
    label: l10n.t('Trace Events for Perfetto'),
    detail: l10n.t('Opens in ui.perfetto.dev and chrome://tracing'),
    kind: l10n.t('Trace events'),
  },
  {
    ending: '.otlp.json',
    icon: 'telescope',
    label: l10n.t('OpenTelemetry Spans'),
    detail: l10n.t('In the spans that Flink itself reports, as OTLP JSON'),
    kind: 'OTLP JSON',
  },
  {
    ending: '.ckpt.json',
    icon: 'file-code',
    label: l10n.t('Checkpoint Trace'),
    detail: l10n.t('Everything that was read, in one file that Checkpoint Lens opens by a double click'),
    kind: l10n.t('Checkpoint trace'),
  },
];

/** Names of inputs end in these; an export is named by what is before. */
const inputEndings = /(\.(ckpt|trace|otlp|flink))?\.(json|jsonl|ndjson|har|log|out|txt|pb|binpb)(\.gz)?$/i;

/** The name that an export of an input is given at first: `orders.ckpt.json` becomes `orders.html`. */
export function exportName(label: string, ending: string): string {
  const stem = label.replace(inputEndings, '').replace(/[\p{Cc}/\\:*?"<>|]+/gu, '_');
  return `${stem === '' ? 'checkpoints' : stem}${ending}`;
}

/** A name with the ending of what it holds, of which a person may have left out all, or all but the last part. */
export function withEnding(path: string, ending: string): string {
  if (path.toLowerCase().endsWith(ending)) return path;
  const last = `.${ending.split('.').at(-1)!}`;
  return `${path.toLowerCase().endsWith(last) ? path.slice(0, -last.length) : path}${ending}`;
}
