/** The alt text of a card: every drawn word in reading order, then one sentence on the picture. */

import type { CardRecord } from './card.ts';
import { written } from './lettering/timepiece.ts';

/** Built from the record itself, so that card and alt text cannot come to differ; `onMap` are the words a map was given. */
export function altOf(record: CardRecord, onMap: readonly string[] = []): string {
  const { time } = record;
  const when = time === null ? '' : written(time);
  const bearings = [when, record.date, record.place ?? ''].map(plain).filter((part) => part !== '');
  return [bearings.join(', '), ...told(record), shown(record, onMap), record.credit, record.description]
    .map(plain)
    .filter((part) => part !== '')
    .map(sentence)
    .join(' ');
}

function told(record: CardRecord): readonly string[] {
  switch (record.kind) {
    case 'quotation':
      return [record.quotation, record.attribution];
    case 'figures':
      return [record.headline, ...record.figures.map(({ value, label }) => `${value} ${label}`), record.caption ?? ''];
    default:
      return [record.headline, record.caption ?? ''];
  }
}

const beforeNames = { hu: 'A térképen', en: 'On the map' } as const;

function shown({ language }: CardRecord, onMap: readonly string[]): string {
  return onMap.length === 0 ? '' : `${beforeNames[language]}: ${onMap.join(', ')}`;
}

function plain(text: string): string {
  return text.replaceAll('\u00AD', '').replace(/\s+/gu, ' ').trim();
}

function sentence(text: string): string {
  return /[.!?…]["”’»)]*$/u.test(text) ? text : `${text}.`;
}
