import { expect, it } from 'vitest';
import { previewJson } from '../../bot/preview/json.ts';
import { onBluesky, pictures } from './threads.ts';

it('gives every field of every post, pictures included', () => {
  expect(previewJson(onBluesky, 'bluesky-hu', pictures)).toMatchInlineSnapshot(`
    {
      "channel": "bluesky-hu",
      "fingerprint": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      "language": "hu",
      "network": "bluesky",
      "posts": [
        {
          "contentWarning": "Halálesetek",
          "facets": [
            {
              "byteEnd": 112,
              "byteStart": 95,
              "feature": {
                "identity": "did:plc:abc123",
                "kind": "mention",
              },
            },
            {
              "byteEnd": 139,
              "byteStart": 115,
              "feature": {
                "kind": "link",
                "uri": "https://rev.hu/források",
              },
            },
            {
              "byteEnd": 155,
              "byteStart": 140,
              "feature": {
                "kind": "tag",
                "tag": "Forradalom1956",
              },
            },
          ],
          "images": [
            {
              "alt": "15:00, 1956. október 23., Petőfi tér. Elindul a menet. Rajz: Emléknap. Zászló, közepén kerek lyuk.",
              "bytes": 212345,
              "credit": "Rajz: Emléknap · CC BY 4.0",
              "file": "march-begins.hu.1.jpg",
              "height": 1500,
              "sha256": "abababababababababababababababababababababababababababababababab",
              "type": "image/jpeg",
              "width": 1200,
            },
          ],
          "labels": [
            "graphic-media",
          ],
          "language": "hu",
          "length": 145,
          "limit": 300,
          "text": "Halálesetek

    71 éve délután elindul a menet a Petőfi-szobortól a Bem térre. Köszönet: @oszk.bsky.social.

    https://rev.hu/források #Forradalom1956",
          "visibility": "public",
        },
        {
          "contentWarning": null,
          "facets": [],
          "images": [],
          "labels": [],
          "language": "hu",
          "length": 12,
          "limit": 300,
          "text": "Folytatjuk 🕊️",
          "visibility": "public",
        },
      ],
      "slot": "sample-1956/march-begins@2027-10-23T15:00",
    }
  `);
});

it('has no file, size or hash of a picture that was not encoded', () => {
  const [post] = previewJson(onBluesky, 'bluesky-hu', null).posts;
  expect(post?.images).toMatchObject([{ file: null, type: 'image/jpeg', bytes: null, sha256: null, width: 1200 }]);
});

it('survives JSON unchanged', () => {
  const preview = previewJson(onBluesky, 'bluesky-hu', pictures);
  expect(JSON.parse(JSON.stringify(preview))).toEqual(preview);
});

it('refuses pictures that do not belong to the thread', () => {
  expect(() => previewJson(onBluesky, 'bluesky-hu', [[], []])).toThrow(/no picture 1 for post 1/);
});
