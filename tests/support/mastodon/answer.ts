/** What a route answers, and the ways in which it declines. */

export type Answer = {
  readonly status: number;
  /** Sent as JSON; a text is sent as a page of HTML. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export function ok(body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, body, headers };
}

/** Thrown by a route: an answer in Mastodon's own words. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(status: number, error: string, headers: Readonly<Record<string, string>> = {}) {
    super(error);
    this.answer = { status, body: { error }, headers };
  }
}

/** Thrown by a route: a page, as software answers that has no words for what was asked. */
export class PageRefusal extends Refusal {
  override readonly answer: Answer;

  constructor(status: number, page: string) {
    super(status, page);
    this.answer = { status, body: page };
  }
}

/** Thrown where a request makes no sense to any Mastodon: it is refused and remembered. */
export class Violation extends Refusal {
  constructor(reason: string) {
    super(400, reason);
  }
}

export const notFound = () => new Refusal(404, 'Record not found');
export const invalid = (reason: string) => new Refusal(422, `Validation failed: ${reason}`);

/** What Rails makes of an error that nothing rescued (`ActionDispatch::PublicExceptions`). */
export const internalError: Answer = { status: 500, body: { status: 500, error: 'Internal Server Error' } };
