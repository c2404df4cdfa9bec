/** Rendered threads as a person sees them in a terminal: what a reader will get, with its measures beside it. */

import type { Language } from '../../schedule/model/language.ts';
import { printedDate, weekdayOf } from '../render/dates.ts';
import type { NetworkRules } from '../render/rules.ts';
import type { Facet, FacetFeature, RenderedPost, Thread, Told } from '../render/thread.ts';
import { cellsOf, type Format, type Line, painted, painter, widthOf, wrap } from './cells.ts';
import { framed } from './frame.ts';
import { type PicturedPost, type PreviewPicture, type PreviewPictures, pictured } from './pictures.ts';

/** How its network shows a thread. */
type Showing = Pick<NetworkRules, 'title' | 'warning'>;

export type PreviewItem = {
  readonly thread: Thread<Told>;
  readonly rules: Showing;
  readonly channelId: string;
  readonly pictures: PreviewPictures;
};

export type TerminalOptions = {
  readonly colour: boolean;
  /** Columns of the terminal; frames are never wider than reads well, nor narrower than they can be. */
  readonly width: number;
};

const languageNames: Readonly<Record<Language, string>> = { hu: 'Hungarian', en: 'English' };

/** Every thread under its header, ending with a line end. Without colour there is no escape sequence in it. */
export function previewTerminal(items: readonly PreviewItem[], { colour, width }: TerminalOptions): string {
  const columns = Math.max(40, Math.min(width, 80));
  return items.map((item) => `${threadLines(item, columns, colour).join('\n')}\n`).join('\n');
}

function threadLines(
  { thread, rules, channelId, pictures }: PreviewItem,
  columns: number,
  colour: boolean,
): readonly string[] {
  const { slot, fingerprint, posts } = thread;
  const paint = painter(colour);
  const header = [
    heading(slot.local, thread.language, columns),
    ...wrap(text(`${slot.campaign.id}/${slot.entry.id} on ${channelId} (${rules.title})`), columns),
    ...wrap(text(`clock of ${slot.campaign.timeZone}, fingerprint ${fingerprint.slice(0, 12)}`, 'dim'), columns),
  ];
  const frames = pictured(thread, pictures).flatMap((post, position) =>
    framed(
      {
        title: [text(`${position + 1}/${posts.length}`, 'bold'), text(circumstances(post.post))],
        foot: counter(post.post),
        parts: partsOf(post, rules, columns - 4, colour),
      },
      columns,
      paint,
    ),
  );
  return [...header.map((line) => painted(line, paint)), ...frames];
}

function heading(local: string, language: Language, columns: number): Line {
  const [date = '', time = ''] = local.split('T');
  const words = [...text('━━ ', 'dim'), ...text(`${printedDay(date, language)}, ${time} `, 'bold')];
  return [...words, ...text('━'.repeat(Math.max(0, columns - widthOf(words))), 'dim')];
}

function circumstances({ visibility, language, sensitive }: RenderedPost<Told>): string {
  return [visibility, languageNames[language], ...(sensitive ? ['sensitive'] : [])].join(', ');
}

/** `2027. október 23., szombat` or `Saturday, 23 October 2027`. */
function printedDay(date: string, language: Language): string {
  const [day, weekday] = [printedDate(date, language), weekdayOf(date, language)];
  return language === 'hu' ? `${day}, ${weekday}` : `${weekday}, ${day}`;
}

function partsOf(
  { post, images }: PicturedPost,
  rules: Showing,
  width: number,
  colour: boolean,
): readonly (readonly Line[])[] {
  const hidesText = rules.warning === 'field' && post.contentWarning !== null;
  const warning = hidesText ? [wrap(text(`⚠ ${post.contentWarning}`, 'yellow'), width)] : [];
  const words = wrap(cellsOf(post.text, formatOf(post.facets)), width);
  const facts = factsOf(post, rules, colour).flatMap(([name, value]) => labelled(name, value, width));
  const pictures = images.map(({ drawing, picture }) => pictureLines(drawing, picture, width));
  return [...warning, words, ...(facts.length > 0 ? [facts] : []), ...pictures];
}

type Fact = readonly [name: string, value: string];

function factsOf(post: RenderedPost<Told>, rules: Showing, colour: boolean): readonly Fact[] {
  const facts: Fact[] = [];
  if (rules.warning === 'first line' && post.contentWarning !== null) {
    facts.push(['warning', `${post.contentWarning} (first line of the text)`]);
  }
  if (post.labels.length > 0) facts.push(['labels', post.labels.join(', ')]);
  const links = linksOf(post, colour);
  if (links.length > 0) facts.push(['links', links.join('  ')]);
  return facts;
}

/** Colour already shows in the text what is linked; only whom a handle stands for has still to be said. */
function linksOf({ text, facets }: RenderedPost<Told>, colour: boolean): readonly string[] {
  const bytes = new TextEncoder().encode(text);
  return facets.flatMap(({ byteStart, byteEnd, feature }) => {
    const covered = new TextDecoder().decode(bytes.slice(byteStart, byteEnd));
    const whom = feature.kind === 'mention' && covered !== `@${feature.identity}` ? ` (${feature.identity})` : '';
    return colour && whom === '' ? [] : [covered + whom];
  });
}

function pictureLines(drawing: Told, picture: PreviewPicture | null, width: number): readonly Line[] {
  const size = `${drawing.width} × ${drawing.height} px`;
  const name = picture === null ? `${size}, not encoded` : `${picture.file}  ${size}, ${kilobytes(picture.bytes)}`;
  return [
    ...labelled('picture', name, width),
    ...labelled('alt', drawing.alt, width),
    ...labelled('credit', drawing.credit, width),
  ];
}

function kilobytes(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : `${Math.round(bytes / 1000)} kB`;
}

/** A name in the margin, and its value beside it, however many lines that takes. */
function labelled(name: string, value: string, width: number): readonly Line[] {
  const margin = 10;
  return wrap(text(value), width - margin).map((line, index) => [
    ...text((index === 0 ? name : '').padEnd(margin), 'dim'),
    ...line,
  ]);
}

/** `███████░░░ 212/300`; green, and yellow in the last tenth. */
function counter({ length, limit }: RenderedPost<Told>): Line {
  const cells = 10;
  const full = Math.min(cells, Math.max(1, Math.floor((length / limit) * cells)));
  const format: Format = length > limit * 0.9 ? 'yellow' : 'green';
  return [...text('█'.repeat(full), format), ...text('░'.repeat(cells - full), 'dim'), ...text(` ${length}/${limit}`)];
}

function formatOf(facets: readonly Facet[]): (byte: number) => Format {
  return (byte) => {
    const facet = facets.find(({ byteStart, byteEnd }) => byte >= byteStart && byte < byteEnd);
    return facet === undefined ? 'none' : facetFormat(facet.feature);
  };
}

function facetFormat({ kind }: FacetFeature): Format {
  switch (kind) {
    case 'link':
      return 'underline';
    case 'tag':
      return 'cyan';
    case 'mention':
      return 'magenta';
  }
}

function text(content: string, format: Format = 'none'): Line {
  return cellsOf(content, () => format);
}
