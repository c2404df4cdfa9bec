import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { marked, type Token } from 'marked';
import { describe, expect, it, test } from 'vitest';
import type { Campaign } from '../../../schedule/model/campaign.ts';
import { loadCampaigns } from '../../../schedule/read/load.ts';
import { markdownText } from '../../../schedule/words/markdown.ts';
import { sourcesPage } from '../../../schedule/words/sources-page.ts';

const html = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** Places of the page in which a text stands, and what a reader's program has to make of them. */
const places = [
  ['a heading', (text: string) => `# ${text}: end`, (shown: string) => `<h1>${shown}: end</h1>\n`],
  [
    'a list',
    (text: string) => `- **id**: ${text}. end`,
    (shown: string) => `<ul>\n<li><strong>id</strong>: ${shown}. end</li>\n</ul>\n`,
  ],
  [
    'a quotation',
    (text: string) => `> 1/2 ${text}`,
    (shown: string) => `<blockquote>\n<p>1/2 ${shown}</p>\n</blockquote>\n`,
  ],
  ['a paragraph', (text: string) => `Documents: “${text}”.`, (shown: string) => `<p>Documents: “${shown}”.</p>\n`],
] as const;

const hostile = [
  '[text](https://evil.example)',
  '![picture](https://evil.example/x.png)',
  '<img src=x onerror=alert(1)>',
  '<https://evil.example>',
  'https://evil.example/a_b_c',
  'HTTP://EVIL.EXAMPLE www.evil.example ftp://evil.example',
  'mail me@evil.example or mailto:me@evil.example',
  '`code` ``more`` ```x```',
  '**bold** __bold__ *it* _it_ ~~gone~~ ~gone~',
  '# heading #',
  'a | b',
  '&amp; &copy; &#x202E;',
  '\\*not escaped\\*',
  '[ref]: https://evil.example "x"',
  '[^1] [x] - [ ] task',
  '<!-- gone -->',
  '$x_1$ $$y$$',
];

describe.each(places)('a text in %s', (_place, within, around) => {
  test.each(hostile)('comes out as the text that it is: %s', (text) => {
    expect(marked.parse(within(markdownText(text)))).toBe(around(html(text)));
  });

  it('comes out as the text that it is, whatever it says', () => {
    const piece = fc.oneof(
      fc.constantFrom(...'\\`*_{}[]()<>#+-.!|~&@:/"\'= \n1aá', '\t', 'https://', 'www.', '  \n', '\n\n', '\n---\n'),
      fc.constantFrom(...hostile),
      fc.string({ unit: 'grapheme-ascii', maxLength: 3 }),
    );
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (written) => {
        const line = written.trim().replaceAll(/\s+/gu, ' ');
        fc.pre(line !== '');
        expect(marked.parse(within(markdownText(written)))).toBe(around(html(line)));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a text in Markdown', () => {
  it('has its control characters and overrides written out, and stays on its line', () => {
    expect(markdownText('a\u001b]0;x\u0007\u202eb\u0000\r\n\u0085# c')).toBe(
      String.raw`a\u{1B}\]0;x\u{7}\u{202E}b\u{0} # c`.replaceAll('\\u', '\\\\u').replace('\\\\]', '\\]'),
    );
  });

  it('keeps good typography, and closes what it isolates', () => {
    expect(markdownText('23.\u00a0október \u200f\u2067عربي\u2069 نرم\u200cافزار 👩\u200d🚀')).toBe(
      '23.\u00a0október \u200f\u2067عربي\u2069 نرم\u200cافزار 👩\u200d🚀',
    );
    expect(markdownText('\u2067a \u2066b')).toBe('\u2067a \u2066b\u2069\u2069');
    expect(markdownText('\u2069a')).toBe('\u2069a');
  });
});

test('the page of sources has no link, picture, table, code or HTML of a campaign in it', async () => {
  const loaded = await loadCampaigns(fileURLToPath(new URL('../../fixtures/editorial/sound', import.meta.url)));
  if (!loaded.ok) throw new Error('the sound campaign is broken');
  const [sound] = loaded.value;
  if (sound === undefined) throw new Error('there is no campaign');
  const words = `${hostile.join(' ')}\n\n# Heading\n\n| a | b |\n| - | - |\n`;
  const per = { en: words, hu: words };
  const campaign: Campaign = {
    ...sound,
    title: per,
    sources: new Map([...sound.sources].map(([id, source]) => [id, { ...source, title: words, note: words }])),
    entries: sound.entries.map((entry) => ({
      ...entry,
      thread: [{ ...entry.thread[0], text: { en: { bluesky: words, mastodon: words } } }],
    })),
  };
  const kinds = new Set<string>();
  const visit = (token: Token): void => void kinds.add(token.type);
  void marked.walkTokens(marked.lexer(sourcesPage(campaign, 'en', 2030)), visit);
  expect([...kinds].sort()).toEqual(
    ['blockquote', 'escape', 'heading', 'list', 'list_item', 'paragraph', 'space', 'strong', 'text'].sort(),
  );
});
