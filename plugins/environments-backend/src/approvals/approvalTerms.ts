import { RootConfigService } from '@backstage/backend-plugin-api';
import { readDuration } from '../lifecycle/readLeaseTerms';

const PATH = 'environments.approvals';

/** How long approvals may take; in seconds. */
export interface ApprovalTerms {
  remindAfterSeconds: number;
  expireAfterSeconds: number;
}

const DAY = 86_400;
export const DEFAULT_APPROVAL_TERMS: ApprovalTerms = {
  remindAfterSeconds: DAY,
  expireAfterSeconds: 7 * DAY,
};

/** @throws InputError that names the place and what was expected there */
export function readApprovalTerms(config: RootConfigService): ApprovalTerms {
  const read = (name: string, otherwise: number) => {
    const text = config.getOptionalString(`${PATH}.${name}`);
    return text === undefined
      ? otherwise
      : readDuration(`${PATH}.${name}`, text);
  };
  return {
    remindAfterSeconds: read(
      'remindAfter',
      DEFAULT_APPROVAL_TERMS.remindAfterSeconds,
    ),
    expireAfterSeconds: read(
      'expireAfter',
      DEFAULT_APPROVAL_TERMS.expireAfterSeconds,
    ),
  };
}
