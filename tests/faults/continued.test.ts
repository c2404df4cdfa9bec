/** Data folders of every earlier version, frozen wherever its program can be killed, are gone on with: nothing twice, nothing lost. */

import { describe, expect, it } from 'vitest';
import { continueAll } from './frozen/continue.ts';
import { seriesOf, versions } from './frozen/fixture.ts';

describe.each(versions())('data folders of version %s', (version) => {
  it.each(seriesOf(version))('are continued: %s', async (name) => {
    expect(await continueAll(version, name)).toEqual([]);
  });
});
