/** How the server describes itself: `/api/v2/instance`, `/api/v1/instance` and NodeInfo. */

import { imageTypes } from './media.ts';
import type { Settings } from './options.ts';

const polls = { max_options: 4, max_characters_per_option: 50, min_expiration: 300, max_expiration: 2_629_746 };
const thumbnail = (domain: string) => `https://${domain}/packs/assets/preview.png`;

/** `REST::InstanceSerializer`. */
export function instanceV2(settings: Settings): object {
  const { domain, version, limits } = settings;
  return {
    domain,
    title: 'Mastodon',
    version,
    source_url: 'https://github.com/mastodon/mastodon',
    description: '',
    usage: { users: { active_month: 1 } },
    thumbnail: { url: thumbnail(domain) },
    icon: [],
    languages: ['en'],
    configuration: {
      urls: { streaming: `wss://${domain}`, status: null, about: `https://${domain}/about`, privacy_policy: null },
      vapid: { public_key: 'BCk-QqERU0q-CfYZjcuB6lnyyOYfJ2AifKqfeGIm7Z-HiTU5T9eTG5GxVA0_OH5mMlI4UkkDTpaZwozy0TzdZ2M=' },
      accounts: { max_featured_tags: 10, max_pinned_statuses: 5 },
      ...shared(settings),
      media_attachments: { description_limit: limits.descriptionLimit, ...shared(settings).media_attachments },
      translation: { enabled: false },
      limited_federation: false,
    },
    registrations: { enabled: false, approval_required: false, reason_required: false, message: null, url: null },
    api_versions: { mastodon: settings.mode === '4.5' ? 7 : 8 },
    contact: { email: `admin@${domain}`, account: null },
    rules: [],
  };
}

/** `REST::V1::InstanceSerializer`: it does not tell the limit of an alt text. */
export function instanceV1(settings: Settings): object {
  const { domain, version } = settings;
  return {
    uri: domain,
    title: 'Mastodon',
    short_description: '',
    description: '',
    email: `admin@${domain}`,
    version,
    urls: { streaming_api: `wss://${domain}` },
    stats: { user_count: settings.users.length, status_count: 0, domain_count: 0 },
    thumbnail: thumbnail(domain),
    languages: ['en'],
    registrations: false,
    approval_required: false,
    invites_enabled: false,
    configuration: { accounts: { max_featured_tags: 10 }, ...shared(settings) },
    contact_account: null,
    rules: [],
  };
}

export function nodeInfoLinks(origin: string): object {
  return { links: [{ rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0', href: `${origin}/nodeinfo/2.0` }] };
}

export function nodeInfo({ software, version, users }: Settings, posts: number): object {
  return {
    version: '2.0',
    software: { name: software, version },
    protocols: ['activitypub'],
    services: { outbound: [], inbound: [] },
    usage: { users: { total: users.length, activeMonth: 1, activeHalfyear: 1 }, localPosts: posts },
    openRegistrations: false,
    metadata: {},
  };
}

function shared({ limits }: Settings) {
  return {
    statuses: {
      max_characters: limits.maxCharacters,
      max_media_attachments: limits.maxMediaAttachments,
      characters_reserved_per_url: limits.charactersReservedPerUrl,
    },
    media_attachments: {
      supported_mime_types: imageTypes,
      image_size_limit: limits.imageSizeLimit,
      image_matrix_limit: limits.imageMatrixLimit,
      video_size_limit: 103_809_024,
      video_frame_rate_limit: 120,
      video_matrix_limit: 8_294_400,
    },
    polls,
  };
}
