import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { entityName } from '@sandlot/plugin-environments-common';
import { EnvironmentRow } from '../database/rows';
import { inUtc } from '../domain/inUtc';
import { LeaseTerms, inWords } from '../domain/lease';
import { LeaseStep } from '../domain/leaseStep';

export type Warning = Extract<LeaseStep, { step: 'warn' }>;

/** What people are told: what comes, when, and what they can do. */
export function describeWarning(
  environment: EnvironmentRow,
  { end, leadSeconds, actAt }: Warning,
  terms: LeaseTerms,
): NotificationSendOptions['payload'] {
  const { id, name, ownerRef, latestEnd, expiresAt, phase } = environment;
  const ends = `The lease of environment ${name} of ${entityName(ownerRef)}`;
  const when = inUtc(actAt);
  const [title, description] =
    end.before === 'expiry'
      ? [
          phase === 'Hibernated'
            ? `The lease of ${name} ends on ${when}`
            : `${name} hibernates on ${when}`,
          `${ends} ends. It ${
            phase === 'Hibernated' ? 'stays hibernated' : 'hibernates'
          } then, can be restored for ${inWords(
            terms.restoreSeconds,
          )}, and is deleted after that. To keep it, extend its lease${
            latestEnd
              ? `, until ${inUtc(latestEnd)} or with ops beyond that`
              : ''
          }.`,
        ]
      : [
          `${name} is deleted on ${when}`,
          `${ends} ended on ${inUtc(
            expiresAt!,
          )}. To keep it, restore it before it is deleted with all that is in it.`,
        ];
  return {
    title,
    description,
    link: `/environments/${id}`,
    severity: end.before === 'deletion' ? 'high' : 'normal',
    topic: 'Leases of environments',
    // One notice, however often it is sent.
    scope: `lease:${id}:${end.before}:${end.at.toISOString()}:${leadSeconds}`,
  };
}
