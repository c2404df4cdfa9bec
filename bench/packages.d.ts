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

declare module '@takumi-rs/core' {
  export type Node =
    | { readonly type: 'container'; readonly style: object; readonly children: readonly Node[] }
    | { readonly type: 'text'; readonly text: string; readonly style: object }
    | {
        readonly type: 'image';
        readonly src: string;
        readonly width: number;
        readonly height: number;
        readonly style: object;
      };
  type Font = { readonly name: string; readonly data: Uint8Array; readonly weight: number };
  type Image = { readonly src: string; readonly data: Uint8Array; readonly cache: 'none' };
  export class Renderer {
    /** 0 bytes: nothing is remembered from picture to picture. */
    constructor(options: { readonly cacheMaxBytes: number });
    registerFont(font: Font): Promise<unknown>;
    /** Sizes in pixels; `raw` are RGBA pixels, their alpha not multiplied in. */
    render(
      node: Node,
      options: {
        readonly width: number;
        readonly height: number;
        readonly format: 'raw';
        readonly images: readonly Image[];
      },
    ): Promise<Uint8Array>;
  }
}

declare module '@skyware/bot' {
  type Ref = { readonly uri: string; readonly cid: string };
  type Image = {
    readonly data: Blob;
    readonly alt: string;
    readonly aspectRatio: { readonly width: number; readonly height: number };
  };
  export class Bot {
    constructor(options: { readonly service: string; readonly emitEvents: false });
    /** What a login looks at last. */
    getProfile: (did: string) => Promise<{ readonly did: string }>;
    login(access: { readonly identifier: string; readonly password: string }): Promise<unknown>;
    post(payload: {
      readonly text: string;
      readonly langs: readonly string[];
      readonly images?: readonly Image[];
      readonly replyRef?: { readonly root: Ref; readonly parent: Ref };
    }): Promise<Ref>;
  }
}

declare module '@humanwhocodes/crosspost' {
  export class BlueskyStrategy {
    /** `host` is asked by https. */
    constructor(options: { readonly identifier: string; readonly password: string; readonly host: string });
    post(
      text: string,
      options: { readonly images: readonly { readonly data: Uint8Array; readonly alt: string }[] },
    ): Promise<unknown>;
  }
}
