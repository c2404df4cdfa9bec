/** Renders a slot into the thread that readers of one network will see in one language. */

import type { Campaign, Entry, Post } from '../../schedule/model/campaign.ts';
import type { Card } from '../../schedule/model/card.ts';
import { eachOf, inLanguage, type Language, nonEmpty } from '../../schedule/model/language.ts';
import { type Checked, checked, type Position, sound } from '../../schedule/model/problem.ts';
import type { Wording } from '../../schedule/time/lateness.ts';
import type { Slot } from '../../schedule/time/slots.ts';
import { fillTemplate, type TemplateValues, templateValues } from '../../schedule/words/template.ts';
import { renderCard } from './card.ts';
import { facetsOf } from './facets.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Capabilities, NetworkRules } from './rules.ts';
import type { Images, RenderedPost, Thread } from './thread.ts';
import { type Tokenized, tokenize } from './tokens.ts';

export type RenderTarget = {
  readonly rules: NetworkRules;
  readonly language: Language;
  /** Of the account on that network. */
  readonly capabilities: Capabilities;
};

/**
 * The complete thread in one of its wordings, or every Problem in it, located in the entry. Throws if the capabilities are another network's,
 * or if a placeholder is unknown: the loader has already refused such a campaign.
 */
export function renderThread(slot: Slot, target: RenderTarget, wording: Wording = 'as-written'): Checked<Thread> {
  const { rules, language, capabilities } = target;
  if (capabilities.network !== rules.name) {
    throw new Error(`a thread for ${rules.name} cannot be rendered with the capabilities of ${capabilities.network}`);
  }
  const values = templateValues(slot, language);
  const rendered = slot.entry.thread.map((post, position) => renderPost(slot, post, position, values, target, wording));
  const problems = rendered.flatMap((post) => (post.ok ? [] : post.problems));
  return checked(problems, () => {
    const written = rendered.flatMap((post) => (post.ok ? [post.value] : []));
    const posts = nonEmpty(written, `the entry of ${slot.id} has no post`);
    const thread = { slot, network: rules.name, language, posts };
    return { ...thread, fingerprint: fingerprintOf(thread, rules) };
  });
}

function renderPost(
  slot: Slot,
  post: Post,
  position: number,
  values: TemplateValues,
  target: RenderTarget,
  wording: Wording,
): Checked<RenderedPost> {
  const { entry } = slot;
  const { rules, language } = target;
  const contentWarning = entry.warning === null ? null : inLanguage(entry.warning, language);
  const key = wording === 'late' && post.late !== undefined ? 'late' : 'text';
  const written = inLanguage(post[key] ?? post.text, language)[rules.dialect];
  const locate = () => entry.origin.locate(['thread', position, key, language, rules.dialect]);
  const source = filled(written, values, slot, locate);
  const words = source.ok ? renderText(source.value, contentWarning, slot.campaign, target, locate) : source;
  const images = renderImages(entry, position, post.card, target);
  if (!words.ok) return images.ok ? words : { ok: false, problems: [...words.problems, ...images.problems] };
  if (!images.ok) return images;
  return sound({
    ...words.value,
    contentWarning,
    labels: [],
    sensitive: rules.warning === 'field' && contentWarning !== null,
    language,
    visibility: position > 0 ? rules.replies : 'public',
    images: images.value,
  });
}

function renderText(
  source: string,
  contentWarning: string | null,
  { mentions }: Campaign,
  { rules, capabilities }: RenderTarget,
  locate: () => Position,
): Checked<Pick<RenderedPost, 'text' | 'length' | 'limit' | 'facets'>> {
  const endless = rules.endlessness(source, capabilities);
  if (endless !== null) return { ok: false, problems: [{ ...locate(), ...endless }] };
  const tokenized = tokenize(source, mentions, rules.dialect);
  const complete = rules.warning === 'first line' ? under(contentWarning, tokenized) : tokenized;
  const measured = rules.measure(complete, contentWarning, capabilities);
  if (measured.ok) {
    const { text, length, limit } = measured;
    return sound({ text, length, limit, facets: facetsOf(complete) });
  }
  return { ok: false, problems: eachOf(measured.faults, (fault) => ({ ...locate(), ...fault })) };
}

function renderImages(
  entry: Entry,
  position: number,
  card: Card | null,
  { language, capabilities }: RenderTarget,
): Checked<Images> {
  if (card === null) return sound([]);
  const drawing = renderCard(entry, position, card, language, capabilities);
  return drawing.ok ? sound([drawing.value]) : drawing;
}

/** In the historical year itself nothing is so many years ago. */
function filled(text: string, values: TemplateValues, slot: Slot, locate: () => Position): Checked<string> {
  const result = fillTemplate(text, values);
  if (result.ok) return sound(result.text);
  const [name = '', ...others] = result.unknown;
  if (slot.years >= 1 || ![name, ...others].every((each) => /^years\b/iu.test(each)))
    throw new Error(`unknown placeholders in ${slot.id}: ${result.unknown.join(', ')}`);
  const { year } = slot.campaign;
  const message = `{{${name}}} counts the years since ${year}, and this is also told in the season of ${year} itself, when there are none; write it without, or correct \`year\` in campaign.yaml.`;
  return { ok: false, problems: [{ ...locate(), rule: 'no-anniversary', message }] };
}

/** The text with the warning above it. */
function under(warning: string | null, tokenized: Tokenized): Tokenized {
  if (warning === null) return tokenized;
  const above = `${warning}\n\n`;
  const tokens = tokenized.tokens.map(({ start, end, feature }) => {
    return { start: start + above.length, end: end + above.length, feature };
  });
  return { text: above + tokenized.text, tokens, faults: tokenized.faults };
}
