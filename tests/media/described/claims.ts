/** What descriptions say about where things are and how many, each with what a drawing has to show for it. */

import type { CardRecord } from '../../../media/card.ts';
import { type Box, contains, distance, lies, type Point } from '../../../media/cartography/geometry.ts';
import { pages } from '../../../media/page.ts';
import type { Language } from '../../../schedule/model/language.ts';
import { crossings, crossingsUpright, type DrawnOnMap } from './drawn-on-map.ts';
import type { Piece } from './drawn-sign.ts';
import type { Whereabouts } from './drawn-where.ts';

/** What is not there, or stands nowhere, does not hold. */
type Measure = (drawn: Whereabouts, record: CardRecord) => boolean | number | null | undefined;

export type Claim = {
  readonly says: Readonly<Record<Language, RegExp>>;
  readonly holds: Measure;
};

const { width, height } = pages.portrait;
const middle = ({ left, right }: Box) => (left + right) / 2;
const centre = ({ top, bottom }: Box) => (top + bottom) / 2;
const isNear = (one: number, other: number) => Math.abs(one - other) < 0.06 * width;

const onMap =
  (holds: (map: DrawnOnMap, pin: (id: string) => Point) => boolean | null | undefined): Measure =>
  ({ map }) => {
    if (map === null) return false;
    const pin = (id: string) => map.pins.get(id)?.at ?? { x: Number.NaN, y: Number.NaN };
    return holds(map, pin);
  };

/** Right of all water: the Pest side of a map of the city. */
const inPest = ({ water }: DrawnOnMap, point: Point) => {
  const { left, right } = crossings(water, point);
  return left > 0 && left % 2 === 0 && right === 0;
};

/** Between two arms of water that meet above it. */
const onCsepelIsland = ({ water }: DrawnOnMap, point: Point) => {
  const { left, right } = crossings(water, point);
  return left > 0 && left % 2 === 0 && right > 0 && right % 2 === 0 && crossingsUpright(water, point).above > 0;
};

const tanks = ({ pieces }: Whereabouts) => pieces.filter(({ cuts }) => cuts > 0).length === 3;
const isTall = (piece: Piece) => piece.bottom - piece.top > 4 * (piece.right - piece.left);

/** Seats round the table, which is open below. */
const seats = ({ pieces, emblem }: Whereabouts) => {
  const [table, ...others] = [...pieces].sort((one, other) => other.cuts - one.cuts);
  if (emblem === null || table === undefined) return null;
  const hub = { x: middle(table), y: centre(table) };
  const round = others.filter((piece) => {
    const away = distance(hub, { x: middle(piece), y: centre(piece) });
    return away > (table.right - table.left) / 2;
  });
  const open = crossingsUpright([[...table.ring, ...table.ring.slice(0, 1)]], hub);
  return { round, horseshoe: open.above === 2 && open.below === 0 };
};

/** The numbers of a card of figures, as they stand. */
const numbers = ({ written }: Whereabouts, record: CardRecord) =>
  record.kind === 'figures' ? record.figures.flatMap(({ value }) => written({ text: value }) ?? []) : [];
const stacked = (boxes: readonly Box[]) => boxes.every((box, at) => at === 0 || box.top > (boxes[at - 1]?.bottom ?? 0));
const severalNumbers =
  (count: number): Measure =>
  (drawn, record) => {
    const found = numbers(drawn, record);
    return found.length === count && stacked(found);
  };

const ruleOverWords: Measure = ({ rule, written }, { kind }) => {
  const told = written({ field: kind === 'quotation' ? 'quotation' : 'figures' });
  return rule && told && rule.bottom < told.top && rule.top < height / 3;
};

