/** What measuring a text has in common on every network; only text without fault goes on. */

import { isNonEmpty } from '../../schedule/model/language.ts';
import { graphemesOf } from '../../schedule/words/graphemes.ts';
import type { Measured } from './rules.ts';
import type { MeasuredText } from './thread.ts';
import type { TextFault, Token, Tokenized } from './tokens.ts';

/** A text longer than `most` UTF-16 units is not read; the message names the limit that people know. */
export function endless(source: string, network: string, limit: number, most: number): TextFault | null {
  if (source.length <= most) return null;
  const message = `The text has more than ${most} characters; ${limit} are allowed on ${network}. Shorten it.`;
  return { rule: 'too-long', message };
}

/** The faults of a text, those of its length first; or the text, measured. */
export function verdict(post: Tokenized, length: number, limit: number, misfits: readonly TextFault[]): Measured {
  const faults = [...misfits, ...post.faults];
  if (isNonEmpty(faults)) return { ok: false, faults };
  return { ok: true, text: post.text as MeasuredText, length, limit };
}

/** `network` is its title, `rest` what does not fit. */
export function tooLong(network: string, length: number, limit: number, rest: string): TextFault {
  return {
    rule: 'too-long',
    message: `The text is ${length} characters long on ${network}; ${limit} are allowed. Cut ${length - limit}: the end, “${rest}”, no longer fits.`,
  };
}

type Piece = { readonly token: Token | null; readonly written: string };

/** The text in order: each token whole, and what stands between them. */
export function pieces({ text, tokens }: Tokenized): readonly Piece[] {
  const list: Piece[] = [];
  let end = 0;
  for (const token of tokens) {
    list.push({ token: null, written: text.slice(end, token.start) });
    list.push({ token, written: text.slice(token.start, token.end) });
    end = token.end;
  }
  list.push({ token: null, written: text.slice(end) });
  return list;
}

/** What no longer fits, shortened to its first words, for a message. */
export function overflow(
  post: Tokenized,
  room: number,
  weigh: (written: string, token: Token | null) => number,
): string {
  let left = room;
  let rest = '';
  for (const piece of pieces(post)) {
    const units = piece.token === null ? graphemesOf(piece.written) : [piece.written];
    for (const unit of units) {
      left -= weigh(unit, piece.token);
      if (left < 0) rest += unit;
    }
  }
  const shown = [...graphemesOf(rest.trim().replaceAll(/\s+/gu, ' '))];
  return shown.length > 40 ? `${shown.slice(0, 40).join('')}…` : shown.join('');
}
