import { describe, expect, it } from 'vitest';
import { drawAvatar } from '../../media/profile/avatar.ts';
import { drawBanner } from '../../media/profile/banner.ts';
import { clothName } from '../../media/profile/wording.ts';
import { plainTheme } from '../../schedule/model/theme.ts';
import { hungarianTheme, linenTheme, uprightTheme } from '../support/theme.ts';

describe('a motif in words', () => {
  it.each([
    [hungarianTheme, 'piros-fehér-zöld zászló', 'red, white and green flag'],
    [uprightTheme, 'kék-fehér-piros, függőlegesen sávos zászló', 'blue, white and red flag in upright stripes'],
    [linenTheme, 'fehér vászon', 'white cloth'],
    [plainTheme, 'szürke vászon', 'grey cloth'],
  ])('names its colours from the first stripe on, in both languages', ({ motif }, hu, en) => {
    expect([clothName(motif, 'hu'), clothName(motif, 'en')]).toEqual([hu, en]);
  });

  it.each([
    ['#000000', 'black'],
    ['#FFFFFF', 'white'],
    ['#808080', 'grey'],
    ['#C8102E', 'red'],
    ['#FF8200', 'orange'],
    ['#FFCC00', 'yellow'],
    ['#1B7A3D', 'green'],
    ['#0057B8', 'blue'],
    ['#6B2FA0', 'purple'],
  ])('calls %s %s', (colour, name) => {
    expect(clothName({ kind: 'cloth', colour }, 'en')).toBe(`${name} cloth`);
  });

  it('speaks of a hole only where there is one', () => {
    for (const draw of [drawAvatar, drawBanner]) {
      expect(draw('en', hungarianTheme).alt).toContain('hole');
      expect(draw('hu', hungarianTheme).alt).toContain('lyuk');
      expect(draw('en', uprightTheme).alt).not.toContain('hole');
      expect(draw('hu', plainTheme).alt).not.toContain('lyuk');
    }
  });
});
