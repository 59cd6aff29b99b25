import { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';

const PATH = 'environments.templates.lostAfterMinutes';
const DEFAULT_MINUTES = 15;
const A_WEEK = 7 * 24 * 60;

/**
 * How long templates that the catalog has lost all together stay on offer.
 *
 * @throws InputError when it is no number of minutes
 */
export function readLostAfterMinutes(config: RootConfigService): number {
  const minutes = config.getOptionalNumber(PATH) ?? DEFAULT_MINUTES;
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > A_WEEK) {
    throw new InputError(
      `${PATH} is ${minutes}, expected a whole number from 0, which withdraws them at once, to ${A_WEEK}`,
    );
  }
  return minutes;
}
