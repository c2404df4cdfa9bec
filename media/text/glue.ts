/** Which words of a line may not be parted: Hungarian and English rules for the space between two words. */

const hungarianMonths =
  'január|február|március|április|május|június|július|augusztus|szeptember|október|november|december';
const englishMonths = 'January|February|March|April|May|June|July|August|September|October|November|December';

const article = /^[„“"(–]*(a|az|A|Az|I)$/u;
const month = new RegExp(`^[(„“]?(${hungarianMonths}|${englishMonths})`, 'iu');
const year = /^[(„“]?\d{4}\.$/u;
const day = /^\d{1,2}(\.|\.?[-–]\p{L}+|st|nd|rd|th)?[.,;:!?)”"]*$/u;
const dash = /^[–—·-]+[,;:.]?$/u;
const initial = /^[„“"(]*(\p{Lu}|Dr|dr|Id|id|Ifj|ifj|St|Szt)\.$/u;
const number = /^[(„“]*\d+([.,:]\d+)*\.?$/u;
const thousands = /^\d{3}(\D|$)/u;
const unit =
  /^(ezer|millió|milliárd|óra|órá|perc|fő|ember|km|m|cm|mm|kg|t|Ft|%|°|thousand|million|billion|hours?|minutes?|people|metres?|miles?)/u;
const streetKind =
  /^(tér(en|re|ről|i|nél|hez|től|et|rel)?|tere|terén|terére|utc(a|án|ára|áról|ai|ánál|ához|ától|át|ában|ába|ából|ával)|út(on|ra|ról|i|nál|hoz|tól|at|tal|ja|ján)?|híd(on|ra|ról|i|nál|hoz|tól|at|dal|ja)?|köz(t|i|ben|be|ből|nél|höz|től)?|körút(on|ra|ról|i|nál|at)?|körtér(en|re|ről|i)?|rakpart(on|ra|ról|i)?|laktany(a|ában|ánál|át|ához)|street|square|bridge|road|Street|Square|Bridge|Road)[.,;:!?)”"]*$/u;
const name = /^[„“"(]*\p{Lu}/u;

/** True where the space between two neighbouring words must not become the end of a line. */
export function glued(before: string, after: string): boolean {
  if (dash.test(after)) return true;
  if (article.test(before)) return true;
  if (/^a$/iu.test(before)) return true;
  if (month.test(before) && day.test(after)) return true;
  if (year.test(before) && month.test(after)) return true;
  if (day.test(before) && month.test(after)) return true;
  if (initial.test(before)) return true;
  if (number.test(before) && (unit.test(after) || thousands.test(after))) return true;
  return name.test(before) && streetKind.test(after);
}
