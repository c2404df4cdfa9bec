/** Cuts a send off right before its next request. */

import type { Stop } from '../decide/permission.ts';

/** Thrown through an adapter, which lets it pass: later passes decide anew. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly stop: Stop;

  constructor(stop: Stop) {
    super(`it was held up: ${stop.kind}`);
    this.stop = stop;
  }
}
