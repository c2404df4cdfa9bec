/** A server that gives back every secret it was ever told, in any place of its answers and in any spelling. */

import { json, type Meddling, type ProxiedAnswer } from '../proxy.ts';
import { spellings } from './spellings.ts';

/** What a terminal would obey: a title, a colour, a control sequence of one byte, and text that runs backwards. */
const orders = '\u001b]0;owned\u0007\u001b[31m\u009b2J\u202e';

type Given = Parameters<Meddling>[0];

/** Where the secrets stand in the answers. */
export const places = {
  'the error that refuses': (said) => refusal(400, said),
  'the error of a login that is not accepted': (said) => refusal(401, said),
  'the error of a server that fails': (said) => refusal(500, said),
  'the page of something in front of it': (said) => ({
    status: 502,
    statusText: printable(said),
    headers: { 'content-type': `text/html; x=${printable(said)}` },
    body: `<html><title>${said}</title>${orders}</html>`,
  }),
  'the host of a redirect': (said) => ({
    status: 302,
    headers: { location: redirectTo(said) },
    body: said,
  }),
  'an answer that breaks off': (said, answer) => ({ ...answer, body: `{"error":"${said}","a":["${said}` }),
  'names and values of headers': (said, answer) => ({
    ...answer,
    statusText: printable(said),
    headers: { ...answer.headers, [`x-${printable(said).replaceAll(/[^\w-]/g, '')}`]: '1', 'x-said': printable(said) },
  }),
  'ids, addresses and names in what is fine': (said, answer) => altered(answer, said),
} satisfies Readonly<Record<string, (said: string, answer: ProxiedAnswer) => ProxiedAnswer>>;

export type Place = keyof typeof places;

/**
 * Meddles with all that passes, or with all but logins, from the first call that is not let through. `heard` gathers the
 * secrets; each answer gives back the next of them, in the next spelling. What never reached the bot is nothing it could know.
 */
export function hostile(place: Place, spares: 'nothing' | 'logins', heard: Set<string>): Meddling {
  const named = Object.values(spellings);
  let answers = 0;
  const next = (answer: ProxiedAnswer): ProxiedAnswer => {
    const secrets = [...heard];
    const secret = secrets[answers % secrets.length];
    const spell = named[Math.floor(answers / secrets.length) % named.length];
    answers += 1;
    return secret === undefined || spell === undefined ? answer : places[place](spell(secret), answer);
  };
  return async (request, forward) => {
    for (const secret of secretsOf(request)) heard.add(secret);
    const isLogin = /\.(create|refresh)Session/.test(request.path);
    const answer = await forward();
    const said = isLogin && spares === 'logins' ? answer : next(answer);
    for (const secret of tokensOf(said)) heard.add(secret);
    return said;
  };
}

function secretsOf({ headers, body }: Given): readonly string[] {
  const bearer = /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1];
  const password = /"password":("(?:[^"\\]|\\.)*")/.exec(body.toString('utf8'))?.[1];
  return [bearer, password === undefined ? undefined : String(JSON.parse(password))].filter(
    (each) => each !== undefined,
  );
}

function tokensOf({ body }: ProxiedAnswer): readonly string[] {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  return [...text.matchAll(/"(?:access|refresh)Jwt":"([^"]+)"/g)].flatMap(([, token]) => token ?? []);
}

function refusal(status: number, said: string): ProxiedAnswer {
  const words = `Err ${said} ${orders}`;
  return json(status, { error: words, message: words, error_description: words, [said]: { a: [words] } });
}

/** In its host where a host can hold it. */
function redirectTo(said: string): string {
  const [host, path] = [`http://${printable(said)}.example/`, `http://else.example/${encodeURIComponent(said)}`];
  return URL.canParse(host) ? host : path;
}

/** Headers hold nothing else. */
function printable(said: string): string {
  return said.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 4_000);
}

/** Every other text, and only what no login needs. */
function altered(answer: ProxiedAnswer, said: string): ProxiedAnswer {
  let texts = said.length;
  const change = (value: unknown, name: string): unknown => {
    if (/Jwt$|^did$/.test(name)) return value;
    if (typeof value === 'string') {
      texts += 1;
      return texts % 2 === 0 ? value : `${value}${said}${orders}`;
    }
    if (Array.isArray(value)) return value.map((each) => change(each, name));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries([...Object.entries(value).map(([key, each]) => [key, change(each, key)]), [said, said]]);
  };
  try {
    const text = typeof answer.body === 'string' ? answer.body : new TextDecoder().decode(answer.body);
    return { ...answer, body: JSON.stringify(change(JSON.parse(text), '')) };
  } catch {
    return answer;
  }
}
