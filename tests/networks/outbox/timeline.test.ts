/** The timeline page: what readers would see, in their language, and nothing a text could smuggle in. */

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { networkNames } from '../../../bot/networks/all.ts';
import { blueskyPassages } from '../../../bot/networks/bluesky/show/posts.ts';
import { mastodonPassages } from '../../../bot/networks/mastodon/show/posts.ts';
import { createOutbox } from '../../../bot/networks/outbox/outbox.ts';
import { writeTimeline } from '../../../bot/networks/outbox/timeline.ts';
import { html } from '../../../bot/render/html.ts';
import { languages } from '../../../schedule/model/language.ts';
import { newDesk } from '../../support/desk.ts';
import { accountOn, drawingWith, facetOn, slotWith, type ThreadChanges } from '../../support/threads.ts';
import { frozenFor } from '../contract/contract.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'timeline-'));
});
afterAll(() => rm(root, { recursive: true }));

/** The page over an outbox with these threads. */
async function pageOf(
  ...threads: readonly ThreadChanges[]
): Promise<{ readonly folder: string; readonly page: string }> {
  const folder = await mkdtemp(join(root, 'case-'));
  for (const thread of threads) {
    const outbox = createOutbox({ folder, account: accountOn(thread.network ?? 'bluesky') });
    const { frozen, picturing } = await frozenFor(outbox, thread);
    expect(await outbox.send(frozen, newDesk().sending(frozen, picturing))).toMatchObject({ kind: 'sent' });
  }
  return { folder, page: await readFile(await writeTimeline(folder), 'utf8') };
}

const hostile = `</p></article><script>alert(1)</script><img src=x onerror="alert(1)">' onclick='x" & "`;

/** Every tag of a page with its attributes, as a browser would find them in text that is properly escaped. */
const tagsOf = (page: string) =>
  [...page.replace(/<style>[\s\S]*?<\/style>/, '').matchAll(/<[^>]*>/g)].map(([tag]) => tag);

