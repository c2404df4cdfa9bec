/** A Bluesky server in memory: the repository calls of one account, as the reference server answers them. */

import { createHash } from 'node:crypto';
import { cidForRawHash } from '@atproto/lex-data';
import { z } from 'zod';
import { cidOfRecord } from '../../../bot/networks/bluesky/freeze/record.ts';

/** What an XRPC call is answered. */
export type XrpcAnswer = { readonly status: number; readonly body: unknown };

export type XrpcCall = {
  /** `com.atproto.repo.putRecord` */
  readonly nsid: string;
  readonly params: URLSearchParams;
  readonly body: Uint8Array;
  readonly type: string;
};

type StoredRecord = {
  readonly uri: string;
  readonly cid: string;
  readonly collection: string;
  readonly rkey: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Which commit brought it, from 1. */
  readonly commit: number;
};

export type PdsModel = {
  /** Answers at once and as a whole: the reference server writes each commit in one transaction. */
  readonly answer: (call: XrpcCall) => XrpcAnswer;
  /** Everything that stands there, in order of the commits and of the writes in them. */
  readonly records: () => readonly StoredRecord[];
  /** Sizes by CID. */
  readonly blobs: ReadonlyMap<string, number>;
  /** Writes a post as another program of the same person does. */
  readonly write: (rkey: string, record: Readonly<Record<string, unknown>>) => void;
  /** Forgets uploads that no record refers to, as servers may after a while. */
  readonly forgetUploads: () => void;
};

/** A record that refers to blobs, read loosely. */
const pictures = z.object({
  embed: z.object({ images: z.array(z.object({ image: z.object({ ref: z.object({ $link: z.string() }) }) })) }),
});
const value = z.record(z.string(), z.unknown());
const putBody = z.strictObject({
  repo: z.string(),
  collection: z.string(),
  rkey: z.string(),
  record: value,
  validate: z.literal(true),
  swapRecord: z.null().optional(),
});
const writesBody = z.strictObject({
  repo: z.string(),
  validate: z.literal(true),
  writes: z.array(
    z.strictObject({
      $type: z.literal('com.atproto.repo.applyWrites#create'),
      collection: z.string(),
      rkey: z.string(),
      value,
    }),
  ),
});

class Refusal extends Error {
  readonly answer: XrpcAnswer;

  constructor(status: number, error: string, message: string) {
    super(message);
    this.answer = { status, body: { error, message } };
  }
}

/** `overwrites`: a server without `swapRecord` semantics, which puts whatever it is given. */
export function pdsModel(did: string, { overwrites = false }: { readonly overwrites?: boolean } = {}): PdsModel {
  const records = new Map<string, StoredRecord>();
  const blobs = new Map<string, number>();
  let commits = 0;

  const nameOf = (collection: string, rkey: string) => `${collection}/${rkey}`;
  const blobsOf = (record: unknown): readonly string[] =>
    pictures.safeParse(record).data?.embed.images.map(({ image }) => image.ref.$link) ?? [];
  const store = (collection: string, rkey: string, record: Readonly<Record<string, unknown>>): StoredRecord => {
    const stored: StoredRecord = {
      uri: `at://${did}/${nameOf(collection, rkey)}`,
      cid: cidOfRecord(record),
      collection,
      rkey,
      value: record,
      commit: commits,
    };
    records.set(nameOf(collection, rkey), stored);
    return stored;
  };
  const requireBlobs = (record: unknown): void => {
    const missing = blobsOf(record).find((cid) => !blobs.has(cid));
    if (missing !== undefined) throw new Refusal(400, 'BlobNotFound', `Could not find blob: ${missing}`);
  };
  const requireRepo = (repo: string | null): void => {
    if (repo !== did) throw new Refusal(400, 'InvalidRequest', `Could not find repo: ${repo}`);
  };

  const calls: Readonly<Record<string, (call: XrpcCall) => unknown>> = {
    'com.atproto.repo.uploadBlob': ({ body, type }) => {
      const cid = cidForRawHash(createHash('sha256').update(body).digest()).toString();
      blobs.set(cid, body.byteLength);
      return { blob: { $type: 'blob', ref: { $link: cid }, mimeType: type, size: body.byteLength } };
    },
    'com.atproto.repo.putRecord': ({ body }) => {
      const { repo, collection, rkey, record, swapRecord } = putBody.parse(jsonIn(body));
      requireRepo(repo);
      const current = records.get(nameOf(collection, rkey));
      const shown = { uri: `at://${did}/${nameOf(collection, rkey)}`, validationStatus: 'valid' };
      if (current !== undefined && current.cid === cidOfRecord(record)) return { ...shown, cid: current.cid };
      if (current !== undefined && swapRecord === null && !overwrites) {
        throw new Refusal(400, 'InvalidSwap', `Record was at ${current.cid}`);
      }
      requireBlobs(record);
      commits += 1;
      const { cid } = store(collection, rkey, record);
      return { ...shown, cid, commit: { cid, rev: rkey } };
    },
    'com.atproto.repo.applyWrites': ({ body }) => {
      const { repo, writes } = writesBody.parse(jsonIn(body));
      requireRepo(repo);
      if (writes.some(({ collection, rkey }) => records.has(nameOf(collection, rkey)))) {
        throw new Refusal(500, 'InternalServerError', 'Internal Server Error');
      }
      for (const write of writes) requireBlobs(write.value);
      commits += 1;
      const results = writes.map(({ collection, rkey, value: record }) => {
        const { uri, cid } = store(collection, rkey, record);
        return { $type: 'com.atproto.repo.applyWrites#createResult', uri, cid, validationStatus: 'valid' };
      });
      return { commit: { cid: results[0]?.cid, rev: writes[0]?.rkey }, results };
    },
    'com.atproto.repo.getRecord': ({ params }) => {
      requireRepo(params.get('repo'));
      const found = records.get(nameOf(params.get('collection') ?? '', params.get('rkey') ?? ''));
      if (found === undefined) throw new Refusal(400, 'RecordNotFound', 'Could not locate record');
      const { uri, cid } = found;
      return { uri, cid, value: found.value };
    },
    'com.atproto.repo.listRecords': ({ params }) => {
      requireRepo(params.get('repo'));
      const cursor = params.get('cursor');
      const page = [...records.values()]
        .filter(({ collection, rkey }) => collection === params.get('collection') && (cursor === null || rkey < cursor))
        .sort((a, b) => (a.rkey < b.rkey ? 1 : -1))
        .slice(0, Number(params.get('limit') ?? 50));
      const last = page.at(-1);
      return {
        records: page.map(({ uri, cid, value: record }) => ({ uri, cid, value: record })),
        ...(last !== undefined && { cursor: last.rkey }),
      };
    },
  };

  return {
    answer: (call) => {
      try {
        const act = calls[call.nsid];
        if (act === undefined) throw new Refusal(501, 'MethodNotImplemented', 'Method Not Implemented');
        return { status: 200, body: act(call) };
      } catch (error) {
        if (error instanceof Refusal) return error.answer;
        if (error instanceof z.ZodError) return new Refusal(400, 'InvalidRequest', error.message).answer;
        throw error;
      }
    },
    records: () => [...records.values()],
    blobs,
    write: (rkey, record) => {
      commits += 1;
      store('app.bsky.feed.post', rkey, record);
    },
    forgetUploads: () => {
      const kept = new Set([...records.values()].flatMap(({ value: record }) => blobsOf(record)));
      for (const cid of [...blobs.keys()]) if (!kept.has(cid)) blobs.delete(cid);
    },
  };
}

function jsonIn(body: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(body));
}
