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
  return `<rect y="-${above}" width="${width}" height="${height}" filter="url(#weave)" style="mix-blend-mode:soft-light"/>`;
}

const woven = /<rect y="-(\d+)" width="(\d+)" height="([\d.]+)" filter="url\(#weave\)" style="[^"]*"\/>/u;

/** Whole pixels. */
export type Piece = { readonly above: number; readonly width: number; readonly height: number };

/** The piece of weave in an SVG, and where in the string it stands; null where there is none. */
export function pieceOfWeave(svg: string): (Piece & { readonly from: number; readonly to: number }) | null {
  const found = woven.exec(svg);
  if (found === null) return null;
  const [whole] = found;
  const [above = 0, width = 0, height = 0] = found.slice(1).map(Number);
  return { above, width, height: Math.ceil(height), from: found.index, to: found.index + whole.length };
}

/** The weave alone, as a picture that begins where the cloth does. */
export function bareWeaveSvg({ above, width, height }: Piece): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 -${above} ${width} ${height}"><defs>${weaveFilter}</defs>${weaveSvg(above, width, height)}</svg>`;
}
