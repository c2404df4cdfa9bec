/** The endpoints of the API: their scopes, their permitted parameters, their answers. */

import type { ServerAccount } from './accounts.ts';
import { type Answer, notFound, ok } from './answer.ts';
import { accountEntity, credentialEntity, statusEntity } from './entities.ts';
import type { MetFault } from './faults.ts';
import type { Incoming } from './incoming.ts';
import { instanceV1, instanceV2, nodeInfo, nodeInfoLinks } from './instance.ts';
import { mediaEntity } from './media.ts';
import type { Settings } from './options.ts';
import type { Parameters, Permitted } from './parameters.ts';
import { pageOf, timelineParameters } from './timeline.ts';
import type { World } from './world.ts';

export type Call = {
  readonly incoming: Incoming;
  readonly parameters: Parameters;
  /** The `:id` of the path. */
  readonly id: string;
  readonly viewer: ServerAccount | null;
  readonly met: MetFault | null;
};

/** `readers` are the scopes that anybody may lack but a token must have; `owners` those that must be there. */
type Access = { readonly kind: 'anybody' | 'readers' | 'owners'; readonly scopes: readonly string[] };

export type Route = {
  readonly method: string;
  readonly path: RegExp;
  readonly access: Access;
  readonly permitted: Permitted;
  readonly answer: (call: Call, world: World) => Answer | Promise<Answer>;
};

const anybody: Access = { kind: 'anybody', scopes: [] };
const readers = (...scopes: string[]): Access => ({ kind: 'readers', scopes });
const owners = (...scopes: string[]): Access => ({ kind: 'owners', scopes });

/** `skip_polling` is masto.js's own switch, which it sends along; Mastodon passes over it. */
const uploadParameters = {
  file: 'file',
  description: 'text',
  focus: 'text',
  thumbnail: 'file',
  skip_polling: 'flag',
} satisfies Permitted;

const statusParameters = {
  status: 'text',
  spoiler_text: 'text',
  sensitive: 'flag',
  language: 'text',
  visibility: 'text',
  media_ids: 'ids',
  in_reply_to_id: 'id',
} satisfies Permitted;

export function routesOf(settings: Settings): readonly Route[] {
  const missing = [
    ...(settings.software === 'mastodon' ? [] : ['/api/v2/instance']),
    ...(settings.mode === 'snac' ? ['/api/v1/media/1'] : []),
  ];
  return routes.filter(({ path }) => !missing.some((route) => path.test(route)));
}

const routes: readonly Route[] = [
  get(/^\/\.well-known\/nodeinfo$/, anybody, {}, ({ incoming }, { settings }) =>
    settings.tellsSoftware ? ok(nodeInfoLinks(incoming.origin)) : absent(),
  ),
  get(/^\/nodeinfo\/2\.0$/, anybody, {}, (_, { settings, statuses }) => ok(nodeInfo(settings, statuses.all().length))),
  get(/^\/api\/v2\/instance$/, anybody, {}, (_, { settings }) => ok(instanceV2(settings))),
  get(/^\/api\/v1\/instance$/, anybody, {}, (_, { settings }) => ok(instanceV1(settings))),
  get(/^\/api\/v1\/accounts\/verify_credentials$/, owners('read', 'read:accounts', 'profile'), {}, (call, world) =>
    ok(credentialEntity(owner(call), world)),
  ),
  get(/^\/api\/v1\/accounts\/([\w-]+)\/statuses$/, readers('read:statuses'), timelineParameters, (call, world) => {
    const account = world.accounts.byId(call.id) ?? absent();
    const { path, query, origin } = call.incoming;
    const address = new URL(`${path}?${query}`, origin);
    const page = pageOf(world.statuses.all(), account, call.viewer, call.parameters, address);
    return ok(
      page.statuses.map((status) => statusEntity(status, call.viewer, world)),
      page.headers,
    );
  }),
  get(/^\/api\/v1\/accounts\/([\w-]+)$/, readers('read:accounts'), {}, ({ id }, world) =>
    ok(accountEntity(world.accounts.byId(id) ?? absent(), world)),
  ),
  {
    method: 'POST',
    path: /^\/api\/v2\/media$/,
    access: owners('write:media'),
    permitted: uploadParameters,
    answer: async (call, { media, settings }) => {
      const attachment = await media.upload(owner(call), call.parameters);
      return { status: attachment.pollsLeft > 0 ? 202 : 200, body: mediaEntity(attachment, settings.domain) };
    },
  },
  get(/^\/api\/v1\/media\/([\w-]+)$/, owners('write:media'), {}, (call, { media, settings }) => {
    const attachment = media.free(owner(call), call.id);
    const answer = { status: attachment.pollsLeft > 0 ? 206 : 200, body: mediaEntity(attachment, settings.domain) };
    attachment.pollsLeft = Math.max(0, attachment.pollsLeft - 1);
    return answer;
  }),
  {
    method: 'PUT',
    path: /^\/api\/v1\/media\/([\w-]+)$/,
    access: owners('write:media'),
    permitted: { description: 'text', focus: 'text', thumbnail: 'file' },
    answer: (call, { media, settings }) => {
      const attachment = media.free(owner(call), call.id);
      media.change(attachment, call.parameters);
      return { status: attachment.pollsLeft > 0 ? 206 : 200, body: mediaEntity(attachment, settings.domain) };
    },
  },
  {
    method: 'POST',
    path: /^\/api\/v1\/statuses$/,
    access: owners('write:statuses'),
    permitted: statusParameters,
    answer: async (call, world) => {
      const account = owner(call);
      const idempotencyKey = call.incoming.headers['idempotency-key'] ?? null;
      const status = await world.statuses.create(account, call.parameters, { idempotencyKey, met: call.met });
      const headers = world.settings.software === 'mastodon' ? world.rates.headers(account.id, 'statuses') : {};
      return ok(statusEntity(status, account, world), headers);
    },
  },
  get(/^\/api\/v1\/statuses\/([\w-]+)\/source$/, owners('read:statuses'), {}, (call, { statuses }) => {
    const { id, text, spoilerText } = statuses.find(call.id, owner(call));
    return ok({ id, text, spoiler_text: spoilerText });
  }),
  get(/^\/api\/v1\/statuses\/([\w-]+)$/, readers('read:statuses'), {}, ({ id, viewer }, world) =>
    ok(statusEntity(world.statuses.find(id, viewer), viewer, world)),
  ),
  {
    method: 'DELETE',
    path: /^\/api\/v1\/statuses\/([\w-]+)$/,
    access: owners('write:statuses'),
    permitted: { delete_media: 'flag' },
    answer: (call, world) => {
      const account = owner(call);
      const entity = statusEntity(world.statuses.find(call.id, account), account, world, true);
      world.statuses.remove(account, call.id, call.parameters.flag('delete_media') !== true);
      return ok(entity);
    },
  },
];

function get(path: RegExp, access: Access, permitted: Permitted, answer: Route['answer']): Route {
  return { method: 'GET', path, access, permitted, answer };
}

/** The owner that `access` has already asked for. */
function owner({ viewer }: Call): ServerAccount {
  if (viewer === null) throw new Error('the route lets in whoever comes, but answers an owner only');
  return viewer;
}

function absent(): never {
  throw notFound();
}
