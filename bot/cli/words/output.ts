/** Where words go: results to standard output, progress and errors to standard error, nothing in them working unseen. */

import { styleText } from 'node:util';
import { visible, visibleJson } from '../../render/visible.ts';

type Style = Parameters<typeof styleText>[0];

/** Whether colours are wanted on a stream: a terminal, and neither NO_COLOR nor a dumb terminal (no-color.org). */
export function wantsColour(stream: NodeJS.WriteStream): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true;
  return stream.isTTY === true && TERM !== 'dumb';
}

export function styled(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return wantsColour(stream) ? styleText(style, text, { validateStream: false }) : text;
}

/** Columns of the terminal, within what is pleasant to read. */
export function outputWidth(): number {
  return Math.min(100, Math.max(40, process.stdout.columns ?? 80));
}

const esc = '\u001b';
/** What `styleText` writes for the styles and the preview's formats; no other escape sequence is ever ours. */
const ownStyle = new RegExp(`(${esc}\\[(?:[124]|22|24|3[1-6]|39)m)`);

/** Words for a person: what a terminal would obey or hide is spelled out, but for the line ends and our own colours. */
export function shown(text: string, stream: NodeJS.WriteStream): string {
  if (!wantsColour(stream)) return visible(text);
  return text
    .split(ownStyle)
    .map((part, index) => (index % 2 === 1 ? part : visible(part)))
    .join('');
}

export function print(text: string): void {
  write(shown(text, process.stdout));
}

/** A document to be kept: as it is into a file or a pipe, and on a terminal like all other words. */
export function printDocument(text: string): void {
  write(process.stdout.isTTY === true ? shown(text, process.stdout) : text);
}

function write(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

export function printJson(value: unknown): void {
  write(visibleJson(JSON.stringify(value, null, 2)));
}

/** One line of JSON, for streams of events. */
export function printJsonLine(value: unknown): void {
  write(visibleJson(JSON.stringify(value)));
}

let isLog = false;

/** From now on standard output is a log: what it cannot take, on a full disk or because its reader has gone, is dropped. */
export function treatOutputAsLog(): void {
  isLog = true;
}

/**
 * Calls `failed` when standard output cannot be written and is no log, and ends the process when its reader has seen
 * enough, as in `| head`. What standard error cannot take is dropped.
 */
export function watchOutput(failed: (error: Error) => void): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (isLog) return;
    if (error.code === 'EPIPE') process.exit();
    failed(error);
  });
}

/** A remark for the person at the terminal; never part of the result. */
export function remark(text: string): void {
  process.stderr.write(`${shown(text, process.stderr)}\n`);
}

export type Progress = { readonly step: (done: number, label: string) => void; readonly end: () => void };

/** A bar on a terminal; nothing where standard error is no terminal. */
export function progressBar(total: number): Progress {
  if (process.stderr.isTTY !== true) return { step: () => {}, end: () => {} };
  const width = 28;
  return {
    step: (done, label) => {
      const filled = Math.round((width * done) / Math.max(1, total));
      const bar = styled('red', '█'.repeat(filled), process.stderr) + '░'.repeat(width - filled);
      process.stderr.write(`\r\u001b[K${bar} ${done}/${total} ${visible(label).replaceAll('\n', ' ')}`);
    },
    end: () => process.stderr.write('\r\u001b[K'),
  };
}
