/** Asks one address through a guarded fetch, one time after the other, and says on standard output what came of each. */

import { causesOf, guardedFetch, wasNeverSent } from '../../../bot/networks/wire/http.ts';

const [address = '', times = '1'] = process.argv.slice(2);
const ask = guardedFetch({ origin: new URL(address).origin, timeoutMillis: 60_000 });
for (let time = 0; time < Number(times); time += 1) {
  const said = await ask(address, { method: 'POST', body: 'szia' }).then(
    async (response) => ({ answer: await response.text() }),
    (error: unknown) => {
      const causes = causesOf(error);
      return { neverSent: wasNeverSent(causes), causes: causes.map(({ name, message }) => `${name}: ${message}`) };
    },
  );
  console.log(JSON.stringify(said));
}
