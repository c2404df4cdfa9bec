/** Puts one card together: its words in every language, the places it names, and its photograph if there is one. */

import { mapLanguages } from '../../model/campaign.ts';
import type { Card, Coordinates, MapScene, PhotoSlot, Place } from '../../model/card.ts';
import { type Language, nonEmpty } from '../../model/language.ts';
import { hasPlaceholder } from '../../words/template.ts';
import type { EntryFile } from '../schema/campaign.ts';
import type { CardFile } from '../schema/card.ts';
import type { Path } from '../yaml/yaml-file.ts';
import { type Context, checkLanguages, checkReference } from './checks.ts';

type MapFile = Extract<CardFile, { kind: 'map' }>['map'];

/** What is wrong is reported, and what is left of the card returned. */
export function assembleCard(card: CardFile, entry: EntryFile, path: Path, context: Context): Card {
  const { day, file, head, report } = context;
  checkLanguages({ ...(card.hu && { hu: card.hu }), ...(card.en && { en: card.en }) }, file.languages, path, report);
  checkKind(card, entry, path, context);
  for (const language of ['hu', 'en'] as const) checkPlaceholders(card[language], [...path, language], context);
  const common = {
    place: card.place === undefined ? null : placeOf(card.place, [...path, 'place'], context),
    date: card.date ?? day.data.date,
    theme: head.theme,
  };
  const credited = <W extends { readonly credit?: string | undefined }>(language: Language, words: W) => {
    return { ...words, credit: words.credit ?? file.credit[language] ?? '' };
  };
  switch (card.kind) {
    case 'typographic':
    case 'clock':
    case 'memorial':
    case 'map': {
      const texts = mapLanguages((language) => {
        const words = card[language];
        return words && { ...credited(language, words), caption: words.caption ?? null };
      });
      const photo = slotOf(card.photo, context);
      if (card.kind === 'map') {
        return { ...common, kind: card.kind, photo, texts, map: sceneOf(card.map, [...path, 'map'], context) };
      }
      return { ...common, kind: card.kind, photo, texts, emblem: card.emblem ?? null };
    }
    case 'quotation':
      return {
        ...common,
        kind: card.kind,
        texts: mapLanguages((language) => card[language] && credited(language, card[language])),
      };
    case 'figures':
      return {
        ...common,
        kind: card.kind,
        texts: mapLanguages((language) => {
          const words = card[language];
          if (words === undefined) return undefined;
          const figures = nonEmpty(words.figures, 'a card without a figure got past the schema');
          return { ...credited(language, words), figures, caption: words.caption ?? null };
        }),
      };
  }
}

function checkKind(card: CardFile, entry: EntryFile, path: Path, { day, head, report }: Context): void {
  if (!head.theme.cards.includes(card.kind)) {
    const message = `This campaign has no ${card.kind} cards; use ${head.theme.cards.join(', ')}, or add the kind to its theme.`;
    report([...path, 'kind'], 'kind-not-in-theme', message);
  }
  if (card.kind !== 'clock') return;
  if (entry.certainty !== 'exact') {
    const message =
      'A clock card shows the exact minute, and the time of this entry is not exact; use a typographic card.';
    report([...path, 'kind'], 'clock-needs-exact-time', message);
  }
  if (card.date !== undefined && card.date !== day.data.date) {
    const message = 'A clock card shows the minute of its entry, which is of another day; use a typographic card.';
    report([...path, 'date'], 'clock-of-another-day', message);
  }
}

function checkPlaceholders(value: unknown, path: Path, context: Context): void {
  if (typeof value === 'string') {
    if (!hasPlaceholder(value)) return;
    const message = 'A card tells history and takes no placeholders; write the words out.';
    context.report(path, 'placeholder-on-card', message);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    checkPlaceholders(part, [...path, Array.isArray(value) ? Number(key) : key], context);
  }
}

function placeOf(id: string, path: Path, { head, report }: Context): Place | null {
  checkReference(report, path, 'place', id, head.places);
  return head.places.get(id) ?? null;
}

function slotOf(id: string | undefined, { head }: Context): PhotoSlot | null {
  return id === undefined ? null : { id, photograph: head.photographs.get(id) ?? null };
}

function sceneOf(map: MapFile, path: Path, context: Context): MapScene {
  const at = (point: MapFile['routes'][number][number], below: Path): readonly Coordinates[] => {
    if (typeof point !== 'string') return [point];
    const place = placeOf(point, below, context);
    return place === null ? [] : [{ latitude: place.latitude, longitude: place.longitude }];
  };
  const lines = (name: 'routes' | 'advances') =>
    map[name].map((line, index) => line.flatMap((point, along) => at(point, [...path, name, index, along])));
  const [around] = map.ring === undefined ? [] : at(map.ring.around, [...path, 'ring', 'around']);
  return {
    area: map.area,
    pins: map.pins.flatMap((id, index) => placeOf(id, [...path, 'pins', index], context) ?? []),
    routes: lines('routes'),
    advances: lines('advances'),
    ring: map.ring === undefined || around === undefined ? null : { around, kilometres: map.ring.kilometres },
  };
}
