/** What a test may choose about its Mastodon server, and what each version of the software brings with it. */

/**
 * Which software answers. `4.5`: the key is looked up before and stored after the status, without a lock. `4.6.5`: a
 * lock, and a repeated key answers 500. `4.6.7`: a lock, and a repeated key answers with the first status. `none`:
 * another software behind the same API, that ignores the key, has no `/api/v2/instance` and ids that are no numbers.
 * `snac`: the same and more: it has no way to ask for an upload, attaches one as often as it is asked to and leaves out
 * what it does not know, gives its pictures new ids once they are attached, posts a reply to what it does not know as a
 * post of its own, makes every language English, answers a wrong token with 422 and an empty page, and the address of a
 * post does not end in its id.
 */
export type MastodonMode = '4.5' | '4.6.5' | '4.6.7' | 'none' | 'snac';

/**
 * Where a post is shown, in the forms of Mastodon, snac, the Pleroma family and Mitra. An address of the last three ends in a
 * word that is not the id.
 */
export type Addresses = '/@name/id' | '/name/p/…' | '/notice/…' | '/post/…' | '/objects/…';

export type Visibility = 'public' | 'unlisted' | 'private' | 'direct';

export type MastodonUser = {
  readonly username: string;
  readonly tokens: readonly { readonly token: string; readonly scopes: readonly string[] }[];
  readonly language?: string;
  readonly visibility?: Visibility;
};

type MastodonLimits = {
  readonly maxCharacters: number;
  readonly charactersReservedPerUrl: number;
  readonly maxMediaAttachments: number;
  /** Bytes. */
  readonly imageSizeLimit: number;
  /** Pixels. */
  readonly imageMatrixLimit: number;
  /** Code points of an alt text. */
  readonly descriptionLimit: number;
};

/** How many requests in a window of so many milliseconds. */
export type RateLimit = { readonly limit: number; readonly period: number };

export type RateLimits = {
  readonly api: RateLimit;
  readonly media: RateLimit;
  readonly deletion: RateLimit;
  readonly statuses: RateLimit;
};

export type MastodonOptions = {
  readonly mode?: MastodonMode;
  /** Milliseconds since 1970; by default the machine's clock. */
  readonly now?: () => number;
  readonly domain?: string;
  readonly users?: readonly MastodonUser[];
  readonly limits?: Partial<MastodonLimits>;
  readonly rateLimits?: Partial<RateLimits>;
  /** How many times `GET /api/v1/media/:id` answers 206 for a new upload; `Infinity` until `finishProcessing()`. Above 0 uploads answer 202. */
  readonly processingPolls?: number;
  /** How long a request waits for the lock of its Idempotency-Key before it gets 503, in milliseconds. */
  readonly lockWait?: number;
  /** The form of a post's address; by default that of the mode's software. */
  readonly addresses?: Addresses;
  /** The origin under which posts are shown; by default https at the domain. */
  readonly webOrigin?: string;
  /** Whether it has NodeInfo, which says what software it is. */
  readonly tellsSoftware?: boolean;
  /** Whether it breaks a connection off at the second request on it, unanswered, as snac may. */
  readonly breaksReused?: boolean;
};

export type Settings = Required<Omit<MastodonOptions, 'limits' | 'rateLimits'>> & {
  readonly limits: MastodonLimits;
  readonly rateLimits: RateLimits;
  readonly software: 'mastodon' | 'gotosocial' | 'snac';
  readonly version: string;
  readonly defaultVisibility: Visibility;
};

/** Of `emleknap`, the account of a server that was asked for none in particular; it may read and write. */
export const defaultToken = 'token-of-emleknap';

const defaultUser: MastodonUser = {
  username: 'emleknap',
  tokens: [{ token: defaultToken, scopes: ['read', 'write'] }],
};

const minutes = 60_000;
const versions = {
  '4.5': '4.5.15',
  '4.6.5': '4.6.5',
  '4.6.7': '4.6.7',
  none: '0.20.2+git-8f1bba7',
  snac: '2.89',
} as const;

/** Limits of `StatusLengthValidator`, `MediaAttachment` and `Attachmentable`; rates of `rack_attack.rb` and `RateLimiter`. */
export function settingsOf(options: MastodonOptions): Settings {
  const mode = options.mode ?? '4.6.7';
  const foreign = mode === 'none' || mode === 'snac';
  const domain = options.domain ?? 'mastodon.test';
  return {
    mode,
    software: mode === 'snac' ? 'snac' : foreign ? 'gotosocial' : 'mastodon',
    version: versions[mode],
    now: options.now ?? Date.now,
    domain,
    addresses: options.addresses ?? (mode === 'snac' ? '/name/p/…' : '/@name/id'),
    webOrigin: options.webOrigin ?? `https://${domain}`,
    users: options.users ?? [defaultUser],
    processingPolls: options.processingPolls ?? 0,
    lockWait: options.lockWait ?? 10_000,
    tellsSoftware: options.tellsSoftware ?? true,
    breaksReused: options.breaksReused ?? false,
    defaultVisibility: mode === 'none' ? 'unlisted' : 'public',
    limits: {
      maxCharacters: foreign ? 5000 : 500,
      charactersReservedPerUrl: foreign ? 25 : 23,
      maxMediaAttachments: 4,
      imageSizeLimit: (foreign ? 40 : 16) * 1024 * 1024,
      imageMatrixLimit: 33_177_600,
      descriptionLimit: mode === '4.5' || foreign ? 1500 : 10_000,
      ...options.limits,
    },
    rateLimits: {
      api: { limit: 300, period: 5 * minutes },
      media: { limit: 30, period: 30 * minutes },
      deletion: { limit: 30, period: 30 * minutes },
      statuses: { limit: foreign ? Number.POSITIVE_INFINITY : 300, period: 180 * minutes },
      ...options.rateLimits,
    },
  };
}
