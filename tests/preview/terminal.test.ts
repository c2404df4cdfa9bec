import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networks } from '../../bot/networks/all.ts';
import { previewTerminal } from '../../bot/preview/terminal.ts';
import { drawingWith, threadWith } from '../support/threads.ts';
import { onBluesky, onMastodon, pictures } from './threads.ts';

const hungarian = { thread: onBluesky, rules: networks.bluesky.rules, channelId: 'bluesky-hu', pictures };
const english = { thread: onMastodon, rules: networks.mastodon.rules, channelId: 'mastodon-en', pictures: null };
const plain = { colour: false, width: 64 };
const coloured = { colour: true, width: 64 };

function saying(text: string) {
  const thread = threadWith({ posts: [{ text, images: [drawingWith({ alt: text, credit: text })] }] });
  return { thread, rules: networks.bluesky.rules, channelId: 'bluesky-hu', pictures: null };
}

describe('a preview in the terminal', () => {
  it('shows a Hungarian thread on Bluesky as its readers get it', () => {
    expect(previewTerminal([hungarian], plain)).toMatchInlineSnapshot(`
      "━━ 2027. október 23., szombat, 15:00 ━━━━━━━━━━━━━━━━━━━━━━━━━━━
      sample-1956/march-begins on bluesky-hu (Bluesky)
      clock of Europe/Budapest, fingerprint 0123456789ab
      ╭─ 1/2 ──────────────────────────────────── public, Hungarian ─╮
      │ Halálesetek                                                  │
      │                                                              │
      │ 71 éve délután elindul a menet a Petőfi-szobortól a Bem      │
      │ térre. Köszönet: @oszk.bsky.social.                          │
      │                                                              │
      │ https://rev.hu/források #Forradalom1956                      │
      ├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┤
      │ warning   Halálesetek (first line of the text)               │
      │ labels    graphic-media                                      │
      │ links     @oszk.bsky.social (did:plc:abc123)                 │
      │           https://rev.hu/források  #Forradalom1956           │
      ├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┤
      │ picture   march-begins.hu.1.jpg  1200 × 1500 px, 212 kB      │
      │ alt       15:00, 1956. október 23., Petőfi tér. Elindul a    │
      │           menet. Rajz: Emléknap. Zászló, közepén kerek lyuk. │
      │ credit    Rajz: Emléknap · CC BY 4.0                         │
      ╰─ ████░░░░░░ 145/300 ─────────────────────────────────────────╯
      ╭─ 2/2 ──────────────────────────────────── public, Hungarian ─╮
      │ Folytatjuk 🕊️                                                │
      ╰─ █░░░░░░░░░ 12/300 ──────────────────────────────────────────╯
      "
    `);
  });

  it('shows an English thread on Mastodon with its text behind the warning', () => {
    expect(previewTerminal([english], plain)).toMatchInlineSnapshot(`
      "━━ Thursday, 4 November 2027, 08:07 ━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      sample-1956/radio-silent on mastodon-en (Mastodon)
      clock of Europe/Budapest, fingerprint 0123456789ab
      ╭─ 1/2 ─────────────────────────── public, English, sensitive ─╮
      │ ⚠ Deaths                                                     │
      ├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┤
      │ With thanks to @konyvtar@social.example.hu, 71 years on.     │
      ├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┤
      │ links     @konyvtar@social.example.hu                        │
      ├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┤
      │ picture   1200 × 1500 px, not encoded                        │
      │ alt       08:07. Silence.                                    │
      │ credit    Drawing: Emléknap                                  │
      ╰─ █████████░ 462/500 ─────────────────────────────────────────╯
      ╭─ 2/2 ───────────────────────── unlisted, English, sensitive ─╮
      │ ⚠ Deaths                                                     │
      ├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┤
      │ Until 13:00.                                                 │
      ╰─ █░░░░░░░░░ 18/500 ──────────────────────────────────────────╯
      "
    `);
  });

  it('underlines links, and colours tags and mentions', () => {
    const shown = previewTerminal([hungarian], coloured);
    expect(shown).toContain('\u001b[4mhttps://rev.hu/források\u001b[24m');
    expect(shown).toContain('\u001b[36m#Forradalom1956\u001b[39m');
    expect(shown).toContain('\u001b[35m@oszk.bsky.social\u001b[39m');
  });

  it('shows the same words in colour, but for the list of links that colour makes needless', () => {
    const words = stripVTControlCharacters(previewTerminal([english], coloured));
    const list = previewTerminal([english], plain);
    expect(list).toContain('links     @konyvtar@social.example.hu');
    expect(words).not.toContain('links');
    expect(list).toContain(words.split('\n').slice(0, 7).join('\n'));
  });

  it('puts a blank line between threads and ends with a line end', () => {
    const both = previewTerminal([hungarian, english], plain);
    expect(both).toBe(`${previewTerminal([hungarian], plain)}\n${previewTerminal([english], plain)}`);
    expect(previewTerminal([], plain)).toBe('');
  });

  it('spells out what a terminal would obey or hide in a text', () => {
    const shown = previewTerminal([saying('\u001b[2Jtöröl\u0007\u009b\u202eA\u200dB\u00a0C')], plain);
    expect(shown).toContain('│ \\u{1B}[2Jtöröl\\u{7}\\u{9B}\\u{202E}A\\u{200D}B\\u{A0}C ');
  });

  it('never has a line wider than asked, nor an escape sequence without colour, whatever the text', () => {
    const piece = fc.constantFrom(
      ...'aáőű ,\n\u001b',
      '👨‍👩‍👧',
      '🇭🇺',
      '漢字',
      'e\u0301',
      'hosszúszó'.repeat(9),
      '한국어 ',
    );
    fc.assert(
      fc.property(fc.string({ unit: piece }), fc.integer({ min: 40, max: 120 }), (text, width) => {
        const shown = previewTerminal([saying(text)], { colour: false, width });
        expect(stripVTControlCharacters(shown)).toBe(shown);
        const widths = shown
          .split('\n')
          .filter((line) => /^[╭│├╰]/.test(line))
          .map(columns);
        expect(new Set(widths)).toEqual(new Set([Math.min(width, 80)]));
      }),
      { examples: [['hosszúszó'.repeat(120), 40]] },
    );
  });
});

/** Terminal columns of a line made of what the property above writes. */
function columns(line: string): number {
  return [...new Intl.Segmenter().segment(line)].reduce(
    (sum, { segment }) => sum + (/\p{RGI_Emoji}|\p{Script=Han}|\p{Script=Hangul}/v.test(segment) ? 2 : 1),
    0,
  );
}