describe('the timeline page', () => {
  it('says so when nothing has been published', async () => {
    const { page } = await pageOf();
    expect(page).toContain('Itt még semmi sem jelent meg.');
    expect(page).toContain('Nothing has been published here yet.');
  });

  it('clears away what a killed process left beside the page and among its fonts', async () => {
    const { folder } = await pageOf();
    for (const place of [folder, join(folder, 'fonts')])
      await writeFile(join(place, '.unfinished-4194304-dead-x'), 'half');
    await writeTimeline(folder);
    const names = await readdir(folder, { recursive: true });
    expect(names.filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  it('goes by days and minutes, in the words of each language', async () => {
    const { page } = await pageOf(
      { slot: slotWith({ id: 'late', date: '1956-11-04', time: '05:20' }) },
      { slot: slotWith({ id: 'second', time: '16:00' }) },
      { slot: slotWith({ id: 'first', time: '15:00' }) },
    );
    const headings = [...page.matchAll(/<h2[\s\S]*?<\/h2>/g)].map(([heading]) => heading.replaceAll(/<[^>]*>/g, ''));
    expect(headings).toEqual(['október 23. szombat23 October Saturday', 'november 4. csütörtök4 November Thursday']);
    const times = [...page.matchAll(/<h3><time datetime="([^"]*)">([^<]*)/g)].map(([, instant, local]) => [
      instant,
      local,
    ]);
    expect(times).toEqual([
      ['2027-10-23T13:00:00.000Z', '15:00'],
      ['2027-10-23T14:00:00.000Z', '16:00'],
      ['2027-11-04T04:20:00.000Z', '05:20'],
    ]);
  });

  it('offers each channel once, shows the first, and puts the four versions of a moment together', async () => {
    const four = networkNames.flatMap((network) => languages.map((language) => ({ network, language })));
    const { page } = await pageOf(...four.toReversed());
    const radios = [...page.matchAll(/<input type="radio" name="channel" id="([^"]*)"( checked)?>/g)];
    expect(radios.map(([, id, checked]) => `${id}${checked ?? ''}`)).toEqual([
      'channel-0 checked',
      'channel-1',
      'channel-2',
      'channel-3',
      'channel-all',
    ]);
    const articles = [...page.matchAll(/<article class="publication (\w+)" data-channel="(\d)" lang="(\w+)"/g)];
    expect(articles.map(([, ...found]) => found.join(' '))).toEqual([
      'bluesky 0 hu',
      'bluesky 1 en',
      'mastodon 2 hu',
      'mastodon 3 en',
    ]);
    expect(page.match(/<li class="moment"/g)).toHaveLength(1);
    expect(page).toContain('<html lang="hu">');
  });

  it('shows pictures from beside the page, with their alt text as alt and to be read', async () => {
    const alt = 'Tér „zászlókkal”';
    const { folder, page } = await pageOf({ posts: [{ images: [drawingWith({ alt }), drawingWith({ width: 300 })] }] });
    const [, source = ''] = /<img src="([^"]*)" alt="Tér „zászlókkal”" width="400" height="500"/.exec(page) ?? [];
    expect((await readFile(join(folder, source))).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect(page).toContain(`<p>${alt}</p>`);
    expect(page).toContain('data-count="2"');
  });

  it('covers what the network would cover: a post with a warning, pictures with a label', async () => {
    const images = [drawingWith()] as const;
    const { page } = await pageOf(
      { network: 'mastodon', posts: [{ contentWarning: 'Halál', sensitive: true, images }] },
      { posts: [{ labels: ['graphic-media'], images }] },
    );
    expect(page).toMatch(/<span class="warning">Halál<\/span>/);
    expect(page).toMatch(/<span class="warning">Érzékeny kép · graphic-media<\/span>/);
  });

  it('shows visibility where the network has it', async () => {
    const { page } = await pageOf(
      { network: 'mastodon', posts: [{}, { visibility: 'unlisted' }] },
      { network: 'mastodon', language: 'en' },
      {},
    );
    const shown = [...page.matchAll(/<span class="visibility">([^<]*)/g)].map(([, words]) => words);
    expect(shown).toEqual(['Nyilvános', 'Csendes nyilvános', 'Public']);
  });

  it.each(networkNames)('has the same markup for a hostile text of %s as for a harmless one', async (network) => {
    const skeletonWith = async (text: string) => {
      const post = { text, contentWarning: text, sensitive: true, labels: [text] };
      const images = [drawingWith({ alt: text })] as const;
      const { page } = await pageOf({ network, posts: [{ ...post, images }, post] });
      expect(page).toContain(text.startsWith('<') ? '&#60;script&#62;alert(1)' : text);
      return tagsOf(page).map((tag) => tag.replaceAll(/"[^"]*"/g, '""'));
    };
    expect(await skeletonWith(hostile)).toEqual(await skeletonWith('ártalmatlan'));
  });

  it('follows web addresses only', async () => {
    const text = 'nyomd meg';
    const facet = (uri: string) => ({ text, facets: [facetOn(text, text, { kind: 'link', uri })] });
    const { page } = await pageOf({
      posts: [facet('javascript:alert(1)'), facet('data:text/html,x'), facet('https://pelda.hu/?a=1&b="2"')],
    });
    const addresses = [...page.matchAll(/<a href="([^"#]*?)"/g)].map(([, address]) => address);
    expect(addresses.filter((address) => /^\w+:/.test(address ?? ''))).toEqual([]);
    expect(page).toContain('<a href="https://pelda.hu/?a=1&#38;b=&#34;2&#34;" rel="noreferrer">');
  });

  it('asks nothing of the network and runs nothing', async () => {
    const { page } = await pageOf({ posts: [{ text: 'https://pelda.hu/ #Minta', images: [drawingWith()] }] });
    expect(page).toContain('content="default-src &#39;none&#39;;');
    for (const tag of tagsOf(page)) expect(tag).not.toMatch(/^<(script|link|iframe|object)|src="(https?:)?\/\//);
    expect(page.match(/url\("(?!fonts\/)/)).toBeNull();
  });

  it('brings its fonts with their licences', async () => {
    const { folder } = await pageOf();
    const names = await readdir(join(folder, 'fonts'));
    expect(names.filter((name) => name.endsWith('.txt'))).toHaveLength(3);
    expect(names.filter((name) => name.endsWith('.ttf'))).toHaveLength(5);
  });

  it('is the same for the same publications, and passes over folders that are not its own', async () => {
    const { folder, page } = await pageOf({}, { network: 'mastodon' });
    await mkdir(join(folder, 'holiday', 'photos'), { recursive: true });
    await mkdir(join(folder, 'holiday', '.unfinished-1-x-y'));
    await writeFile(join(folder, 'notes.txt'), 'mine');
    expect(await readFile(await writeTimeline(folder), 'utf8')).toBe(page);
  });

  it('names a publication it cannot read', async () => {
    const { folder } = await pageOf();
    const file = join(folder, 'channel', 'broken', 'publication.json');
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, '{"format":2}');
    await expect(writeTimeline(folder)).rejects.toThrow(`${file} is no publication of the outbox`);
  });
});

describe('an HTML template', () => {
  it('escapes any value in text and attributes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { markup } = html`<p title="${text}">${[text]}</p>`;
        const [, attribute = '', content = ''] = /^<p title="([^"<>]*)">([^<>"']*)<\/p>$/.exec(markup) ?? [];
        const read = (escaped: string) =>
          escaped.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
        expect([read(attribute), read(content)]).toEqual([text, text]);
      }),
    );
  });

  it('trusts nothing that only looks like markup of its own', () => {
    const forged = { markup: '<script>' } as unknown as string;
    expect(html`${forged}`.markup).toBe('[object Object]');
  });
});

