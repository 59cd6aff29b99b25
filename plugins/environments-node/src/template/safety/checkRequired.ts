import type { Problem } from '@sandlot/plugin-environments-common';
import { OWNER_CLUSTER_ROLE, OWNER_SERVICE_ACCOUNT } from '../../labels';
import { isPlainObject } from '../tree';
import type { PlainObject } from '../tree';
import { at, listAt } from '../at';

interface Requirement {
  message: string;
  expected: string;
  isMetBy: (object: PlainObject) => boolean;
}

const REQUIREMENTS: Requirement[] = [
  {
    message: 'no quota: one environment could use up the cluster',
    expected: 'a ResourceQuota with spec.hard',
    isMetBy: object =>
      object.kind === 'ResourceQuota' && isFilled(at(object, 'spec', 'hard')),
  },
  {
    message:
      'no limits: pods that name none would be refused by the quota without a word to their author',
    expected: 'a LimitRange with spec.limits',
    isMetBy: object =>
      object.kind === 'LimitRange' &&
      listAt(object, 'spec', 'limits').length > 0,
  },
  {
    message:
      "no network isolation: pods could reach other teams' pods and be reached by them",
    expected:
      'a NetworkPolicy with "podSelector: {}" and "policyTypes: [Ingress, Egress]"',
    isMetBy: isolatesEveryPod,
  },
  {
    message: 'no account for the owner: nobody could get a kubeconfig',
    expected: `a ServiceAccount "${OWNER_SERVICE_ACCOUNT}"`,
    isMetBy: object =>
      object.kind === 'ServiceAccount' &&
      at(object, 'metadata', 'name') === OWNER_SERVICE_ACCOUNT,
  },
  {
    message:
      'no rights for the owner: the kubeconfig would be refused everything',
    expected: `a RoleBinding of ServiceAccount "${OWNER_SERVICE_ACCOUNT}" to ClusterRole "${OWNER_CLUSTER_ROLE}"`,
    isMetBy: object =>
      object.kind === 'RoleBinding' &&
      at(object, 'roleRef', 'name') === OWNER_CLUSTER_ROLE &&
      listAt(object, 'subjects').some(
        subject =>
          at(subject, 'kind') === 'ServiceAccount' &&
          at(subject, 'name') === OWNER_SERVICE_ACCOUNT,
      ),
  },
];

/** What every environment has, so that it is bounded, apart and of use. */
export function checkRequired(objects: PlainObject[], path: string): Problem[] {
  return REQUIREMENTS.filter(
    requirement => !objects.some(requirement.isMetBy),
  ).map(({ message, expected }) => ({ path, message, expected }));
}

function isFilled(value: unknown): boolean {
  return isPlainObject(value) && Object.keys(value).length > 0;
}

/** Selects all pods, both ways; its rules are the only holes it leaves. */
function isolatesEveryPod(object: PlainObject): boolean {
  if (object.kind !== 'NetworkPolicy') {
    return false;
  }
  const selector = at(object, 'spec', 'podSelector');
  const types = listAt(object, 'spec', 'policyTypes');
  return (
    isPlainObject(selector) &&
    Object.keys(selector).length === 0 &&
    types.includes('Ingress') &&
    types.includes('Egress')
  );
}
