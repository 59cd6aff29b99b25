import { ConflictError } from '@backstage/errors';
import { HibernationPlan } from '@sandlot/plugin-environments-common';
import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { Caller } from '../service/Caller';
import { ProblemsError } from '../service/ProblemsError';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { lockPermitted } from '../service/lockPermitted';

/** Says when the environment hibernates by itself; an empty plan ends that. */
export async function planHibernation(
  tx: Transaction,
  caller: Caller,
  id: string,
  plan: HibernationPlan,
): Promise<EnvironmentRow> {
  const environment = await lockPermitted(tx, caller, id);
  const { name, phase } = environment;
  if (phase === 'Deleting' || phase === 'Deleted') {
    throw new ConflictError(`Environment ${name} is ${phase} already`);
  }
  requireHours(plan);
  const isEmpty = !plan.hours && plan.idleHours === undefined;
  // Hours that have ended before are no reason to hibernate under the hands of who plans.
  await tx.environments.noteAsked(id);
  const planned = await tx.environments.decide(id, {
    hibernationPlan: isEmpty ? null : plan,
  });
  await tx.record({
    ...aboutEnvironment(planned),
    action: 'environment.planHibernation',
    stage: 'succeeded',
    correlationId: caller.correlationId,
    actor: caller.actor,
    source: caller.source,
    authorization: caller.authorization,
    parameters: { plan: JSON.parse(JSON.stringify(plan)) },
  });
  tx.changed(id);
  return planned;
}

function requireHours({ hours }: HibernationPlan): void {
  if (!hours) return;
  if (hours.from === hours.to) {
    throw new ProblemsError([
      { path: '/hours/to', message: 'It would run at no time of the day' },
    ]);
  }
  try {
    // eslint-disable-next-line no-new
    new Intl.DateTimeFormat('en', { timeZone: hours.timeZone });
  } catch {
    throw new ProblemsError([
      {
        path: '/hours/timeZone',
        message: `There is no time zone ${hours.timeZone}`,
        expected: 'one of the IANA database, such as Europe/Berlin',
      },
    ]);
  }
}
