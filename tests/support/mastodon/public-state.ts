/** What stands on the server, as plain values a test can compare. */

import type { Attachment, Focus } from './media.ts';
import type { Visibility } from './options.ts';
import type { World } from './world.ts';

export type Upload = {
  readonly id: string;
  readonly account: string;
  readonly type: string;
  readonly alt: string | null;
  readonly focus: Focus | null;
  readonly width: number;
  readonly height: number;
  readonly bytes: Buffer;
  /** The status it is attached to. */
  readonly status: string | null;
};

export type PublishedStatus = {
  readonly id: string;
  readonly account: string;
  readonly text: string;
  readonly spoilerText: string;
  readonly sensitive: boolean;
  readonly language: string;
  readonly visibility: Visibility;
  /** Id of the status it answers. */
  readonly parent: string | null;
  readonly media: readonly Upload[];
  readonly idempotencyKey: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
};

export function publishedStatuses({ statuses, media }: World): readonly PublishedStatus[] {
  return statuses.all().map(({ account, mediaOrder, ...status }) => ({
    ...status,
    account: account.user.username,
    media: media.ofStatus(status.id, mediaOrder).map(uploadOf),
  }));
}

export function uploadsOf({ media }: World): readonly Upload[] {
  return media.all().map(uploadOf);
}

function uploadOf({ id, account, type, description, focus, width, height, bytes, statusId }: Attachment): Upload {
  return {
    id,
    account: account.user.username,
    type,
    alt: description,
    focus,
    width,
    height,
    bytes,
    status: statusId,
  };
}
