import { setTimeout } from 'node:timers/promises';
import { KubernetesConnection } from '../clusters/KubernetesConnection';
import { WORKBENCH_NAMESPACE } from '../clusters/workbenchNamespace';

/**
 * Waits until `deploy/admission-policy.yaml` is in force: policies that were just
 * applied take a moment. The API server sees them in the order in which they came,
 * so that it is enough to try what the last one refuses.
 */
export async function policiesInForce(
  admin: KubernetesConnection,
): Promise<void> {
  const isRefused = () =>
    admin
      .request({
        method: 'POST',
        path: `/api/v1/namespaces/${WORKBENCH_NAMESPACE}/services?dryRun=All`,
        body: {
          metadata: { name: 'probe' },
          spec: { type: 'ExternalName', externalName: 'example.com' },
        },
      })
      .then(
        () => false,
        error => error.message.includes('sandlot-environment-objects'),
      );
  while (!(await isRefused())) {
    await setTimeout(100);
  }
}
