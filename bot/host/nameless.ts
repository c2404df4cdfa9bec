/** Keeps the values of settings out of messages. */

import type { Failure } from '../networks/network.ts';
import { type Access, type ChannelSetting, variableOf } from './settings/channel-settings.ts';

export type AccountAccess = Extract<Access, { destination: 'account' }>;

const page = '/(?!(?:api|oauth|xrpc|nodeinfo|\\.well-known)(?:[/?]|\\b))[^\\s/]';

/** Goes on with another host or port. */
const longer = '[.:-]*\\w';

/**
 * A Failure with the names of the settings in place of their values. The address of a post or a profile stays whole, in
 * whatever form its server has them: a person has to open it. What only programs ask for is no such address.
 */
export function nameless(failure: Failure, channel: string, access: AccountAccess): Failure {
  const hide = (text: string, value: string, setting: ChannelSetting): string =>
    text.replaceAll(
      new RegExp(`(?<![\\w/.-])${RegExp.escape(value)}(?!${page}|${longer})`, 'g'),
      variableOf(channel, setting),
    );
  const message =
    access.network === 'bluesky'
      ? hide(hide(failure.message, access.service, 'SERVICE'), access.identifier, 'IDENTIFIER')
      : hide(failure.message, access.server, 'SERVER');
  return { ...failure, message };
}