/** From the more special wording to the more general: what one has read is gone for the next. */
export const claims: readonly Claim[] = [
  // The flag and the rule.
  {
    says: { hu: /felül piros, középen fehér, alul zöld/u, en: /red above, white between, green below/u },
    holds: ({ dyes, seams }) => dyes.join() === 'red,white,green' && seams.length === 2,
  },
  {
    says: { hu: /piros(?:, |-)fehér(?: és |-)zöld/iu, en: /red, white and green/iu },
    holds: ({ dyes }) => dyes.join() === 'red,white,green',
  },
  {
    says: { hu: /mindhárom sávon átnyúló/u, en: /across all three bands/u },
    holds: ({ hole, seams: [upper, lower] }) => hole && upper && lower && hole.top < upper && lower < hole.bottom,
  },
  {
    says: {
      hu: /három(?:sávos|színű)|három (?:zászló)?sáv\p{L}*/iu,
      en: /three bands|(?:of )?three[- ]colour(?:ed|s)/iu,
    },
    holds: ({ dyes }) => dyes.length === 3,
  },
  {
    says: { hu: /bal felső sark(?:át|án|on)/u, en: /over (?:its|the) upper left corner/u },
    holds: ({ ribbon }) =>
      ribbon && ribbon.left <= 0 && ribbon.top <= 0 && ribbon.right < width / 2 && ribbon.bottom < height / 3,
  },
  {
    says: { hu: /a vágástól jobbra gyászszalag/u, en: /mourning band to the right of the cut/u },
    holds: ({ hole, silkFrom }) => hole && silkFrom && isNear(silkFrom, middle(hole)) && silkFrom < 0.9 * width,
  },
  {
    says: { hu: /lefelé (?:elsötétülő|haladva kihunynak)/u, en: /darkens towards its foot|fade downwards/u },
    holds: ({ sinks }) => sinks,
  },
  {
    says: {
      hu: /(?:nyílás|nyílásá|lyuk|kivágás|kör)(?:ban|ben)|kivágott lyuk[;,] a?b(?:ban|enne)|sávja és a belőlük kivágott nyílás; benne|lyuk; benne/u,
      en: /in the (?:round |cut-out )?(?:opening|hole)|hole (?:cut in (?:it|its middle); in (?:the hole|it)|with the time in it)|opening cut out of them; in it|in its opening|in the (?:cut-out )?circle/iu,
    },
    holds: ({ hole, emblem, written }) => {
      const shown = written({ field: 'time' }) ?? emblem;
      return hole && shown && lies(shown, hole);
    },
  },
  {
    says: {
      hu: /(?:középen|közepén|közepébe|közepéből|közepükön|középütt)|kivágott közepű/iu,
      en: /(?:in|at|from) (?:its|the|their) (?:middle|centre)|its centre cut out|half-way/u,
    },
    holds: ({ hole, seams: [upper, lower], gap, rule }) =>
      hole
        ? isNear(middle(hole), width / 2) && upper && lower && upper < centre(hole) && centre(hole) < lower
        : gap && rule && isNear(middle(gap), middle(rule)),
  },
  {
    says: { hu: /dátum mellett/u, en: /beside the date/iu },
    holds: ({ emblem, written }) => {
      const [date, place] = [written({ field: 'date' }), written({ field: 'place' })];
      return (
        emblem && date && emblem.left > date.right && emblem.left > (place?.right ?? 0) && centre(emblem) > date.top
      );
    },
  },
  {
    says: { hu: /felső harmada üres. Lejjebb/u, en: /upper third empty. Further down/u },
    holds: ({ hole, emblem, written }) => {
      const time = written({ field: 'time' });
      return time && hole && emblem === null && Math.min(time.top, hole.top) > height / 3;
    },
  },
  {
    says: { hu: /alattuk/u, en: /beneath them|below them|under them/u },
    holds: ({ hole, written }) => hole && centre(hole) > (written({ field: 'time' })?.bottom ?? height),
  },

  {
    says: { hu: /mögötte sötétség/u, en: /behind it is darkness/u },
    holds: ({ hole, emblem, written }) => hole && emblem === null && written({ field: 'time' }) === null,
  },

  // Numbers and quotations.
  {
    says: { hu: /alatta egyetlen óriási szám/u, en: /under it a single huge number/u },
    holds: (drawn, record) => severalNumbers(1)(drawn, record) && ruleOverWords(drawn, record),
  },
  { says: { hu: /egyetlen szám/iu, en: /one number/iu }, holds: severalNumbers(1) },
  {
    says: {
      hu: /(?:két nagy|két) szám(?:mal| egymás alatt| fekete alapon, egymás alatt)/iu,
      en: /two (?:large )?numbers(?:(?: on black)?, one (?:under|above) the other)?/iu,
    },
    holds: severalNumbers(2),
  },
  { says: { hu: /három szám egymás alatt/iu, en: /three numbers, one under another/iu }, holds: severalNumbers(3) },
  {
    says: { hu: /a második jóval több az elsőnél/u, en: /the second far higher than the first/u },
    holds: (drawn, record) => {
      const [first = 0, second = 0] = record.kind === 'figures' ? record.figures.map(({ value }) => Number(value)) : [];
      return severalNumbers(2)(drawn, record) && second > 2 * first;
    },
  },

  // Signs.
  { says: { hu: /három harckocsi/u, en: /three tanks/u }, holds: tanks },
  {
    says: { hu: /patkó alakú asztal(?: felülnézetből)?|felülnézetben/u, en: /horseshoe table/u },
    holds: (drawn) => seats(drawn)?.horseshoe,
  },
  {
    says: { hu: /(?:az )?egyik üres/u, en: /one (?:of them |is )empty/u },
    holds: (drawn) => {
      const round = seats(drawn)?.round ?? [];
      return round.length === 12 && round.filter(({ cuts }) => cuts > 0).length === 1;
    },
  },
  {
    says: { hu: /három, szavazásra emelt kéz/u, en: /three hands raised/u },
    holds: ({ pieces }) => {
      const hands = pieces.filter(({ cuts }) => cuts > 0);
      const cuffs = pieces.filter(({ cuts }) => cuts === 0);
      const stands = (hand: Piece) =>
        cuffs.some((cuff) => cuff.bottom > hand.bottom && isNear(middle(cuff), middle(hand)));
      return hands.length === 3 && cuffs.length === 3 && hands.every(stands);
    },
  },
  {
    says: { hu: /mellette két kémény/u, en: /two chimneys/u },
    holds: ({ pieces }) => {
      const [hall] = [...pieces].sort((one, other) => other.cuts - one.cuts);
      const chimneys = pieces.filter(isTall);
      const beside = (piece: Piece) => hall && (piece.left > hall.right || piece.right < hall.left);
      return chimneys.length === 2 && chimneys.every(beside);
    },
  },
  { says: { hu: /két szíjjal/u, en: /two straps/u }, holds: ({ pieces }) => pieces.filter(isTall).length === 2 },
  {
    says: { hu: /két oldalán egy-egy üres szék/u, en: /an empty chair on either side/u },
    holds: ({ pieces }) => {
      const [table] = [...pieces].sort((one, other) => other.cuts - one.cuts);
      const chairs = pieces.filter((piece) => table && piece.top < table.top && piece.bottom > centre(table));
      const [one, other, ...more] = chairs;
      const across = table && one && other && middle(one) < table.left !== middle(other) < table.left;
      return (
        across && more.length === 0 && chairs.every((chair) => chair.right < table.left || chair.left > table.right)
      );
    },
  },
  {
    says: { hu: /három, egymás mögött álló újság/u, en: /three newspapers, one behind another/u },
    holds: ({ pieces }) => pieces.length === 3,
  },
  {
    says: { hu: /csizmapár/u, en: /a pair of broken-off boots/u },
    holds: ({ pieces }) => pieces.filter(({ cuts }) => cuts > 0).length === 2,
  },
  {
    says: { hu: /felülről/u, en: /seen from above|drawn from above|from above/u },
    holds: (drawn) => tanks(drawn) || seats(drawn)?.horseshoe,
  },
  {
    says: { hu: /karját előre nyújtja/u, en: /one arm stretched out/u },
    holds: ({ pieces }) => {
      const [arm] = [...pieces].sort((a, b) => b.right - a.right);
      const others = pieces.filter((piece) => piece !== arm);
      return arm && others.every(({ right }) => right < arm.right - 20);
    },
  },

  // Maps.
  {
    says: { hu: /öt város, vörös karikával jelölve/u, en: /five cities are marked with red rings/u },
    holds: onMap(({ pins }) => pins.size === 5 && [...pins.values()].every(({ sign }) => sign === 'ring')),
  },
  {
    says: { hu: /négy vidéki város és a főváros/u, en: /four towns and the capital/u },
    holds: onMap(({ pins }) => pins.size === 5 && pins.has('budapest')),
  },
  {
    says: { hu: /a határ két oldalán más árnyalattal/u, en: /in a lighter shade than its neighbours/u },
    holds: onMap(({ lighterThanAbroad }) => lighterThanAbroad),
  },
  {
    says: {
      hu: /a Bem tértől pontozott egyenes vezet a Dunán át az Országházig/u,
      en: /a straight dotted line runs from Bem tér over the Danube to Parliament/u,
    },
    holds: onMap((map, pin) => {
      const [leg, ...more] = map.legs;
      const [from, to, ...further] = leg ?? [];
      const far = from && crossings(map.water, from);
      return (
        from &&
        to &&
        far?.left === 0 &&
        inPest(map, to) &&
        distance(from, pin('bem-ter')) < 40 &&
        distance(to, pin('orszaghaz')) < 40 &&
        more.length + further.length === 0
      );
    }),
  },
  {
    says: { hu: /csak a két helyet köti össze/u, en: /joins the two places/u },
    holds: onMap(({ pins }) => pins.size === 2),
  },
  {
    says: {
      hu: /a Kiskörút és a Nagykörút között karika/u,
      en: /between the inner and the outer boulevard a ring/u,
    },
    holds: onMap((map, pin) => {
      const { left, right } = crossings(map.boulevards, pin('radio'));
      return inPest(map, pin('radio')) && left > 0 && right > 0 && map.pins.get('radio')?.sign === 'ring';
    }),
  },
  {
    says: { hu: /a pesti parton karika jelöli az Országházat/u, en: /on the Pest bank a ring marks Parliament/u },
    holds: onMap((map, pin) => inPest(map, pin('orszaghaz'))),
  },
  {
    says: {
      hu: /délen, a sziget északi részén karika jelzi Csepelt/u,
      en: /in the south, on the northern part of the island, a ring marks Csepel/u,
    },
    holds: onMap((map, pin) => onCsepelIsland(map, pin('csepel')) && pin('csepel').y > map.height / 2),
  },
  {
    says: {
      hu: /Budapest déli része a Duna két ága között; a sziget északi csúcsa közelében karika/u,
      en: /The south of Budapest between two arms of the Danube; near the northern tip of the island a ring/u,
    },
    holds: onMap((map, pin) => onCsepelIsland(map, pin('csepel')) && pin('csepel').y > pin('orszaghaz').y),
  },
  {
    says: {
      hu: /A Duna Budapesttől délre, két ága között a Csepel-sziget; rajta karika jelöli Tökölt/u,
      en: /The Danube south of Budapest, with Csepel Island between its two arms; on the island a ring marks Tököl/u,
    },
    holds: onMap((map, pin) => onCsepelIsland(map, pin('tokol')) && pin('tokol').y > pin('budapest').y),
  },
  {
    says: {
      hu: /ott van, ahol az Üllői út és a Nagykörút keresztezi egymást/u,
      en: /stands where Üllői út meets the outer boulevard/u,
    },
    holds: onMap(({ boulevards }, pin) => {
      const passing = boulevards.filter((line) => line.some((point) => distance(point, pin('kilian-laktanya')) < 40));
      return passing.length > 1;
    }),
  },
  {
    says: { hu: /a hosszú, egyenes sugárút végén/u, en: /at the end of a long straight avenue/u },
    holds: onMap(({ boulevards }, pin) =>
      boulevards.some((line) => {
        const [from, to] = [line.at(0), line.at(-1)];
        if (from === undefined || to === undefined) return false;
        const walk = line.reduce((sum, point, index) => sum + distance(line[index - 1] ?? point, point), 0);
        return distance(to, pin('jugoszlav-kovetseg')) < 40 && walk > 300 && distance(from, to) > 0.98 * walk;
      }),
    ),
  },
  {
    says: {
      hu: /Magyarország északkeleti részének térképe; a szovjet határon túlról sötét nyíl mutat délnyugatra, Budapest felé/u,
      en: /A map of the north-east of Hungary; from beyond the Soviet border a dark arrow points south-west towards Budapest/u,
    },
    holds: onMap(({ advances: [advance, ...more], country }, pin) => {
      if (advance === undefined || more.length > 0) return false;
      const { tail, tip } = advance;
      const goal = pin('budapest');
      const across = Math.atan2(tip.y - tail.y, tip.x - tail.x) - Math.atan2(goal.y - tip.y, goal.x - tip.x);
      const abroad = crossings([country], tail).right % 2 === 0 && crossings([country], tip).right % 2 === 1;
      return tail.x > tip.x && tail.y < tip.y && Math.abs(across) < 0.3 && abroad && goal.x < width / 4;
    }),
  },
  {
    says: {
      hu: /nyíl jelzi a térképen túli Moszkvát, pontozott vonal vezet Breszttől Bukaresten át az adriai Brioniig/u,
      en: /an arrow points to Moscow, beyond its edge, and a dotted line leads from Brest by way of Bucharest to Brioni/u,
    },
    holds: onMap(({ pins, legs }, pin) => {
      const joins = (one: string, other: string) =>
        legs.some(([from, to]) => from && to && distance(from, pin(one)) < 40 && distance(to, pin(other)) < 40);
      const east = pin('moszkva').x > pin('breszt').x && pin('moszkva').y < pin('breszt').y;
      return (
        pins.get('moszkva')?.sign === 'arrow' && east && joins('breszt', 'bukarest') && joins('bukarest', 'brioni')
      );
    }),
  },
  {
    says: {
      hu: /a várost szaggatott kör zárja körül, befelé mutató fogakkal/u,
      en: /a broken circle with teeth pointing inwards closes round the city/u,
    },
    holds: onMap(({ ring }, pin) => {
      const city = pin('budapest');
      const round = ring && Math.abs(middle(ring.box) - city.x) < 10 && contains(ring.box, city);
      return round && ring.broken && ring.teethInwards;
    }),
  },
  {
    says: {
      hu: /délről és északról egy-egy halvány nyíl hatol a pesti parton a hidak felé/u,
      en: /from the south and from the north a pale arrow reaches along the Pest bank towards the bridges/u,
    },
    holds: onMap((map, pin) => {
      const [south, north, ...more] = [...map.advances].sort((one, other) => other.tail.y - one.tail.y);
      const { y } = pin('orszaghaz');
      const drawn = south && north && south.tail.y > south.tip.y && north.tail.y < north.tip.y && more.length === 0;
      const towards = drawn && south.tip.y > y && north.tip.y < y;
      return towards && [south, north].every(({ tail, tip }) => [tail, tip].every((point) => inPest(map, point)));
    }),
  },
  {
    says: {
      hu: /déli felének térképe két jellel: a fővárosé fent, Pécsé lent, a határ közelében/u,
      en: /southern half of Hungary with two markers: the capital near the top, Pécs further down near the border/u,
    },
    holds: onMap(({ pins, country, height: foot }, pin) => {
      const [capital, pecs] = [pin('budapest'), pin('pecs')];
      const border = Math.min(...country.map((point) => distance(point, pecs)));
      return pins.size === 2 && capital.y < foot / 4 && pecs.y > foot / 2 && border < foot / 4;
    }),
  },
  // The rule again, in the words that are left.
  {
    says: { hu: /\bfent\b|fölött[eü]k?/u, en: /at the top|above it|above them|over them/u },
    holds: ruleOverWords,
  },
];

