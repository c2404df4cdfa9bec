/** The years whose seasons can be published: every minute of them, and of the year after, has a record key on Bluesky. */

/** A key holds no time before 1970, and New Year comes to Budapest an hour before it comes to UTC. */
export const firstSeason = 1971;

/** A key holds 53 bits of microseconds, which end in June 2255: https://atproto.com/specs/tid */
export const lastSeason = 2250;
