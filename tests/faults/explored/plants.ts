/** Ten faults that somebody might put into what decides and what carries out, each found by an exploration. */

export type Plant = {
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
  /** Where it is found, with so many faults of the world beside it. */
  readonly scene: string;
  readonly faults: number;
};

const afterLook = 'bot/publish/decide/after-look.ts';
const decide = 'bot/publish/decide/decide.ts';
const steps = 'bot/publish/carry-out/steps.ts';

export const plants: readonly Plant[] = [
  {
    name: 'what may be public is given up as missed',
    file: afterLook,
    right: "if (doubt?.kind === 'uncertain') return { kind: 'give up', failure: doubt };",
    wrong: "if (doubt?.kind === 'uncertain') return { kind: 'miss', lapsed: null };",
    scene: 'no keys: post',
    faults: 1,
  },
  {
    name: 'a rebuilt ledger does not take up what stands there',
    file: 'bot/publish/decide/by-hand.ts',
    right: "return { kind: 'adopt', receipts: found.receipts };",
    wrong: "return { kind: 'leave' };",
    scene: 'no keys: post',
    faults: 1,
  },
  {
    name: 'a failed look counts as nothing sent after a kill',
    file: afterLook,
    right: 'return isRecorded && doubts === 0 &&',
    wrong: 'return doubts === 0 &&',
    scene: 'Bluesky: post',
    faults: 2,
  },
  {
    name: 'a failed look counts as nothing sent after a doubt',
    file: afterLook,
    right: 'isRecorded && doubts === 0 && posts',
    wrong: 'isRecorded && posts',
    scene: 'Bluesky: post',
    faults: 3,
  },
  {
    name: 'a thread that is half there is left when its limit has passed',
    file: afterLook,
    right: "if (hold?.why === 'silence') return { kind: 'hold back', hold };",
    wrong: "if (isPast) return { kind: 'miss', lapsed: null };",
    scene: 'no keys: thread of two',
    faults: 1,
  },
  {
    name: 'what is found in part counts as published',
    file: afterLook,
    right: "      if (hold?.why === 'silence') return { kind: 'hold back', hold };",
    wrong: "      if (hold === null) return { kind: 'published', receipts: found.receipts };",
    scene: 'Mastodon 4.6.7: thread of two',
    faults: 1,
  },
  {
    name: 'a doubt is given up for good',
    file: afterLook,
    right: "    case 'uncertain':\n      return { kind: 'give up', failure };",
    wrong: "    case 'uncertain':\n    case 'doubtful':\n      return { kind: 'give up', failure };",
    scene: 'Mastodon 4.6.7: post',
    faults: 1,
  },
  {
    name: 'what was begun is missed without a look',
    file: decide,
    right: 'const limit = lastChance(slot);\n  const hold',
    wrong: "const limit = lastChance(slot);\n  if (now > limit) return { kind: 'miss', slot };\n  const hold",
    scene: 'no keys: post',
    faults: 1,
  },
  {
    name: 'how far it came is not written down',
    file: steps,
    right: 'return ports.ledger.trailed(claimOf(slot, outlet), next);',
    wrong: 'return Promise.resolve();',
    scene: 'no keys: post',
    faults: 1,
  },
  {
    name: 'what a look did not find is sent as if it were new',
    file: steps,
    right: 'return send(slot, begun, outlet, ports, patience);',
    wrong: 'return send(slot, { ...begun, trail: null }, outlet, ports, patience);',
    scene: 'no keys: post',
    faults: 1,
  },
];
