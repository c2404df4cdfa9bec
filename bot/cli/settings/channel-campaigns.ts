/** Whether channels can publish what they are set up for, among the campaigns that are there. Pure. */

import type { Campaign } from '../../../schedule/model/campaign.ts';
import { suggestion } from '../../../schedule/words/suggest.ts';
import { publishes } from '../../channel.ts';
import { type ConfiguredChannel, variableOf } from '../../host/settings/channel-settings.ts';
import type { SettingsFault } from '../../host/settings/fault.ts';
import type { Settings } from './settings.ts';

/** Campaigns that no channel could ever find, and channels whose language their campaigns lack; none for the default channels. */
export function campaignFaults(
  { channels, channelsAreDefaults, lines }: Pick<Settings, 'channels' | 'channelsAreDefaults' | 'lines'>,
  campaigns: readonly Campaign[],
): readonly SettingsFault[] {
  if (channelsAreDefaults) return [];
  return channels.flatMap((channel) => {
    const fault = (setting: string, message: string): SettingsFault => {
      const variable = variableOf(channel.id, setting);
      return { line: lines.get(variable) ?? null, message: `${variable} ${message}` };
    };
    return faultsOf(channel, campaigns, fault);
  });
}

function faultsOf(
  channel: ConfiguredChannel,
  campaigns: readonly Campaign[],
  fault: (setting: string, message: string) => SettingsFault,
): readonly SettingsFault[] {
  const { campaigns: named, language } = channel;
  const known = campaigns.map(({ id }) => id);
  if (named === null) {
    if (campaigns.some((campaign) => publishes(channel, campaign))) return [];
    return [fault('LANGUAGE', `is ${language}, in which no campaign is written. ${toldIn(campaigns)}`)];
  }
  return named.flatMap((id) => {
    const campaign = campaigns.find((each) => each.id === id);
    if (campaign === undefined) {
      return [fault('CAMPAIGNS', `names a campaign that is not there. ${suggestion(id, known)}`)];
    }
    if (publishes(channel, campaign)) return [];
    return [fault('CAMPAIGNS', `names a campaign that is not written in ${language}. ${toldIn([campaign])}`)];
  });
}

function toldIn(campaigns: readonly Campaign[]): string {
  return campaigns.map(({ id, languages }) => `${id} is written in ${languages.join(' and ')}.`).join(' ');
}
