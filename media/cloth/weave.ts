/** The weave of the cloth as SVG: a noise that depends on nothing but the place on the cloth, so it is the same on every card. */

/** Threads along and across, thick and thin as in hand-woven linen. */
export const weaveFilter = [
  '<filter id="weave" x="0" y="0" width="100%" height="100%" color-interpolation-filters="sRGB">',
  '<feTurbulence type="fractalNoise" baseFrequency="0.85 0.11" numOctaves="1" seed="23" result="warp"/>',
  '<feTurbulence type="fractalNoise" baseFrequency="0.11 0.85" numOctaves="1" seed="56" result="weft"/>',
  '<feComposite in="warp" in2="weft" operator="arithmetic" k2="0.5" k3="0.5"/>',
  '<feColorMatrix values="0.7 0 0 0 0.15  0.7 0 0 0 0.15  0.7 0 0 0 0.15  0 0 0 0 1"/></filter>',
].join('');

/** The weave over a piece of cloth that begins `above` pixels over its bounds, blended with what lies under it. */
export function weaveSvg(above: number, width: number, height: number): string {
  return `<rect y="-${above}" width="${width}" height="${height}" filter="url(#weave)" style="${blend}"/>`;
}

const blend = 'mix-blend-mode:soft-light';

const woven = /<rect y="-(\d+)" width="(\d+)" height="([\d.]+)" filter="url\(#weave\)" style="[^"]*"\/>/u;

/** Whole pixels. */
export type Piece = { readonly above: number; readonly width: number; readonly height: number };

/** The piece of weave in an SVG; null where there is none, or where it was moved by anything but whole pixels. */
export function pieceOfWeave(svg: string): Piece | null {
  const found = woven.exec(svg);
  if (found === null) return null;
  const moves = svg.slice(0, found.index).matchAll(/ transform="([^"]*)"/gu);
  if (![...moves].every(([, move = '']) => /^translate\(-?\d+ -?\d+\)$/u.test(move))) return null;
  const [, above, width, height] = found.map(Number);
  if (above === undefined || width === undefined || height === undefined) return null;
  return { above, width, height: Math.ceil(height) };
}

/** The weave alone, as a picture that begins where the cloth does. */
export function bareWeaveSvg({ above, width, height }: Piece): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 -${above} ${width} ${height}"><defs>${weaveFilter}</defs>${weaveSvg(above, width, height)}</svg>`;
}

/** The same SVG with a picture in place of the noise. `png` shows the piece of weave that was found in it. */
export function withPictureOfWeave(svg: string, { above, width, height }: Piece, png: Buffer): string {
  const href = `data:image/png;base64,${png.toString('base64')}`;
  const image = `<image y="-${above}" width="${width}" height="${height}" preserveAspectRatio="none" style="${blend}" href="${href}"/>`;
  return svg.replace(woven, () => image);
}
