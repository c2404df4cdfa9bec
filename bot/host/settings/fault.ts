/** What is wrong with the settings, and how it is told. */

import { isNonEmpty, type NonEmpty } from '../../../schedule/model/language.ts';
import { StopError } from '../stop.ts';

/** It names variables and never their values. */
export type SettingsFault = {
  /** Of `.env`, from 1; null for what stands in no line of it. */
  readonly line: number | null;
  readonly message: string;
};

/** Something read from the settings, or every fault on the way to it: never neither. */
export type Settled<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: NonEmpty<SettingsFault> };

/** `value` when there are no faults; otherwise the faults by line, those without one last. */
export function settled<T>(faults: readonly SettingsFault[], value: () => T): Settled<T> {
  const sorted = [...faults].sort((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity) || 0);
  return isNonEmpty(sorted) ? { ok: false, faults: sorted } : { ok: true, value: value() };
}

/** All faults, a line each: `.env:3  EMLEKNAP_…`. */
export function faultReport(faults: readonly SettingsFault[]): string {
  const lines = faults.map(({ line, message }) => (line === null ? message : `.env:${line}  ${message}`));
  return `The settings are not as they should be:\n  ${lines.join('\n  ')}`;
}

/** The value, or a StopError with all faults. */
export function orFaults<T>(result: Settled<T>): T {
  if (result.ok) return result.value;
  throw new StopError('settings', faultReport(result.faults));
}
