/** The black ribbon of mourning across the corner of the flag: silk, darker than the cloth and with a faint sheen. */

/** SVG of the ribbon for a flag of this height in pixels, from the flag's upper left corner. */
export function ribbonSvg(height: number): string {
  const far = Math.min(330, Math.max(150, height * 0.5));
  const near = far - Math.min(112, far * 0.34);
  const band = `M${near} -24L${far} -24L-24 ${far}L-24 ${near}Z`;
  const middle = (far + near - 24) / 4;
  const across = (far - near) / 4;
  return [
    `<defs><linearGradient id="silk" gradientUnits="userSpaceOnUse" x1="${middle - across}" y1="${middle - across}" x2="${middle + across}" y2="${middle + across}">`,
    '<stop offset="0" stop-color="#0A0909"/><stop offset="0.16" stop-color="#1C1A19"/><stop offset="0.34" stop-color="#2B2826"/>',
    '<stop offset="0.52" stop-color="#151413"/><stop offset="0.8" stop-color="#0C0B0B"/><stop offset="1" stop-color="#191716"/></linearGradient></defs>',
    `<path d="${band}" transform="translate(9 12)" fill="#000" opacity="0.6" filter="url(#soft)"/>`,
    `<path d="${band}" fill="url(#silk)"/>`,
  ].join('');
}
