/** Statuses: what is accepted, what is stored, and who may see it. */

import type { Accounts, ServerAccount } from './accounts.ts';
import { invalid, notFound, Refusal } from './answer.ts';
import type { MetFault } from './faults.ts';
import type { Idempotency } from './idempotency.ts';
import type { Ids } from './ids.ts';
import type { Media } from './media.ts';
import type { Settings, Visibility } from './options.ts';
import type { Parameters } from './parameters.ts';
import type { RateCounter } from './rate-limits.ts';
import { lengthOf, withLocalMentions } from './text.ts';

export type Status = {
  readonly id: string;
  readonly account: ServerAccount;
  readonly text: string;
  readonly spoilerText: string;
  readonly sensitive: boolean;
  readonly language: string;
  readonly visibility: Visibility;
  readonly parent: string | null;
  readonly mediaOrder: readonly string[];
  readonly idempotencyKey: string | null;
  readonly createdAt: number;
};

export type Statuses = {
  /** `POST /api/v1/statuses`: the new status, or the one its Idempotency-Key led to before. */
  readonly create: (account: ServerAccount, parameters: Parameters, request: Circumstances) => Promise<Status>;
  /** Throws 404 for what is not there or not for this viewer. */
  readonly find: (id: string, viewer: ServerAccount | null) => Status;
  readonly remove: (account: ServerAccount, id: string, keepMedia: boolean) => Status;
  /** Oldest first. */
  readonly all: () => readonly Status[];
};

type Circumstances = { readonly idempotencyKey: string | null; readonly met: MetFault | null };

type Rooms = {
  readonly settings: Settings;
  readonly ids: Ids;
  readonly accounts: Accounts;
  readonly media: Media;
  readonly idempotency: Idempotency<Status>;
  readonly rates: RateCounter;
};

const visibilities: readonly string[] = ['public', 'unlisted', 'private', 'direct'] satisfies Visibility[];

export function createStatuses({ settings, ids, accounts, media, idempotency, rates }: Rooms): Statuses {
  const stored = new Map<string, Status>();

  const find = (id: string, viewer: ServerAccount | null): Status => {
    const status = stored.get(id);
    if (status === undefined || !isVisible(status, viewer)) throw notFound();
    return status;
  };
  const parentOf = (account: ServerAccount, id: string | null): string | null => {
    if (id === null || id === '') return null;
    const parent = stored.get(id);
    const isThere = parent !== undefined && isVisible(parent, account);
    if (!isThere && settings.mode === 'snac') return null;
    if (!isThere) throw new Refusal(404, 'The post you are trying to reply to does not appear to exist.');
    return id;
  };
  const draftOf = (account: ServerAccount, parameters: Parameters, parent: string | null) => {
    const attachments = media.choose(account, parameters.ids('media_ids'));
    const content = contentOf(parameters);
    const text = withLocalMentions(content.text, accounts.byUsername, settings.domain);
    const { maxCharacters } = settings.limits;
    if (text === '' && attachments.length === 0) throw invalid("Text can't be blank");
    if (lengthOf(content.spoilerText, text, settings) > maxCharacters)
      throw invalid(`Text character limit of ${maxCharacters} exceeded`);
    const visibility = visibilityOf(parameters.text('visibility'), account, settings);
    const language = languageOf(parameters.text('language'), account, settings);
    return { attachments, fields: { account, ...content, text, visibility, language, parent } };
  };

  return {
    create: async (account, parameters, { idempotencyKey, met }) => {
      const parent = parentOf(account, parameters.text('in_reply_to_id'));
      return await idempotency.once(account.id, idempotencyKey, {
        find: (id) => find(id, account),
        publish: async () => {
          const { attachments, fields } = draftOf(account, parameters, parent);
          await met?.pass('commit');
          rates.require(account.id, 'statuses');
          const createdAt = settings.now();
          const mediaOrder = attachments.map(({ id }) => id);
          const status = { id: ids.next(createdAt), ...fields, mediaOrder, idempotencyKey, createdAt };
          if (met?.fault.kind === 'dropped') return { value: status, storedAs: null };
          const placed = { ...status, ...changesBy(met) };
          stored.set(placed.id, placed);
          for (const attachment of attachments)
            if (placed.mediaOrder.includes(attachment.id)) attachment.statusId = placed.id;
          rates.count(account.id, ['statuses']);
          return { value: placed, storedAs: placed.id };
        },
      });
    },
    find,
    remove: (account, id, keepMedia) => {
      const status = find(id, account);
      if (status.account !== account) throw notFound();
      stored.delete(id);
      if (keepMedia) for (const attachment of media.ofStatus(id, status.mediaOrder)) attachment.statusId = null;
      return status;
    },
    all: () => [...stored.values()],
  };
}

function changesBy(met: MetFault | null): Partial<Status> {
  if (met?.fault.kind === 'misplaced') return { parent: met.fault.parent };
  return met?.fault.kind === 'altered' ? met.fault.changes : {};
}

function isVisible({ account, visibility }: Status, viewer: ServerAccount | null): boolean {
  return account === viewer || visibility === 'public' || visibility === 'unlisted';
}

/** A warning makes it sensitive; a warning without a text becomes the text (`PostStatusService#preprocess_attributes!`). */
function contentOf(parameters: Parameters) {
  const text = (parameters.text('status') ?? '').trim();
  const spoilerText = (parameters.text('spoiler_text') ?? '').trim();
  const sensitive = parameters.flag('sensitive') === true || spoilerText !== '';
  return text === '' ? { text: spoilerText, spoilerText: '', sensitive } : { text, spoilerText, sensitive };
}

function visibilityOf(wanted: string | null, { user }: ServerAccount, settings: Settings): Visibility {
  if (wanted === null || wanted === '') return user.visibility ?? settings.defaultVisibility;
  if (!isVisibility(wanted)) throw invalid('Visibility is not included in the list');
  return wanted;
}

function isVisibility(word: string): word is Visibility {
  return visibilities.includes(word);
}

/** Mastodon passes over a language it does not know (`valid_locale_cascade`); GoToSocial refuses it. */
function languageOf(wanted: string | null, { user }: ServerAccount, { mode }: Settings): string {
  const known = (code: string) => {
    const [language = ''] = code.split(/[-_]/u);
    return (
      /^[a-z]{2,3}$/u.test(language) && new Intl.DisplayNames('en', { type: 'language' }).of(language) !== language
    );
  };
  if (wanted !== null && wanted !== '' && known(wanted)) return wanted;
  if (mode === 'none' && wanted !== null && wanted !== '')
    throw new Refusal(400, `Bad Request: language ${wanted} is no BCP 47 tag`);
  return user.language ?? 'en';
}
