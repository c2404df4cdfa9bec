/** What the outbox shows of a publication for Mastodon is what its server is sent. */

import { expect, it } from 'vitest';
import type { MastodonExchange } from '../../../../bot/networks/mastodon/show/exchanges.ts';
import { publicationOf } from '../../../../bot/networks/outbox/publication.ts';
import { drawingWith } from '../../../support/threads.ts';
import { trying } from '../trial.ts';

const content = {
  posts: [
    { text: 'Lövések #1956', contentWarning: 'Erőszak', sensitive: true, images: [drawingWith()] },
    { text: 'második', visibility: 'unlisted', images: [drawingWith({ alt: 'Más kép' })] },
    { text: 'harmadik', visibility: 'unlisted' },
  ],
} as const;

it('sends exactly the requests that the outbox shows, with the ids that the server gave', () =>
  trying('4.6.7', content, async ({ server, frozen, send, trail }) => {
    expect(await send()).toMatchObject({ kind: 'sent' });
    const sent = server.requests.filter(({ method }) => method === 'POST');
    const media = sent.filter(({ path }) => path === '/api/v2/media');
    const statuses = sent.filter(({ path }) => path === '/api/v1/statuses');
    expect(sent).toHaveLength(media.length + statuses.length);

    const exchanges = (await publicationOf(frozen)).exchanges as readonly MastodonExchange[];
    const given = trail()?.posts.flatMap(({ mediaIds }) => mediaIds) ?? [];
    const played = new Map<string, string>();
    const shown = exchanges.map(({ request, answer }) => ({ request, id: answer.id }));
    const uploads = shown.flatMap(({ request, id }) => (request.path === '/api/v2/media' ? [{ request, id }] : []));
    const posts = shown.flatMap(({ request, id }) => (request.path === '/api/v1/statuses' ? [{ request, id }] : []));
    for (const [index, { id }] of uploads.entries()) played.set(id, given[index] ?? '');
    for (const [index, { id }] of posts.entries()) played.set(id, server.statuses[index]?.id ?? '');
    const real = (id: string | undefined) => (id === undefined ? undefined : played.get(id));

    const forms = await Promise.all(media.map(formOf));
    expect(forms.map(([fields]) => fields)).toEqual(
      uploads.map(({ request: { multipart } }) => ({ description: multipart.description })),
    );
    expect(forms.map(([, size]) => size)).toEqual(uploads.map(({ request: { multipart } }) => multipart.file.size));
    expect(statuses.map(({ headers, body }) => [headers['idempotency-key'], JSON.parse(body.toString())])).toEqual(
      posts.map(({ request: { headers, body } }) => {
        const { media_ids, in_reply_to_id, ...rest } = body;
        const ids = {
          ...(media_ids !== undefined && { media_ids: media_ids.map(real) }),
          ...(in_reply_to_id !== undefined && { in_reply_to_id: real(in_reply_to_id) }),
        };
        return [headers['Idempotency-Key'], { ...rest, ...ids }];
      }),
    );
  }));

/** The fields of a multipart request beside its file, and the size of that. */
async function formOf({
  headers,
  body,
}: {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}) {
  const type = headers['content-type'] ?? '';
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const { file, ...fields } = Object.fromEntries(form);
  return [fields, file instanceof File ? file.size : null] as const;
}
