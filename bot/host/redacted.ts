/** Keeps the values of settings out of messages. */

import { networkNamed } from '../networks/all.ts';
import type { Failure } from '../networks/network.ts';
import type { AccountAccess } from '../networks/settings/settings.ts';
import { variableOf } from './settings/channel-settings.ts';

const page = '/(?!(?:api|oauth|xrpc|nodeinfo|\\.well-known)(?:[/?]|\\b))[^\\s/]';

/** Goes on with another host or port. */
const longer = '[.:-]*\\w';

/**
 * A Failure with the names of the settings in place of their values. The address of a post or a profile stays whole, in
 * whatever form its server has them: a person has to open it. What only programs ask for is no such address.
 */
export function redacted(failure: Failure, channel: string, access: AccountAccess): Failure {
  const { hidden } = networkNamed(access.network).settings;
  const message = hidden(access).reduce(
    (text, { value, setting }) =>
      text.replaceAll(
        new RegExp(`(?<![\\w/.-])${RegExp.escape(value)}(?!${page}|${longer})`, 'g'),
        variableOf(channel, setting),
      ),
    failure.message,
  );
  return { ...failure, message };
}
