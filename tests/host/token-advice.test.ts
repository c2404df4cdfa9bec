/** Whatever a server says to a wrong token, the person is told which variable holds it, and never the token. */

import { expect, it } from 'vitest';
import { connect } from '../../bot/host/connect.ts';
import { placesIn } from '../../bot/host/data/places.ts';
import { systemNow } from '../../bot/host/system-clock.ts';
import { openLedger } from '../../bot/ledger/sqlite.ts';
import { Secret } from '../../bot/networks/settings/secret.ts';
import { storedForms } from '../../bot/networks/stored-forms.ts';
import { newFolder } from '../support/cli.ts';
import type { Fault } from '../support/mastodon/faults.ts';
import type { MastodonMode } from '../support/mastodon/options.ts';
import { startMastodon } from '../support/mastodon/server.ts';

const faults: readonly (readonly [string, MastodonMode, Fault | null])[] = [
  ['401 in JSON', '4.6.7', null],
  ['422 with an empty page', 'snac', null],
  ['403 with a page', '4.6.7', { kind: 'page', status: 403, acted: false }],
  ['404 with a page', '4.6.7', { kind: 'page', status: 404, acted: false }],
  ['429 in JSON', '4.6.7', { kind: 'rate-limited', reset: Date.now() + 60_000 }],
];

it.each(faults)('%s names the variable of the token', async (_, mode, fault) => {
  const server = await startMastodon({ mode });
  try {
    if (fault !== null) server.fail({ method: 'GET', path: '/api/v1/accounts/verify_credentials' }, fault);
    const access = {
      destination: 'account',
      network: 'mastodon',
      server: server.url,
      accessToken: new Secret('wrong-token-1956'),
    } as const;
    const channel = {
      id: 'm-hu',
      network: 'mastodon',
      language: 'hu',
      campaigns: null,
      destination: 'account',
      access,
    } as const;
    const ledger = await openLedger(':memory:', storedForms);
    const connection = await connect(channel, {
      places: placesIn(newFolder()),
      book: ledger,
      now: systemNow,
      clock: null,
    });
    await ledger.close();
    const message = connection.kind === 'failure' ? connection.failure.message : connection.kind;
    expect(message).toContain('check the access token in EMLEKNAP_CHANNEL_M_HU_ACCESS_TOKEN');
    expect(message).not.toContain('wrong-token-1956');
    expect(message).not.toContain(server.url);
  } finally {
    await server.close();
  }
});
