import { findBreaches } from '../findBreaches';
import { bringToEnd } from '../bringToEnd';
import { newSubject } from '../goThrough';
import { faultOperation } from '../operations';
import { Scenario, ScenarioLab, waitUntil } from './Scenario';

const FINALIZER = 'faults.sandlot.dev/stuck';

/** Something in the namespace has a finalizer that nobody serves. */
export const stuckTerminating: Scenario = {
  name: 'terminating',
  title: 'namespace stuck in Terminating, until its finalizer goes',
  operation: 'delete',
  aside: true,
  async run({ rescuer, admin }: ScenarioLab) {
    const remove = faultOperation('delete');
    const subject = await remove.prepare(rescuer, newSubject());
    const id = subject.environmentId!;
    const { namespace } = (await rescuer.store.environments.get(id))!;
    const setFinalizers = (finalizers: string[]) =>
      admin.request({
        method: 'PATCH',
        path: `/api/v1/namespaces/${namespace}/configmaps/settings`,
        contentType: 'application/merge-patch+json',
        body: { metadata: { finalizers } },
      });
    await setFinalizers([FINALIZER]);
    const operationId = await remove.request(rescuer, subject);
    const breaches: string[] = [];
    await waitUntil('the deletion says what holds it', 60, async () => {
      await rescuer.expireLease(operationId);
      await rescuer.reconciler.run(operationId);
      const { stages, finishedAt } = (await rescuer.store.operations.get(
        operationId,
      ))!;
      if (finishedAt) breaches.push('done while the namespace is still there');
      return stages.some(({ message }) => message?.includes(FINALIZER));
    });
    const held = (await rescuer.store.environments.get(id))!;
    if (held.phase !== 'Deleting') breaches.push(`it is ${held.phase}`);
    await setFinalizers([]);
    await bringToEnd(rescuer, operationId);
    return {
      points: 1,
      breaches: [
        ...breaches,
        ...(await findBreaches(rescuer, remove, operationId)),
      ],
      note: 'Deleting, with the finalizer’s name, until somebody removes it',
    };
  },
};
