import type { LimitSetting } from './limit-setting.ts';
import { LimitSettings } from './limit-settings.ts';

/**
 * Checks limits before anything is opened.
 *
 * @throws {LimitSettingError} for the first that says nothing sensible, or limits something twice.
 * @example checkLimits([{ host: 'api.example.com', rate: '10/s' }]);
 */
export function checkLimits(settings: readonly LimitSetting[]): void {
  void new LimitSettings(settings);
}
