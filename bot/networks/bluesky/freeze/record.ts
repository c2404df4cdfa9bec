/** The `app.bsky.feed.post` record of a post, exactly as the PDS stores it, and the CIDs that follow from its bytes. */

import { hash } from 'node:crypto';
import { encode } from '@atproto/lex-cbor';
import { CBOR_DATA_CODEC, cidForRawHash, createCid, SHA256_HASH_CODE } from '@atproto/lex-data';
import { type JsonValue, jsonToLex } from '@atproto/lex-json';
import type { Language } from '../../../../schedule/model/language.ts';
import type { Facet, FacetFeature, RenderedPost } from '../../../render/thread.ts';
import type { FrozenPicture } from '../../frozen.ts';

/** AT URI and CID: names one version of one record. */
export type StrongRef = { readonly uri: string; readonly cid: string };

export type ReplyRef = { readonly root: StrongRef; readonly parent: StrongRef };

export type BlobRef = {
  readonly $type: 'blob';
  readonly ref: { readonly $link: string };
  readonly mimeType: FrozenPicture['type'];
  readonly size: number;
};

type RecordFeature =
  | { readonly $type: 'app.bsky.richtext.facet#link'; readonly uri: string }
  | { readonly $type: 'app.bsky.richtext.facet#tag'; readonly tag: string }
  | { readonly $type: 'app.bsky.richtext.facet#mention'; readonly did: string };

export type RecordFacet = {
  readonly index: { readonly byteStart: number; readonly byteEnd: number };
  readonly features: readonly [RecordFeature];
};

type RecordImage = {
  readonly alt: string;
  readonly aspectRatio: { readonly width: number; readonly height: number };
  readonly image: BlobRef;
};

/** In the JSON form of the AT Protocol data model; a field without a value is left out, as the CID demands. */
export type PostRecord = {
  readonly $type: 'app.bsky.feed.post';
  readonly text: string;
  readonly facets?: readonly RecordFacet[];
  readonly langs: readonly [Language];
  readonly createdAt: string;
  readonly reply?: ReplyRef;
  readonly labels?: {
    readonly $type: 'com.atproto.label.defs#selfLabels';
    readonly values: readonly { readonly val: string }[];
  };
  readonly embed?: { readonly $type: 'app.bsky.embed.images'; readonly images: readonly RecordImage[] };
};

export function recordOf(
  post: RenderedPost,
  pictures: readonly FrozenPicture[],
  createdAt: string,
  reply: ReplyRef | null,
): PostRecord {
  const { text, facets, labels, language } = post;
  return {
    $type: 'app.bsky.feed.post',
    text,
    ...(facets.length > 0 && { facets: facets.map(recordFacet) }),
    langs: [language],
    createdAt,
    ...(reply !== null && { reply }),
    ...(labels.length > 0 && {
      labels: { $type: 'com.atproto.label.defs#selfLabels', values: labels.map((val) => ({ val })) },
    }),
    ...(pictures.length > 0 && { embed: { $type: 'app.bsky.embed.images', images: pictures.map(recordImage) } }),
  };
}

/** CID of a record's canonical bytes: version 1, DAG-CBOR, SHA-256. Rule: https://atproto.com/specs/data-model */
export function cidOfRecord(record: object): string {
  const bytes = encode(jsonToLex(record as JsonValue, { strict: true }));
  return createCid(CBOR_DATA_CODEC, SHA256_HASH_CODE, hash('sha256', bytes, 'buffer')).toString();
}

/** What `uploadBlob` answers for the bytes with this hash: a CID of version 1, raw, SHA-256. Rule: https://atproto.com/specs/blob */
export function blobRefOf({ sha256, type, size }: FrozenPicture): BlobRef {
  return {
    $type: 'blob',
    ref: { $link: cidForRawHash(Buffer.from(sha256, 'hex')).toString() },
    mimeType: type,
    size,
  };
}

function recordImage(picture: FrozenPicture): RecordImage {
  const { alt, width, height } = picture;
  return { alt, aspectRatio: { width, height }, image: blobRefOf(picture) };
}

function recordFacet({ byteStart, byteEnd, feature }: Facet): RecordFacet {
  return { index: { byteStart, byteEnd }, features: [recordFeature(feature)] };
}

function recordFeature(feature: FacetFeature): RecordFeature {
  switch (feature.kind) {
    case 'link':
      return { $type: 'app.bsky.richtext.facet#link', uri: inAscii(feature.uri) };
    case 'tag':
      return { $type: 'app.bsky.richtext.facet#tag', tag: feature.tag };
    case 'mention':
      return { $type: 'app.bsky.richtext.facet#mention', did: feature.identity };
  }
}

/** The lexicon wants a URI of RFC 3986, in which a host beyond ASCII is written `xn--…`; any other address stays as it is written. */
function inAscii(uri: string): string {
  return /^[\x21-\x7e]+$/.test(uri) ? uri : new URL(uri).href;
}
