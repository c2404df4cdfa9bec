/** The look of the timeline page: the cards' ink, paper and cloth; words at 7:1 or better on whatever is under them. */

import type { Language } from '../../../schedule/model/language.ts';
import { green, ink, light, paper, red } from './colours.ts';
import { fontFaces } from './fonts.ts';

/** One rule set a channel: choosing it hides what is of other channels and in the other language. */
export function choiceStyle(channels: readonly { readonly language: Language }[]): string {
  return channels
    .map(({ language }, index) => {
      const chosen = `:root:has(#channel-${index}:checked)`;
      return `${chosen} :is([data-channel]:not([data-channel="${index}"]), [data-channels]:not([data-channels~="${index}"]), [data-language]:not([data-language="${language}"])) { display: none; }\n`;
    })
    .join('');
}

/** Cut with short uneven cuts, never a perfect circle. */
const hole =
  'polygon(50% 0, 63% 1.5%, 75% 7%, 85% 14%, 93% 25%, 98.5% 37%, 100% 50%, 97.5% 64%, 92% 76%, 84% 86%, 74% 93.5%, 61% 98.5%, 47% 100%, 34% 97%, 22% 92%, 13% 83.5%, 6.5% 73%, 1% 60%, 0 46%, 3% 33%, 8.5% 22%, 17% 13%, 28% 5.5%, 39% 2%)';

const bands = `${red} 33.33%, ${light} 33.33% 66.66%, ${green} 66.66%`;

