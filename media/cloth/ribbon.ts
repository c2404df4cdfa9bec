/** The black ribbon of mourning across the corner of the flag: matt silk with a woven edge, laid over the folds. */

import { round } from '../text/shape.ts';

/** SVG of the ribbon for a flag of this height in pixels, from the flag's upper left corner. */
export function ribbonSvg(height: number): string {
  const outer = Math.min(330, Math.max(150, height * 0.5));
  const inner = outer - Math.min(128, outer * 0.38);
  const band = `M${ends(outer).join('L')}L${ends(inner).reverse().join('L')}Z`;
  const selvedges = [inner + 9, outer - 9].map((sum) => `M${ends(sum).join('L')}`).join('');
  return [
    `<defs><linearGradient id="silk" gradientUnits="userSpaceOnUse" x1="0" y1="${round(outer)}" x2="${round(outer)}" y2="0">`,
    '<stop offset="0" stop-color="#0B0A0A"/><stop offset="0.28" stop-color="#1C1A19"/><stop offset="0.5" stop-color="#0D0C0C"/>',
    '<stop offset="0.74" stop-color="#1B1918"/><stop offset="1" stop-color="#0C0B0B"/></linearGradient></defs>',
    `<path d="${band}" transform="translate(7 10)" fill="#000" opacity="0.62" filter="url(#soft)"/>`,
    `<path d="${band}" fill="url(#silk)"/>`,
    `<path d="${selvedges}" stroke="#33302D" stroke-width="1.6"/>`,
  ].join('');
}

const beyond = 24;

/** Both ends, outside the card, of the diagonal on which x and y add up to `sum`. */
function ends(sum: number): string[] {
  return [`${round(sum + beyond)} -${beyond}`, `-${beyond} ${round(sum + beyond)}`];
}
