/** Uploaded pictures: checked, perhaps still in processing, and attached to one status at most. */

import sharp from 'sharp';
import type { ServerAccount } from './accounts.ts';
import { invalid, notFound, Refusal } from './answer.ts';
import type { Ids } from './ids.ts';
import type { Settings } from './options.ts';
import type { Parameters } from './parameters.ts';

export type Focus = { readonly x: number; readonly y: number };

export type Attachment = {
  readonly id: string;
  readonly account: ServerAccount;
  readonly bytes: Buffer;
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly createdAt: number;
  description: string | null;
  focus: Focus | null;
  statusId: string | null;
  /** How many more looks find it unfinished. */
  pollsLeft: number;
};

export type Media = {
  readonly upload: (account: ServerAccount, parameters: Parameters) => Promise<Attachment>;
  /** Still free and the account's own. Throws 404 otherwise. */
  readonly free: (account: ServerAccount, id: string) => Attachment;
  readonly change: (attachment: Attachment, parameters: Parameters) => void;
  /** In the order named. Throws 422 for too many, for one that is not free, or not ready; snac leaves out what it does not know. */
  readonly choose: (account: ServerAccount, ids: readonly string[]) => readonly Attachment[];
  readonly ofStatus: (statusId: string, order: readonly string[]) => readonly Attachment[];
  readonly finishProcessing: () => void;
  readonly all: () => readonly Attachment[];
};

/** What is attached to nothing is gone after a day (`MediaAttachmentsVacuum`). */
const keptFor = 24 * 60 * 60_000;

const types = new Map([
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['heif', 'image/avif'],
]);
export const imageTypes = [...types.values()];

export function createMedia(settings: Settings, ids: Ids): Media {
  const attachments = new Map<string, Attachment>();
  const isVacuumed = ({ statusId, createdAt }: Attachment) => statusId === null && settings.now() - createdAt > keptFor;
  const isFree = (account: ServerAccount) => (attachment: Attachment | undefined) =>
    attachment !== undefined &&
    attachment.account === account &&
    attachment.statusId === null &&
    !isVacuumed(attachment);
  return {
    upload: async (account, parameters) => {
      const description = descriptionOf(parameters, settings);
      const focus = focusOf(parameters);
      const picture = await inspect(parameters.file('file'), settings);
      const next = ids.next(settings.now());
      const id = settings.mode === 'snac' ? `post-${next}.jpg` : next;
      const pollsLeft = settings.processingPolls;
      const createdAt = settings.now();
      const attachment = { id, account, ...picture, createdAt, description, focus, statusId: null, pollsLeft };
      attachments.set(id, attachment);
      return attachment;
    },
    free: (account, id) => {
      const attachment = attachments.get(id);
      if (attachment === undefined || !isFree(account)(attachment)) throw notFound();
      return attachment;
    },
    change: (attachment, parameters) => {
      if (parameters.text('description') !== null) attachment.description = descriptionOf(parameters, settings);
      attachment.focus = focusOf(parameters) ?? attachment.focus;
    },
    choose: (account, wanted) => {
      const limit = settings.limits.maxMediaAttachments;
      if (wanted.length > limit) throw new Refusal(422, `Cannot attach more than ${limit} files`);
      const known = wanted.flatMap((id) => attachments.get(id) ?? []).filter((each) => each.account === account);
      if (settings.mode === 'snac') return [...new Set(known)];
      const missing = wanted.filter((id) => !isFree(account)(attachments.get(id)));
      if (missing.length > 0)
        throw new Refusal(422, `Media ${missing.join(', ')} not found or already attached to another post`);
      const chosen = wanted.flatMap((id) => attachments.get(id) ?? []);
      if (chosen.some(({ pollsLeft }) => pollsLeft > 0))
        throw new Refusal(422, 'Cannot attach files that have not finished processing. Try again in a moment!');
      return [...new Set(chosen)];
    },
    ofStatus: (statusId, order) => {
      const all = order.flatMap((id) => attachments.get(id) ?? []);
      return settings.mode === 'snac' ? all : all.filter((attachment) => attachment.statusId === statusId);
    },
    finishProcessing: () => {
      for (const attachment of attachments.values()) attachment.pollsLeft = 0;
    },
    all: () => [...attachments.values()],
  };
}

/** Without its addresses while it is processed, as `REST::MediaAttachmentSerializer` gives it. */
export function mediaEntity(attachment: Attachment, domain: string): object {
  const { id, width, height, focus, pollsLeft, description, type } = attachment;
  const address = (style: string) => `https://${domain}/system/media/${id}/${style}.${type.replace('image/', '')}`;
  const small = Math.min(1, Math.sqrt(230_400 / (width * height)));
  return {
    id,
    type: 'image',
    url: pollsLeft > 0 ? null : address('original'),
    preview_url: pollsLeft > 0 ? null : address('small'),
    remote_url: null,
    preview_remote_url: null,
    text_url: null,
    meta: {
      ...(focus !== null && { focus }),
      original: sizeOf(width, height),
      small: sizeOf(Math.round(width * small), Math.round(height * small)),
    },
    description,
    blurhash: 'UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH',
  };
}

function sizeOf(width: number, height: number): object {
  return { width, height, size: `${width}x${height}`, aspect: width / height };
}

async function inspect(file: File | null, { limits }: Settings) {
  if (file === null) throw invalid("File can't be blank");
  const megabytes = limits.imageSizeLimit / 1024 / 1024;
  if (file.size >= limits.imageSizeLimit) throw invalid(`File file size must be less than ${megabytes} MB`);
  const bytes = Buffer.from(await file.arrayBuffer());
  const found = await sharp(bytes)
    .metadata()
    .catch(() => null);
  const type = found === null ? undefined : types.get(found.format);
  if (found === null || type === undefined) throw invalid('File content type is invalid, File is invalid');
  const { width, height } = found;
  if (width * height > limits.imageMatrixLimit) throw new Refusal(422, `${width}x${height} images are not supported`);
  return { bytes, type, width, height };
}

function descriptionOf(parameters: Parameters, { limits }: Settings): string | null {
  const description = parameters.text('description');
  if (description !== null && [...description].length > limits.descriptionLimit)
    throw invalid(`Description is too long (maximum is ${limits.descriptionLimit} characters)`);
  return description;
}

/** `x,y`, each from -1 to 1; Ruby's `to_f` makes 0 of what is no number. */
function focusOf(parameters: Parameters): Focus | null {
  const point = parameters.text('focus');
  if (point === null || point === '') return null;
  const [x = 0, y = 0] = point.split(',').map((part) => Number.parseFloat(part) || 0);
  return { x, y };
}