export const style = `
${fontFaces}
:root {
  --ink: ${ink}; --paper: ${paper}; --light: ${light}; --red: ${red}; --green: ${green};
  --soft: #45403a; --link: #8a1a24; --bluesky: #17457f; --mastodon: #46368f;
  --hole: ${hole};
  color: var(--ink); background: var(--paper); font: 400 1.125rem/1.55 text, Georgia, serif;
  scroll-padding-top: 5.5rem; -webkit-text-size-adjust: 100%;
}
* { box-sizing: border-box; }
body, h1, h2, h3, p, ol, figure, fieldset { margin: 0; padding: 0; }
ol { list-style: none; }
h1, h2, h3 { font: 400 1rem/1 poster, Impact, sans-serif; }
a { color: var(--link); text-underline-offset: 0.15em; }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
main:focus { outline: none; }
.skip { position: absolute; left: -99rem; z-index: 3; padding: 0.75rem 1.25rem; background: var(--light); color: var(--ink); }
.skip:focus { left: 0.5rem; top: 0.5rem; }

.masthead { background: var(--ink); color: var(--light); }
.masthead .words { max-width: 72rem; margin: 0 auto; padding: 1.75rem 1rem 2.25rem; }
.flag {
  display: grid; place-items: center; height: clamp(13rem, 30vw, 23rem);
  background:
    linear-gradient(97deg, #0006, #0000 9%, #fff1 17%, #0000 26%, #0004 38%, #0000 47%, #fff2 58%, #0000 66%, #0005 79%, #0000 88%, #fff1 95%),
    linear-gradient(${bands});
}
.hole { display: grid; place-items: center; aspect-ratio: 1; height: 72%; background: var(--ink); clip-path: var(--hole); }
.hole span { font: 400 clamp(4.2rem, 9.6vw, 7.4rem)/1 poster, Impact, sans-serif; color: var(--light); }
h1 { font-size: clamp(3.5rem, 9vw, 6rem); letter-spacing: 0.005em; }
.sum { margin-top: 0.75rem; font: 700 1rem/1.5 telex, monospace; letter-spacing: 0.04em; }
.sum > span, .folder > span { display: block; }
.folder { margin-top: 0.5rem; max-width: 40rem; color: #d9d2c3; }

.channels {
  position: sticky; top: 0; z-index: 2; display: flex; gap: 1px; min-inline-size: 0; padding: 0;
  border: 0; border-bottom: 1px solid var(--ink); background: var(--ink);
}
.channels legend, .channels input { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.choice { flex: 1; display: grid; }
.choice label {
  display: flex; flex-direction: column; align-items: center; justify-content: center; min-height: 3.5rem; padding: 0.4rem 0.25rem;
  background: var(--paper); cursor: pointer; font: 600 1rem/1.2 text, Georgia, serif; text-align: center;
}
.choice .of { font: 700 0.75rem/1.3 telex, monospace; letter-spacing: 0.03em; }
.choice label:hover { background: var(--light); }
.choice input:checked + label { background: var(--ink); color: var(--light); box-shadow: inset 0 -4px var(--ink), inset 0 -7px var(--green), inset 0 -10px var(--light), inset 0 -13px var(--red); padding-bottom: 1rem; }
.choice input:focus-visible + label { outline: 3px solid var(--red); outline-offset: -6px; background: var(--light); color: var(--ink); }
.channel-all { display: none; }

main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 6rem; }
.days ol { display: flex; flex-wrap: wrap; gap: 0.25rem 0.5rem; }
.days a { display: block; padding: 0.6rem 0.75rem; color: var(--ink); text-decoration: none; font: 400 1.5rem/1 poster, Impact, sans-serif; }
.days a > span { display: flex; gap: 0.25em; }
.days a:hover { background: var(--ink); color: var(--light); }
.empty { padding: 6rem 0; text-align: center; font-size: 1.5rem; }

.day { margin-top: 3rem; }
h2 { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; padding-bottom: 0.5rem; margin-bottom: 1.5rem; border-bottom: 4px solid var(--ink); }
h2 > span { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.75rem; }
.date { font-size: clamp(3.5rem, 17vw, 5rem); }
.weekday { font: 700 0.9375rem/1 telex, monospace; letter-spacing: 0.06em; text-transform: uppercase; }
.moments { display: grid; gap: 2.5rem; }
.moment { display: grid; gap: 0.75rem; }
h3 { display: grid; place-items: center; justify-self: start; width: 5.25rem; aspect-ratio: 1; background: var(--ink); color: var(--light); clip-path: var(--hole); font-size: 2.25rem; letter-spacing: 0.01em; }
.publications { display: grid; gap: 1.5rem; min-width: 0; }

.publication { min-width: 0; background: var(--light); border-top: 5px solid var(--accent); box-shadow: 0 1px 0 #100f0e40, 0 12px 28px -18px #100f0e80; }
.publication { --accent: var(--soft); }
.bluesky { --accent: var(--bluesky); }
.mastodon { --accent: var(--mastodon); }
.publication > header, .publication > footer { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.9rem; padding: 0.7rem 1.25rem; font: 400 0.8125rem/1.4 telex, monospace; color: var(--soft); }
.badge { padding: 0.15rem 0.55rem; background: var(--accent); color: #fff; font-weight: 700; }
.tongue { font-weight: 700; color: var(--ink); }
.count { margin-left: auto; }
.publication > footer { border-top: 1px solid #100f0e33; }
.publication > footer a { margin-left: auto; padding: 0.25rem 0; }
.post { position: relative; display: grid; grid-template-columns: 2.75rem minmax(0, 1fr); gap: 0 0.85rem; padding: 0.5rem 1.25rem 1.35rem; }
.post:not(:last-child)::before { content: ""; position: absolute; left: calc(1.25rem + 1.375rem - 1px); top: 3.6rem; bottom: -0.2rem; width: 3px; background: linear-gradient(90deg, var(--red) 33%, #fff 33% 66%, var(--green) 66%); }
.avatar { width: 2.75rem; height: 2.75rem; border-radius: 50%; background: radial-gradient(circle at 51% 49%, var(--ink) 30%, #0000 31%), linear-gradient(${bands}); }
.byline { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.75rem; align-self: center; min-width: 0; font: 400 0.8125rem/1.4 telex, monospace; color: var(--soft); }
.account { max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 700; color: var(--ink); }
.visibility { margin-left: auto; }
.body { grid-column: 2; min-width: 0; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; hyphens: manual; }
.tag, .mention { color: var(--link); font-weight: 600; }

.pictures { display: grid; gap: 3px; margin-top: 0.9rem; background: var(--ink); }
.pictures:not([data-count="1"]) { grid-template-columns: 1fr 1fr; }
.pictures[data-count="3"] figure:first-child { grid-column: 1 / -1; }
figure { display: flex; flex-direction: column; min-width: 0; background: var(--ink); }
img { display: block; width: 100%; height: auto; max-height: 44rem; object-fit: contain; }
.alt { border-top: 1px solid #f6f1e640; color: var(--light); }
.alt summary { display: inline-block; margin: 0.5rem; padding: 0.3rem 0.65rem; list-style: none; cursor: pointer; border: 2px solid var(--light); font: 700 0.8125rem/1.2 telex, monospace; }
.alt[open] summary, .alt summary:hover { background: var(--light); color: var(--ink); }
.alt summary::-webkit-details-marker, .cover summary::-webkit-details-marker { display: none; }
.alt summary:focus-visible { outline-color: var(--light); outline-offset: 2px; }
.alt p { padding: 0.25rem 1rem 1rem; font-size: 1rem; line-height: 1.5; white-space: pre-line; overflow-wrap: anywhere; }

.cover summary { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1rem; padding: 0.75rem 1rem; list-style: none; cursor: pointer; background: var(--ink); color: var(--light); }
.cover > summary { margin-top: 0.35rem; }
.cover[open] > summary { margin-bottom: 0.75rem; }
.warning { overflow-wrap: anywhere; min-width: 0; }
.warning::before { content: "⚠\\FE0E\\00A0"; }
.toggle { padding: 0.2rem 0.7rem; border: 2px solid currentColor; font: 700 0.8125rem/1.4 telex, monospace; }
.cover summary:hover .toggle { background: var(--light); color: var(--ink); }
.cover:not([open]) .hide, .cover[open] > summary .show { display: none; }

@media (min-width: 62rem) {
  :root { scroll-padding-top: 6rem; }
  .channel-all { display: grid; }
  main { padding: 1.25rem 2rem 8rem; }
  .masthead .words { padding-inline: 2rem; }
  .days { margin-left: -0.75rem; }
  .day:first-of-type { margin-top: 1.25rem; }
  .day { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: 0 2.5rem; margin-top: 4.5rem; border-top: 4px solid var(--ink); padding-top: 1.75rem; }
  h2 { position: sticky; top: 6rem; align-self: start; flex-direction: column; border: 0; margin: 0; padding: 0; }
  h2 .date { display: flex; flex-direction: column; font-size: 2.75rem; }
  h2 .numeral { font-size: 10rem; line-height: 0.86; }
  .weekday { margin-top: 0.6rem; }
  .moments { gap: 3.5rem; }
  .moment { grid-template-columns: 6.5rem minmax(0, 40rem); gap: 0 2rem; position: relative; }
  .moment::before { content: ""; position: absolute; left: calc(3.25rem - 4px); top: 7.25rem; bottom: -2.75rem; width: 9px; background: linear-gradient(90deg, var(--red) 33.33%, var(--light) 33.33% 66.66%, var(--green) 66.66%); }
  .moment:last-child::before { bottom: 0; }
  h3 { width: 6.5rem; font-size: 2.75rem; }
  :root:has(#channel-all:checked) main { max-width: 112rem; }
  :root:has(#channel-all:checked) .day { display: block; }
  :root:has(#channel-all:checked) h2 { position: static; flex-direction: row; align-items: baseline; gap: 3rem; margin-bottom: 2rem; }
  :root:has(#channel-all:checked) h2 .date { flex-direction: row; gap: 0.75rem; font-size: 4rem; }
  :root:has(#channel-all:checked) h2 .numeral { font-size: inherit; line-height: 1; }
  :root:has(#channel-all:checked) .moment { display: block; }
  :root:has(#channel-all:checked) .moment::before { content: none; }
  :root:has(#channel-all:checked) h3 { margin-bottom: 1rem; }
  :root:has(#channel-all:checked) .publications { grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); align-items: start; gap: 1rem; }
  :root:has(#channel-all:checked) .post { grid-template-columns: minmax(0, 1fr); padding-inline: 1rem; }
  :root:has(#channel-all:checked) .avatar { display: none; }
  :root:has(#channel-all:checked) .post:not(:last-child)::before { left: 1.4rem; top: auto; bottom: -0.25rem; height: 1.2rem; }
  :root:has(#channel-all:checked) .body { grid-column: 1; }
  :root:has(#channel-all:checked) .masthead .words { max-width: 112rem; }
  :root:has(#channel-all:checked) .publications { font-size: 1rem; }
}
@media (max-width: 30rem) {
  .post { grid-template-columns: 2rem minmax(0, 1fr); gap: 0 0.7rem; padding-inline: 0.9rem; }
  .avatar { width: 2rem; height: 2rem; }
  .body { grid-column: 1 / -1; margin-top: 0.5rem; padding-left: 0; }
  .post:not(:last-child)::before { left: calc(0.9rem + 1rem - 1px); top: auto; bottom: -0.4rem; height: 1.4rem; }
  .publication > header, .publication > footer { padding-inline: 0.9rem; }
  .choice label { font-size: 0.875rem; }
  .choice .of { font-size: 0.6875rem; }
}
@media (prefers-reduced-motion: no-preference) { :root { scroll-behavior: smooth; } }
`;
