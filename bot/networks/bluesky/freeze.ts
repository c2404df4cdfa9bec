/** Placeholder contract; the builder of Bluesky's frozen requests replaces this file. */
export type FrozenBluesky = { readonly network: 'bluesky' };
