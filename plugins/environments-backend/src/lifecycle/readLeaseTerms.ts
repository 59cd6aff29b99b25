import { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  DEFAULT_LEASE_TERMS,
  LeaseTerms,
  durationSeconds,
} from '../domain/lease';

const PATH = 'environments.leases';
const DURATION = /^[1-9]\d{0,4}[mhdw]$/;
const MOST_WARNINGS = 10;
/** No lease is extended by more, and nobody remembers a warning so long. */
const LONGEST_DAYS = 366;

/** @throws InputError that names the place and what was expected there */
export function readLeaseTerms(config: RootConfigService): LeaseTerms {
  const warnBefore = config.getOptionalStringArray(`${PATH}.warnBefore`);
  const restoreFor = config.getOptionalString(`${PATH}.restoreFor`);
  if (
    warnBefore &&
    (warnBefore.length < 1 || warnBefore.length > MOST_WARNINGS)
  ) {
    throw new InputError(
      `${PATH}.warnBefore: expected 1 to ${MOST_WARNINGS} durations: nobody is to be surprised`,
    );
  }
  const leads = warnBefore?.map((text, index) =>
    readDuration(`${PATH}.warnBefore[${index}]`, text),
  );
  const approvers = config
    .getOptionalStringArray(`${PATH}.approvers`)
    ?.map((text, index) => readPrincipal(`${PATH}.approvers[${index}]`, text));
  return {
    warnBeforeSeconds: leads
      ? [...new Set(leads)].sort((one, other) => other - one)
      : DEFAULT_LEASE_TERMS.warnBeforeSeconds,
    restoreSeconds: restoreFor
      ? readDuration(`${PATH}.restoreFor`, restoreFor)
      : DEFAULT_LEASE_TERMS.restoreSeconds,
    ...(approvers &&
      approvers.length > 0 && { approvers: [...new Set(approvers)] }),
  };
}

function readPrincipal(path: string, text: string): string {
  if (!/^(user|group):[^/\s]+\/[^/\s]+$/i.test(text)) {
    throw new InputError(
      `${path}: expected a user or a group, such as "group:default/platform-ops"`,
    );
  }
  return text.toLocaleLowerCase('en-US');
}

/** @throws InputError that names the place and what was expected there */
export function readDuration(path: string, text: string): number {
  if (!DURATION.test(text)) {
    throw new InputError(
      `${path}: expected a whole number and m, h, d or w, such as "7d"`,
    );
  }
  const length = durationSeconds(text);
  if (length > LONGEST_DAYS * 86_400) {
    throw new InputError(`${path}: expected at most ${LONGEST_DAYS}d`);
  }
  return length;
}
