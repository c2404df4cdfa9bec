/** Placeholder contract; the builder of Mastodon's frozen requests replaces this file. */
export type FrozenMastodon = { readonly network: 'mastodon' };
