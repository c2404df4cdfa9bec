/**
 * Another process that publishes what is due in a folder, on a network without keys: a line in the file `public` for each
 * publication. It asks for permission again and again until the file `go` is there, then sends if it still may.
 */

import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pass } from '../../../bot/publish/carry-out/pass.ts';
import { openBench, outletOn } from '../../support/bench.ts';
import { campaignWith, entryWith } from '../../support/threads.ts';

const [folder = '', now = ''] = process.argv.slice(2);
const bench = await openBench([campaignWith({ entries: [entryWith({ id: 'march' })] })], folder, 'sender');
bench.at(now);
const outlet = outletOn(bench, 'bluesky', {
  send: async ({ slot }, { permit }) => {
    for (let asked = 1; !existsSync(join(folder, 'go')); asked += 1) {
      await permit();
      if (asked === 3) console.log('asking');
      await setImmediate();
    }
    await permit();
    appendFileSync(join(folder, 'public'), `${slot} by the sender\n`);
    return { kind: 'sent', receipts: [{ position: 0, id: slot, cid: null, url: null }] };
  },
});
await pass(bench.ports([outlet]));
console.log(JSON.stringify(bench.news.map(({ kind }) => kind)));
await bench.close();
