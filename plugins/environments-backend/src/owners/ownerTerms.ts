import { RootConfigService } from '@backstage/backend-plugin-api';
import { readDuration } from '../lifecycle/readLeaseTerms';

const PATH = 'environments.owners';

/** When somebody counts as gone, and how often ops hear of it; in seconds. */
export interface OwnerTerms {
  /** Whether the catalog is asked at all. */
  followsCatalog: boolean;
  confirmAfterSeconds: number;
  remindAfterSeconds: number;
}

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** @throws InputError that names the place and what was expected there */
export function readOwnerTerms(config: RootConfigService): OwnerTerms {
  const read = (name: string, otherwise: number) => {
    const text = config.getOptionalString(`${PATH}.${name}`);
    return text === undefined
      ? otherwise
      : readDuration(`${PATH}.${name}`, text);
  };
  return {
    followsCatalog: config.getOptionalBoolean(`${PATH}.followCatalog`) ?? true,
    confirmAfterSeconds: read('confirmAfter', HOUR),
    remindAfterSeconds: read('remindAfter', 7 * DAY),
  };
}