describe('passages of a text', () => {
  const words = (passages: readonly { readonly kind: string; readonly text: string }[]) =>
    passages.map(({ kind, text }) => `${kind}:${text}`);

  it('follow Bluesky facets by bytes, and pass over ranges that overlap or leave the text', () => {
    const text = 'Él a „tér”: #Szabadság';
    const index = { byteStart: Buffer.byteLength('Él a „tér”: '), byteEnd: Buffer.byteLength(text) };
    const tag = { $type: 'app.bsky.richtext.facet#tag', tag: 'Szabadság' } as const;
    const record = { $type: 'app.bsky.feed.post', text, langs: ['hu'], createdAt: '2027-10-23T13:00:00.000Z' } as const;
    const outside = { byteStart: 0, byteEnd: 999 };
    const overlapping = { byteStart: index.byteStart + 1, byteEnd: index.byteEnd };
    const facets = [outside, index, overlapping].map((range) => ({ index: range, features: [tag] as const }));
    expect(words(blueskyPassages({ ...record, facets }))).toEqual(['plain:Él a „tér”: ', 'tag:#Szabadság']);
  });

  it('find links, hashtags and mentions in a status, and shorten addresses as Mastodon does', () => {
    const status =
      'Lásd https://www.pelda.hu/1956/oktober/23/a-tuntetes és #Forradalom1956, @levéltár @oh@pelda.social (ír@pelda.hu)';
    expect(words(mastodonPassages(status))).toEqual([
      'plain:Lásd ',
      'link:pelda.hu/1956/oktober/23/a-tun…',
      'plain: és ',
      'tag:#Forradalom1956',
      'plain:, @levéltár ',
      'mention:@oh@pelda.social',
      'plain: (ír@pelda.hu)',
    ]);
  });

  test.each(['@city.museum@pixel.example', '@open-archive@fedi.example', '@info@пример.рф'])(
    'find the mention of %s as Mastodon does',
    (mention) => {
      expect(words(mastodonPassages(`(${mention}.)`))).toEqual(['plain:(', `mention:${mention}`, 'plain:.)']);
    },
  );

  it('lose not a character of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const status = text.replaceAll(/https?:/gi, '');
        expect(
          mastodonPassages(status)
            .map((passage) => passage.text)
            .join(''),
        ).toBe(status.trim());
      }),
    );
  });
});
