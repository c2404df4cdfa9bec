/** What the benches use of the packages of this folder, which a machine need not have installed to check the code. */

declare module 'satori' {
  export type Element = {
    readonly type: string;
    readonly props: { readonly style: object; readonly children?: string | readonly Element[] };
  };
  export type Font = {
    readonly name: string;
    readonly data: Uint8Array;
    readonly weight: 400 | 600 | 700;
    readonly style: 'normal';
  };
  /** Sizes in pixels; resolves to SVG. */
  export default function satori(
    element: Element,
    options: { readonly width: number; readonly height: number; readonly fonts: readonly Font[] },
  ): Promise<string>;
}

declare module '@resvg/resvg-js' {
  /** `pixels`: RGBA, its alpha multiplied in. */
  type Rendered = { readonly width: number; readonly height: number; readonly pixels: Uint8Array };
  export function renderAsync(
    svg: string,
    options: { readonly font: { readonly loadSystemFonts: false } },
  ): Promise<Rendered>;
}
