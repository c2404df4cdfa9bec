/** Takes away what was published on an account of Bluesky, as if it had never been. */

import { accessToken, recordsOf, type TestAccount, xrpc } from '../../support/pds.ts';

const collections = ['app.bsky.feed.post', 'app.bsky.feed.threadgate'];

export async function clearAccount(account: TestAccount): Promise<void> {
  const { service, did } = account;
  const token = await accessToken(account);
  for (const collection of collections) {
    for (const { uri } of await recordsOf(service, did, collection)) {
      const body = { repo: did, collection, rkey: uri.slice(uri.lastIndexOf('/') + 1) };
      const { status } = await xrpc(service, 'com.atproto.repo.deleteRecord', { body, token });
      if (status !== 200) throw new Error(`${uri} could not be deleted: ${status}`);
    }
  }
}
