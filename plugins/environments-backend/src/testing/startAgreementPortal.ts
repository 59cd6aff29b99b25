import { Approval, Environment } from '@sandlot/plugin-environments-common';
import { CATALOG_USERS } from './catalogUsers';
import { startLeasePortal } from './startLeasePortal';
import { Person } from './startTestPortal';

/** `startLeasePortal` with a catalog of all people, for changes that others must agree to. */
export async function startAgreementPortal(
  knex: Parameters<typeof startLeasePortal>[0],
  more: Omit<Parameters<typeof startLeasePortal>[1] & {}, 'entities'>,
) {
  const portal = await startLeasePortal(knex, {
    ...more,
    entities: CATALOG_USERS,
  });
  return {
    ...portal,

    /** What somebody is asked about the environment. */
    pending({ approvals = [] }: Environment): Approval {
      return approvals.find(({ state }) => state === 'pending')!;
    },

    async decide(
      person: Person,
      { id }: Approval,
      decision: 'approve' | 'reject' = 'approve',
      reason?: string,
    ) {
      const { digest } = await portal.as('ada').getApproval(id);
      return portal.as(person).decideApproval(id, { decision, digest, reason });
    },

    /** Action and stage of each record of these actions, oldest first. */
    async trail(id: string, actions: RegExp): Promise<string[]> {
      return (await portal.recordsOf(id))
        .filter(({ action }) => actions.test(action))
        .map(({ action, stage }) => `${action} ${stage}`);
    },
  };
}

export type AgreementPortal = Awaited<ReturnType<typeof startAgreementPortal>>;
