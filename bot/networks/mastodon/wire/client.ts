/** masto.js over a fetch of ours: its names and its way to write parameters, but answers come with status and headers. */

import type { mastodon } from 'masto';
import { HttpActionDispatcher } from 'masto/adapters/action/dispatcher-http.js';
import { HttpActionDispatcherHookMastodon } from 'masto/adapters/action/dispatcher-http-hook-mastodon.js';
import { createActionProxy } from 'masto/adapters/action/proxy.js';
import { HttpConfigImpl } from 'masto/adapters/config/http-config.js';
import { BaseHttp } from 'masto/adapters/http/base-http.js';
import { SerializerNativeImpl } from 'masto/adapters/serializers/serializer-native-impl.js';
import type { HttpRequestParams, HttpResponse } from 'masto/interfaces/http.js';
import type { Serializer } from 'masto/interfaces/serializer.js';
import type { MediaRequest, StatusRequest } from '../freeze/requests.ts';
import { Declined, Unreadable } from './answer.ts';

export type MastodonClient = {
  readonly client: mastodon.rest.Client;
  /** Sends a request that was built by us, as it stands. */
  readonly send: (
    request: MediaRequest<File> | StatusRequest<string>,
  ) => Promise<{ readonly headers: Headers; readonly data: unknown }>;
};

/**
 * A client whose calls (`.$raw`) resolve to an answer in JSON with its headers. They reject with a Declined for an error
 * status in JSON, with an Unreadable for what is no JSON, whatever its status but 413 and 429, and otherwise as `ask` does. masto.js's own
 * `createRestAPIClient` takes no `fetch`, loses the status of an error page, and makes a success of a page with status 200.
 */
export function mastodonClient(origin: string, accessToken: string, ask: typeof fetch): MastodonClient {
  const serializer: Serializer = new SerializerNativeImpl();
  const config = new HttpConfigImpl({ url: origin, accessToken }, serializer);

  class GuardedHttp extends BaseHttp {
    override async request<T>(params: HttpRequestParams): Promise<HttpResponse<T>> {
      const { method, path, search, encoding = 'json', requestInit = {} } = params;
      const body = serializer.serialize(encoding, params.body);
      const { headers, ...init } = config.mergeRequestInitWithDefaults(requestInit);
      const sent = new Headers(headers);
      if (typeof body === 'string') sent.set('content-type', 'application/json');
      const response = await ask(config.resolvePath(path, search), {
        ...init,
        method,
        headers: sent,
        ...(body !== undefined && { body }),
      });
      const data: unknown = await readable(response, (text) => serializer.deserialize('json', text));
      if (!response.ok) throw new Declined(response, data);
      return { headers: response.headers, data: data as T };
    }
  }

  const http = new GuardedHttp();
  const dispatcher = new HttpActionDispatcher(http, new HttpActionDispatcherHookMastodon(http));
  return {
    client: createActionProxy<mastodon.rest.Client>(dispatcher, { context: ['api'] }),
    send: (request) => {
      const { method, path } = request;
      return 'multipart' in request
        ? http.request({ method, path, body: request.multipart, encoding: 'multipart-form' })
        : http.request({ method, path, body: request.body, requestInit: { headers: request.headers } });
    },
  };
}

/** Says all there is to say without a word: whoever answers so has not passed the request on. */
const plain: readonly number[] = [413, 429];

async function readable(response: Response, parse: (text: string) => unknown): Promise<unknown> {
  const text = await response.text();
  const type = response.headers.get('content-type') ?? 'of no type';
  if (!/^application\/json\b/i.test(type)) {
    if (plain.includes(response.status)) return null;
    throw new Unreadable(response, `an answer that is ${type}`);
  }
  try {
    return parse(text);
  } catch {
    throw new Unreadable(response, 'an answer that breaks off or is no JSON');
  }
}
