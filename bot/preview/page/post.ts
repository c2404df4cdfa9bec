/** The markup of one publication, in the manner of its network. */

import type { Language } from '../../../schedule/model/language.ts';
import { type Html, html } from '../../render/html.ts';
import type { Passage } from './passages.ts';
import type { ShownPicture, ShownPost, ShownPublication } from './shown.ts';
import { languageTitles, words } from './wording.ts';

/** An article; `channel` is the number by which the page's choice of channel knows it. */
export function publicationMarkup(publication: ShownPublication, channel: number): Html {
  const { network, title, language, account, local, due, posts, folder, entry } = publication;
  const clock = local.slice(11);
  const own = words[language];
  return html`<article class="publication ${network}" data-channel="${channel}" lang="${language}"
  aria-label="${title}, ${languageTitles[language]}, ${clock}">
<header>
<span class="badge">${title}</span>
<span class="tongue">${languageTitles[language]}</span>
${posts.length > 1 ? html`<span class="count">${own.thread(posts.length)}</span>` : null}
</header>
<ol class="thread">
${posts.map((post) => html`<li class="post" lang="${post.language}">${postMarkup(post, account, clock)}</li>\n`)}</ol>
<footer><span>${due.slice(11, 16)} UTC</span> <span>${entry}</span>
<a href="${folder}/publication.json">${own.requests}</a></footer>
</article>
`;
}

function postMarkup(post: ShownPost, account: string, clock: string): Html {
  const own = words[post.language];
  const visibility = post.visibility === null ? null : html`<span class="visibility">${own[post.visibility]}</span>`;
  const body = html`<p class="text">${post.passages.map(passageMarkup)}</p>${coveredPictures(post)}`;
  return html`<span class="avatar" aria-hidden="true"></span>
<p class="byline"><span class="account">${account}</span> <span class="clock">${clock}</span> ${visibility}</p>
<div class="body">${post.warning === null ? body : covered(post.warning, post.language, body)}</div>`;
}

function passageMarkup(passage: Passage): Html | string {
  switch (passage.kind) {
    case 'plain':
      return passage.text;
    case 'tag':
    case 'mention':
      return html`<span class="${passage.kind}">${passage.text}</span>`;
    case 'link':
      return isWebAddress(passage.uri)
        ? html`<a href="${passage.uri}" rel="noreferrer">${passage.text}</a>`
        : html`<span class="mention">${passage.text}</span>`;
  }
}

/** Only these may be followed from the page: a text could hold `javascript:`. */
function isWebAddress(uri: string): boolean {
  return /^https?:\/\//i.test(uri) && URL.canParse(uri);
}

function coveredPictures({ pictures, cover, language }: ShownPost): Html | null {
  if (pictures.length === 0) return null;
  const shown = html`<div class="pictures" data-count="${pictures.length}">${pictures.map((picture) => figure(picture, language))}</div>`;
  if (cover === null) return shown;
  return covered([words[language].covered, ...cover].join(' · '), language, shown);
}

function covered(warning: string, language: Language, content: Html): Html {
  const own = words[language];
  return html`<details class="cover"><summary><span class="warning">${warning}</span>
<span class="toggle"><span class="show">${own.show}</span><span class="hide">${own.hide}</span></span></summary>
${content}</details>`;
}

function figure({ source, alt, width, height }: ShownPicture, language: Language): Html {
  return html`<figure>
<img src="${source}" alt="${alt}" width="${width}" height="${height}" loading="lazy">
<details class="alt"><summary aria-label="${words[language].description} (ALT)">ALT</summary><p>${alt}</p></details>
</figure>`;
}
