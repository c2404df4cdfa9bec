/** What can be wrong with a campaign's look: words that could not be read. */

import type { Theme } from '../../model/theme.ts';
import type { Report } from './checks.ts';
import { contrastOf } from './contrast.ts';

/** WCAG 2.2, level AAA: https://www.w3.org/TR/WCAG22/#contrast-enhanced */
const least = 7;

/** Reports every colour of words that does not keep 7:1 on the ground of a card. */
export function checkTheme({ palette }: Theme, report: Report): void {
  for (const name of ['paper', 'light', 'dim'] as const) {
    const contrast = contrastOf(palette[name], palette.ink);
    if (contrast >= least) continue;
    const message = `Words in ${palette[name]} on ${palette.ink} have a contrast of ${contrast.toFixed(1)}:1; choose a lighter colour or a darker ground, for at least ${least}:1.`;
    report(['theme', 'palette', name], 'low-contrast', message);
  }
}
