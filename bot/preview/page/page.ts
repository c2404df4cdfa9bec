/** The whole timeline page: a season by day and minute, one channel at a time or all side by side, without a script. */

import { type Language, languages } from '../../../schedule/model/language.ts';
import { Html, html } from '../../render/html.ts';
import { publicationMarkup } from './post.ts';
import type { ShownPublication } from './shown.ts';
import { choiceStyle, style } from './style.ts';
import { dayName, daysBetween, inEach, languageTitles, words } from './wording.ts';

type PageChannel = Pick<ShownPublication, 'network' | 'title' | 'language' | 'account'>;

type Moment = {
  readonly slot: string;
  readonly local: string;
  readonly due: string;
  readonly publications: readonly ShownPublication[];
};

/** Complete HTML. The page asks for nothing but the pictures and fonts beside it, and runs nothing. */
export function timelinePage(publications: readonly ShownPublication[]): string {
  const channels = channelsOf(publications);
  const moments = momentsOf(publications);
  const days = Map.groupBy(moments, ({ local }) => local.slice(0, 10));
  const years = [...new Set([...days.keys()].map((date) => date.slice(0, 4)))].join('–');
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:; font-src 'self' file:";
  return html`<!doctype html>
<html lang="${channels[0]?.language ?? 'hu'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Emléknap ${years}</title>
<style>${new Html(style + choiceStyle(channels))}</style>
</head>
<body>
<a class="skip" href="#timeline">${inEach((language) => words[language].skip)}</a>
<header class="masthead">
<div class="flag" aria-hidden="true"><span class="hole"><span>${years}</span></span></div>
<div class="words"><h1>Emléknap</h1>
<p class="sum">${moments.length === 0 ? null : inEach((language) => sum(language, moments.length, channels.length, [...days.keys()]))}</p>
<p class="folder">${inEach((language) => words[language].folder)}</p></div>
</header>
${channels.length > 1 ? channelChoice(channels) : null}
<main id="timeline" tabindex="-1">
${days.size > 1 ? dayLinks(days, channels) : null}
${days.size === 0 ? html`<p class="empty">${inEach((language) => words[language].empty)}</p>` : null}
${[...days].map(([date, momentsOfDay]) => day(date, momentsOfDay, channels))}</main>
</body>
</html>
`.markup;
}

function sum(language: Language, moments: number, channels: number, dates: readonly string[]): string {
  const span = daysBetween(dates[0] ?? '', dates.at(-1) ?? '', language);
  return `${span} · ${words[language].sum(moments, channels)}`;
}

function channelChoice(channels: readonly PageChannel[]): Html {
  const choice = (id: string, checked: boolean, label: Html) =>
    html`<span class="choice ${id}"><input type="radio" name="channel" id="${id}"${checked ? html` checked` : null}><label for="${id}">${label}</label></span>\n`;
  return html`<fieldset class="channels">
<legend>${inEach((language) => words[language].channels)}</legend>
${channels.map(({ title, language }, index) =>
  choice(
    `channel-${index}`,
    index === 0,
    html`<span class="of">${title}</span> <span lang="${language}">${languageTitles[language]}</span>`,
  ),
)}${choice('channel-all', false, html`${inEach((language) => words[language].all)}`)}</fieldset>
`;
}

function dayLinks(days: ReadonlyMap<string, readonly Moment[]>, channels: readonly PageChannel[]): Html {
  const link = (date: string, moments: readonly Moment[]) =>
    html`<li data-channels="${channelsIn(moments, channels)}"><a href="#day-${date}">${inEach((language) => dayWords(date, language))}</a></li>\n`;
  return html`<nav class="days" aria-label="${words.hu.days} · ${words.en.days}"><ol>
${[...days].map(([date, moments]) => link(date, moments))}</ol></nav>
`;
}

function day(date: string, moments: readonly Moment[], channels: readonly PageChannel[]): Html {
  return html`<section class="day" id="day-${date}" data-channels="${channelsIn(moments, channels)}" aria-labelledby="heading-${date}">
<h2 id="heading-${date}">${inEach((language) => dayHeading(date, language))}</h2>
<ol class="moments">
${moments.map((moment) => momentMarkup(moment, channels))}</ol>
</section>
`;
}

function dayWords(date: string, language: Language): Html {
  const { month, number, numberFirst } = dayName(date, language);
  const [numeral, name] = [html`<span class="numeral">${number}</span>`, html`<span class="month">${month}</span>`];
  return numberFirst ? html`${numeral} ${name}` : html`${name} ${numeral}`;
}

function dayHeading(date: string, language: Language): Html {
  return html`<span class="date">${dayWords(date, language)}</span> <span class="weekday">${dayName(date, language).weekday}</span>`;
}

function momentMarkup({ local, due, publications }: Moment, channels: readonly PageChannel[]): Html {
  const ordered = publications
    .map((publication) => ({ publication, channel: channels.findIndex((one) => isOn(publication, one)) }))
    .sort((a, b) => a.channel - b.channel);
  return html`<li class="moment" data-channels="${channelsIn([{ publications }], channels)}">
<h3><time datetime="${due}">${local.slice(11)}</time></h3>
<div class="publications">
${ordered.map(({ publication, channel }) => publicationMarkup(publication, channel))}</div>
</li>
`;
}

/** The numbers of the channels that have something here, as a word list for style rules. */
function channelsIn(moments: readonly Pick<Moment, 'publications'>[], channels: readonly PageChannel[]): string {
  const here = moments.flatMap(({ publications }) => publications);
  return [...channels.keys()].filter((index) => here.some((one) => isOn(one, channels[index]))).join(' ');
}

function isOn(publication: ShownPublication, channel: PageChannel | undefined): boolean {
  return (
    publication.network === channel?.network &&
    publication.language === channel.language &&
    publication.account === channel.account
  );
}

function channelsOf(publications: readonly ShownPublication[]): readonly PageChannel[] {
  const byKey = new Map(publications.map((one) => [`${rankOf(one)} ${one.account}`, one]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, channel]) => channel);
}

function rankOf({ title, language }: PageChannel): string {
  return `${title} ${languages.indexOf(language)}`;
}

function momentsOf(publications: readonly ShownPublication[]): readonly Moment[] {
  return [...Map.groupBy(publications, ({ slot }) => slot).values()]
    .flatMap((together) =>
      together.slice(0, 1).map(({ slot, local, due }) => ({ slot, local, due, publications: together })),
    )
    .sort((a, b) => (a.due === b.due ? (a.slot < b.slot ? -1 : 1) : a.due < b.due ? -1 : 1));
}
