import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type NetworkName, networkNames, networks } from '../../bot/networks/all.ts';
import { contactSheet, sheetCards } from '../../bot/preview/sheet.ts';
import { renderThread } from '../../bot/render/render.ts';
import type { Thread } from '../../bot/render/thread.ts';
import { languages } from '../../schedule/model/language.ts';
import { loadCampaigns } from '../../schedule/read/load.ts';
import { slotsOf } from '../../schedule/time/slots.ts';

const loaded = await loadCampaigns(fileURLToPath(new URL('../../schedule/campaigns', import.meta.url)));
if (!loaded.ok) throw new Error('the campaigns have problems');
const slots = slotsOf(loaded.value[0], 2027).filter(({ entry }) => entry.date === '1956-11-04');

function threadsOn(names: readonly NetworkName[]): readonly Thread[] {
  return slots.flatMap((slot) =>
    names.flatMap((name) =>
      languages.map((language) => {
        const { rules } = networks[name];
        const rendered = renderThread(slot, { rules, language, capabilities: rules.defaults });
        if (!rendered.ok) throw new Error(JSON.stringify(rendered.problems));
        return rendered.value;
      }),
    ),
  );
}

const cards = sheetCards(threadsOn(networkNames));
const thumbnails = new Map(
  cards.flatMap(({ versions }) => versions.map(({ drawing }, index) => [drawing, Uint8Array.of(index)] as const)),
);
const font = Uint8Array.of(1);
const fonts = { poster: font, text: font, telex: font };
const page = contactSheet(cards, thumbnails, 2027, fonts);

describe('the contact sheet', () => {
  it('has every card of every thread once in each language, whatever networks it goes to', () => {
    const expected = slots.flatMap(({ id, entry }) =>
      entry.thread.flatMap(({ card }, position) => (card === null ? [] : [`${id} ${position} hu en`])),
    );
    expect(expected.length).toBeGreaterThan(5);
    expect(
      cards.map(
        ({ slot, position, versions }) =>
          `${slot.id} ${position} ${versions.map(({ language }) => language).join(' ')}`,
      ),
    ).toEqual(expected);
    expect(sheetCards(threadsOn(['mastodon'])).length).toBe(cards.length);
  });

  it('names entry, time and kind of each card, and has its whole alt text in its language', () => {
    expect(page).toContain(
      '<time>08:07</time> <span class="certainty">exact time</span> <strong>radio-silent</strong>',
    );
    expect(page).toContain('clock · mourning');
    for (const { versions } of cards) {
      for (const { language, drawing } of versions) {
        const words = drawing.alt.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
        expect(page).toContain(`<span class="language">${language}</span> ${words}`);
      }
    }
  });

  it('is whole: it asks for no file and no address, and runs nothing', () => {
    expect(page.match(/<img /g)).toHaveLength(thumbnails.size);
    expect(page).not.toMatch(/(?:src|href)="(?!data:)|url\("(?!data:)|<script|@import|\son\w+=/);
  });

  it('forbids the browser everything but its own style, pictures and fonts', () => {
    const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";
    const meta = `<meta http-equiv="Content-Security-Policy" content="${policy.replaceAll("'", '&#39;')}">`;
    expect(page.slice(0, page.indexOf('<title>'))).toContain(meta);
  });

  it('lets no text of a card become markup', () => {
    const [first] = cards;
    const [version] = first?.versions ?? [];
    if (first === undefined || version === undefined) throw new Error('the day has no card');
    const hostile = { ...version.drawing, alt: '<script>alert(1)</script>' };
    const one = { ...first, versions: [{ ...version, drawing: hostile }] };
    expect(contactSheet([one], new Map([[hostile, font]]), 2027, fonts)).not.toContain('<script');
  });

  it('says so when there is no card', () => {
    expect(contactSheet([], new Map(), 2027, fonts)).toContain('0 cards of 2027');
  });
});
