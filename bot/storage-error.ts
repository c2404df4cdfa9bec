/** A file that the bot keeps cannot be used; the message is for a person, and nothing was sent because of it. */
export class StorageError extends Error {
  override readonly name: string = 'StorageError';
}