/** Says where something is or how many there are, whatever it is. */
export const countedOrPlaced: Readonly<Record<Language, RegExp>> = {
  hu: /köz[eé]p(?!-Európa)\p{L}*|között|(?<!\p{L})(?:(?:bal|jobb)(?:ra|ról|oldal\p{L}*)?|felső\p{L}*|alsó\p{L}*|fent|lent|lejjebb|feljebb|felül\p{L}*|alul|felől|lefelé|felfelé|alatt(?:a|uk)?|mellett\p{L}*|mögött\p{L}*|túl\p{L}*|északi?|északr\p{L}*|észak\p{L}*|dél(?:en|i|re|ről|nyugat\p{L}*|kelet\p{L}*)?|kelet\p{L}*|nyugat\p{L}*|egyetlen|egy-egy|egyik|két|kett\p{L}*|három\p{L}*|mindhárom|négy|öt|hat|hét)(?!\p{L})|sar[ok]k?\p{L}*|fölött\p{L}*|\p{L}+pár(?!\p{L})/giu,
  en: /\b(?:middle|cent(?:re|er)|left|right|top|bottom|foot|upper|lower|corner|half-way|beside|between|above|below|beneath|over them|under (?:it|them)|downwards|upwards|either|beyond|(?:north|south)(?:-?(?:east|west))?(?:ern)?|east(?:ern)?|west(?:ern)?|one|single|pair|two|three|four|five|six)\b/giu,
};
