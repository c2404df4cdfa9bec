/** The shade over a photograph, as those draw it who draw our photo card another way. */

/** Where it begins and where it is as dark as it gets, as shares of the height. */
const shade = { from: 0.17, to: 0.38, colour: '#100F0E', opacity: 0.92 } as const;

/** With more SVG over it. */
export function shadeSvg(width: number, height: number, over: string): string {
  const { from, to, colour, opacity } = shade;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop offset="${from}" stop-color="${colour}" stop-opacity="0"/><stop offset="${to}" stop-color="${colour}" stop-opacity="${opacity}"/></linearGradient><rect width="100%" height="100%" fill="url(#g)"/>${over}</svg>`;
}

/** The same in CSS. */
export const shadeCss = `linear-gradient(to bottom, rgba(16,15,14,0) ${shade.from * 100}%, rgba(16,15,14,${shade.opacity}) ${shade.to * 100}%)`;
