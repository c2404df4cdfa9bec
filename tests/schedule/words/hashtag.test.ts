import { RichText } from '@atproto/api';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { faultOfCommonTag, hashtagsIn, isTooLongForBluesky } from '../../../schedule/words/hashtag.ts';
import { writtenTags } from '../../support/mastodon/text.ts';

/** What stands in texts near a sign, with everything that a rule of either network treats in its own way. */
const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('#', ' #', '＃', ' ', '\n', '\t', '\u{a0}', '\u{85}', '\u{feff}', '\u{3000}'),
  },
  { weight: 4, arbitrary: fc.constantFrom(...'aáőŰzß_10²₂½Ⅳⓐªn·・-.,!?)(„”’:;/&=@+|~$^') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...[
        '\u{301}',
        '\u{e47}',
        '\u{fe0f}',
        '\u{20e3}',
        '\u{20e2}',
        '\u{200c}',
        '\u{200d}',
        '\u{200b}',
        '\u{ad}',
        '\u{2060}',
      ],
      ...['👩‍🚀', '🇭🇺', '#️⃣', '1️⃣', '٣', '本', 'ك', '‿', '＿', 'https', '://', '\u{202a}'],
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 2 }) },
);
const text = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));
const runs = { numRuns: 3000 };

/** The tags of Bluesky's own composer, but the sign of a key. */
function composed(written: string): readonly string[] {
  const composer = new RichText({ text: written });
  composer.detectFacetsWithoutResolution();
  return (composer.facets ?? []).flatMap(({ features }) =>
    features.flatMap((feature) => {
      const tag = 'tag' in feature && typeof feature.tag === 'string' ? feature.tag : null;
      return tag === null || tag.startsWith('$') || tag.startsWith('\u{20e3}') ? [] : [tag];
    }),
  );
}

describe('a hashtag', () => {
  it('is on Bluesky the one that its own composer finds', () => {
    fc.assert(
      fc.property(text, (written) => {
        const ours = hashtagsIn(written, 'bluesky').map(({ tag }) => tag);
        expect(ours.filter((tag) => !tag.startsWith('$') && !isTooLongForBluesky(tag))).toEqual(composed(written));
      }),
      runs,
    );
  });

  it('is on Mastodon the one that its server finds', () => {
    fc.assert(
      fc.property(text, (written) => {
        fc.pre(!/https?:\/\//u.test(written));
        expect(hashtagsIn(written, 'mastodon').map(({ tag }) => tag)).toEqual(writtenTags(written));
      }),
      runs,
    );
  });

  it('covers its sign and its words', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('bluesky', 'mastodon'), (written, network) => {
        for (const { start, end, tag } of hashtagsIn(written, network))
          expect(['#', '＃'].map((sign) => sign + tag)).toContain(written.slice(start, end));
      }),
    );
  });

  it('gives the scheme of an address right behind it back on Mastodon', () => {
    expect(hashtagsIn('#oktoberhttps://rev.hu', 'mastodon').map(({ tag }) => tag)).toEqual(['oktober']);
    expect(writtenTags('#oktoberhttps://rev.hu')).toEqual(['oktober']);
  });
});

describe('a tag for every post', () => {
  test.each(['Budapest', '1956os', 'Széna_tér', 'Nagy·Imre', 'OTD1956', 'ぼっち・ざ・ろっく'])('may be %s', (tag) => {
    expect(faultOfCommonTag(tag)).toBeNull();
  });

  test.each([
    ['CO₂', 'has to be letters and digits only: Mastodon would make only #CO of #CO₂'],
    ['m²', 'has to be letters and digits only: Mastodon would make only #m of #m²'],
    ['10_23', 'has to be letters and digits only: Bluesky would make no hashtag of #10_23'],
    ['név_', 'has to be letters and digits only: Bluesky would make only #név of #név_'],
    ['1956-os', 'has to be letters and digits only: Mastodon would make no hashtag of #1956-os'],
    ['1956', 'needs a letter: tags of digits alone work on neither network'],
    ['\u{fe0f}\u{20e3}a', 'has to be letters and digits only: Bluesky would make no hashtag of #\u{fe0f}\u{20e3}a'],
    ['á'.repeat(65), 'is longer than the 64 characters that Bluesky allows a hashtag'],
  ])('cannot be %s', (tag, fault) => {
    expect(faultOfCommonTag(tag)).toBe(fault);
  });

  it('is read whole by both networks', () => {
    fc.assert(
      fc.property(text, (tag) => {
        fc.pre(tag !== '' && !/[#＃\s]/u.test(tag) && faultOfCommonTag(tag) === null);
        expect(composed(`#${tag}`)).toEqual([tag]);
        expect(writtenTags(`#${tag}`)).toEqual([tag]);
      }),
    );
  });
});
