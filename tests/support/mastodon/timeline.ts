/** `GET /api/v1/accounts/:id/statuses`: newest first, a page at a time. */

import type { ServerAccount } from './accounts.ts';
import { compareIds } from './ids.ts';
import type { Parameters, Permitted } from './parameters.ts';
import type { Status } from './statuses.ts';
import { tagsOf } from './text.ts';

export const timelineParameters = {
  limit: 'count',
  max_id: 'id',
  since_id: 'id',
  min_id: 'id',
  only_media: 'flag',
  exclude_replies: 'flag',
  exclude_reblogs: 'flag',
  exclude_direct: 'flag',
  pinned: 'flag',
  tagged: 'text',
} satisfies Permitted;

type Page = { readonly statuses: readonly Status[]; readonly headers: Readonly<Record<string, string>> };

/** `address` is the page's own, for the Link header. `min_id` gives what directly follows it, `since_id` the newest. */
export function pageOf(
  all: readonly Status[],
  account: ServerAccount,
  viewer: ServerAccount | null,
  parameters: Parameters,
  address: URL,
): Page {
  const limit = Math.min(parameters.count('limit') ?? 20, 40);
  const ascending = all
    .filter((status) => status.account === account)
    .filter(({ visibility }) => viewer === account || visibility === 'public' || visibility === 'unlisted')
    .filter((status) => matches(status, parameters))
    .filter(({ id }) => liesBetween(id, parameters))
    .sort((a, b) => compareIds(a.id, b.id));
  const page =
    parameters.text('min_id') === null ? ascending.slice(-limit || ascending.length) : ascending.slice(0, limit);
  const statuses = page.reverse();
  return { statuses, headers: linksOf(statuses, limit, address) };
}

function matches(status: Status, parameters: Parameters): boolean {
  if (parameters.flag('pinned') === true) return false;
  if (parameters.flag('only_media') === true && status.mediaOrder.length === 0) return false;
  if (parameters.flag('exclude_replies') === true && status.parent !== null) return false;
  if (parameters.flag('exclude_direct') === true && status.visibility === 'direct') return false;
  const tag = parameters.text('tagged');
  return tag === null || tagsOf(status.text).includes(tag.toLowerCase());
}

function liesBetween(id: string, parameters: Parameters): boolean {
  const max = parameters.text('max_id');
  const lowest = [parameters.text('min_id'), parameters.text('since_id')].filter((bound) => bound !== null);
  return (max === null || compareIds(id, max) < 0) && lowest.every((bound) => compareIds(id, bound) > 0);
}

function linksOf(statuses: readonly Status[], limit: number, address: URL): Readonly<Record<string, string>> {
  const [first, last] = [statuses[0], statuses.at(-1)];
  if (first === undefined || last === undefined) return {};
  const link = (relation: string, bound: string, id: string) => {
    const url = new URL(address);
    for (const name of ['max_id', 'min_id', 'since_id']) url.searchParams.delete(name);
    url.searchParams.set(bound, id);
    return `<${url.href}>; rel="${relation}"`;
  };
  const older = statuses.length < limit ? [] : [link('next', 'max_id', last.id)];
  return { Link: [...older, link('prev', 'min_id', first.id)].join(', ') };
}
