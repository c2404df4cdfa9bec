/** A person's address counts on Bluesky only if the thread stands there as it was frozen. */

import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../bot/networks/bluesky/deliver/standing.ts';
import type { PublishedWord } from '../../../bot/networks/network.ts';
import { single, thread, useTrial } from './trial.ts';

const trial = useTrial();
const why = (word: PublishedWord) => (word.kind === 'wrong address' ? word.message : word.kind);

describe('the address of a thread on Bluesky', () => {
  it('is taken where the thread stands, in every form of it', async () => {
    const { frozen, send } = await trial.prepared(thread);
    const [{ uri, rkey }] = frozen.posts;
    const { did } = frozen.account;
    const said = (address: string) => trial.network.standsAt(frozen, null, new URL(address));
    expect(why(await said(addressOf(did, rkey)))).toContain(`nothing stands there in the repository of ${did}`);
    await send();
    for (const address of [addressOf(did, rkey), `https://bsky.app/profile/emleknap.test/post/${rkey}/`])
      expect(await said(address)).toMatchObject({ kind: 'whole', receipts: [{ id: uri }, {}, {}] });
    for (const address of [
      `https://bsky.app/profile/${did}/post/${rkey}x`,
      `https://bsky.app/profile/did:plc:someoneelse/post/${rkey}`,
      `https://elsewhere.example/profile/${did}/post/${rkey}`,
    ])
      expect(why(await said(address))).toContain(`the post would stand at https://bsky.app/profile/${did}`);
  });

  it('is not taken where another text stands, and that is said', async () => {
    const { send } = await trial.prepared(single);
    await send();
    const { frozen } = await trial.prepared({ posts: [{ text: 'más' }] });
    const word = await trial.network.standsAt(
      frozen,
      null,
      new URL(addressOf(frozen.account.did, frozen.posts[0].rkey)),
    );
    expect(why(word)).toContain('it is not what was meant');
  });

  it('settles nothing while the server cannot be asked', async () => {
    const { frozen, send } = await trial.prepared(single);
    await send();
    trial.proxy.meddle(async () => ({ status: 502, headers: {}, body: '<h1>no</h1>' }));
    expect(
      await trial.network.standsAt(frozen, null, new URL(addressOf(frozen.account.did, frozen.posts[0].rkey))),
    ).toMatchObject({ kind: 'failure' });
  });
});
