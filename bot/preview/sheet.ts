/** The contact sheet: every card of a day or a season on one page, all languages side by side, with its alt text. */

import type { Drawing } from '../../media/card.ts';
import type { Certainty } from '../../schedule/model/campaign.ts';
import type { Card } from '../../schedule/model/card.ts';
import { type Language, languages } from '../../schedule/model/language.ts';
import type { Slot } from '../../schedule/time/slots.ts';
import { printedDate } from '../render/dates.ts';
import { Html, html } from '../render/html.ts';
import type { Thread } from '../render/thread.ts';
import { type SheetFonts, sheetStyle } from './sheet-style.ts';

export type SheetCard = {
  readonly slot: Slot;
  /** Of the post that carries it, from 0. */
  readonly position: number;
  readonly card: Card;
  readonly versions: readonly { readonly language: Language; readonly drawing: Drawing }[];
};

/** The cards of threads in the order of the threads, each language once, whatever networks it goes to. */
export function sheetCards(threads: readonly Thread[]): readonly SheetCard[] {
  return [...Map.groupBy(threads, ({ slot }) => slot.id).values()].flatMap((ofSlot) => {
    const ofLanguages = languages.flatMap((language) => ofSlot.find((thread) => thread.language === language) ?? []);
    const { slot } = ofSlot[0] ?? {};
    if (slot === undefined) return [];
    return slot.entry.thread.flatMap(({ card }, position) => {
      const versions = ofLanguages.flatMap(({ language, posts }) =>
        [...(posts[position]?.images ?? [])].map((drawing) => ({ language, drawing })),
      );
      return card === null ? [] : [{ slot, position, card, versions }];
    });
  });
}

/** A small JPEG of each drawing. */
export type Thumbnails = ReadonlyMap<Drawing, Uint8Array>;

/** Complete HTML with pictures and fonts inside; it asks for nothing else and runs nothing. */
export function contactSheet(
  cards: readonly SheetCard[],
  thumbnails: Thumbnails,
  year: number,
  fonts: SheetFonts,
): string {
  const campaigns = [...Map.groupBy(cards, ({ slot }) => slot.campaign)];
  const titles = campaigns.map(([{ title }]) => Object.values(title).join(' · '));
  const count = `${cards.length} ${cards.length === 1 ? 'card' : 'cards'} of ${year}`;
  const most = Math.max(1, ...cards.map(({ versions }) => versions.length));
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";
  const page = html`<!doctype html>
<html lang="en" data-languages="${most}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Contact sheet – ${titles.join(', ')}</title>
<style>${new Html(sheetStyle(fonts))}</style>
</head>
<body>
<header class="masthead"><h1>Contact sheet</h1><p>${titles.join(', ')}</p><p>${count}</p></header>
<main>
${campaigns.map(([{ id }, own]) => campaignMarkup(campaigns.length > 1 ? id : null, own, thumbnails))}
</main>
</body>
</html>
`;
  return page.markup;
}

function campaignMarkup(name: string | null, cards: readonly SheetCard[], thumbnails: Thumbnails): Html {
  const days = [...Map.groupBy(cards, ({ slot }) => slot.entry.date)];
  return html`${name === null ? null : html`<h2 class="campaign">${name}</h2>`}
${days.map(
  ([date, own]) => html`<section>
<h2><span lang="hu">${printedDate(date, 'hu')}</span> <span lang="en">${printedDate(date, 'en')}</span></h2>
<ol>
${own.map((card) => cardMarkup(card, thumbnails))}
</ol>
</section>
`,
)}`;
}

function cardMarkup({ slot, position, card, versions }: SheetCard, thumbnails: Thumbnails): Html {
  const { id, time, certainty, mourning, thread } = slot.entry;
  const notes = [
    kindOf(card),
    ...(mourning ? ['mourning'] : []),
    ...(thread.length > 1 ? [`post ${position + 1} of ${thread.length}`] : []),
  ];
  return html`<li>
<header><time>${time}</time> <span class="certainty">${timeWords[certainty]}</span> <strong>${id}</strong> <span class="notes">${notes.join(' · ')}</span></header>
<div class="versions">
${versions.map(({ language, drawing }) => {
  const jpeg = Buffer.from(thumbnails.get(drawing) ?? []).toString('base64');
  return html`<figure lang="${language}">
<img src="data:image/jpeg;base64,${jpeg}" alt="" width="${drawing.width}" height="${drawing.height}">
<figcaption><span class="language">${language}</span> ${drawing.alt}</figcaption>
</figure>
`;
})}</div>
</li>
`;
}

const timeWords: Readonly<Record<Certainty, string>> = {
  exact: 'exact time',
  about: 'about this time',
  by: 'by this time',
  chosen: 'chosen time',
};

/** A photograph takes the place of the card that keeps room for it. */
function kindOf(card: Card): string {
  return 'photo' in card && card.photo !== null && card.photo.photograph !== null ? 'photo' : card.kind;
}
