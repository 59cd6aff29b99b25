import type { Problem } from '@sandlot/plugin-environments-common';
import { OWNER_CLUSTER_ROLE, VIEWER_CLUSTER_ROLE } from '../../labels';
import { pointer } from '../pointer';
import type { PlainObject } from '../tree';
import { at, listAt } from '../at';
import { isOpen } from './CheckScope';
import type { CheckScope } from './CheckScope';

const RBAC_GROUP = 'rbac.authorization.k8s.io';
const ROLES = [OWNER_CLUSTER_ROLE, VIEWER_CLUSTER_ROLE];
const OWN_NAMESPACE = '${environment.namespace}';

/** A binding gives one of the two shipped roles, to people or in this namespace. */
export function checkRoleBinding(
  object: PlainObject,
  scope: CheckScope,
): Problem[] {
  if (object.kind !== 'RoleBinding') {
    return [];
  }
  const problems: Problem[] = [];
  const role = at(object, 'roleRef', 'name');
  if (
    at(object, 'roleRef', 'kind') !== 'ClusterRole' ||
    at(object, 'roleRef', 'apiGroup') !== RBAC_GROUP ||
    !ROLES.includes(role as string)
  ) {
    problems.push({
      path: pointer(scope.path, 'roleRef'),
      message: `binds "${role}"`,
      expected: `apiGroup ${RBAC_GROUP}, kind ClusterRole, name ${ROLES.join(
        ' or ',
      )}`,
    });
  }
  const subjects = listAt(object, 'subjects');
  if (subjects.length === 0) {
    problems.push({
      path: pointer(scope.path, 'subjects'),
      message: 'binds nobody',
      expected: 'a list of subjects',
    });
  }
  subjects.forEach((subject, index) => {
    problems.push(
      ...checkSubject(subject, {
        ...scope,
        path: pointer(scope.path, 'subjects', index),
      }),
    );
  });
  return problems;
}

function checkSubject(subject: unknown, scope: CheckScope): Problem[] {
  const kind = at(subject, 'kind');
  const name = at(subject, 'name');
  const namespace = at(subject, 'namespace');
  if (typeof name !== 'string' || name === '') {
    return [{ path: pointer(scope.path, 'name'), message: 'missing' }];
  }
  if (kind === 'ServiceAccount') {
    const isHere =
      namespace === undefined ||
      namespace === (scope.namespace ?? OWN_NAMESPACE);
    return isHere
      ? []
      : [
          {
            path: pointer(scope.path, 'namespace'),
            message: 'would let an account of another namespace in',
            expected: `${OWN_NAMESPACE}, or left out`,
          },
        ];
  }
  if (kind === 'User' || kind === 'Group') {
    return name.startsWith('system:') && !isOpen(scope, name)
      ? [
          {
            path: pointer(scope.path, 'name'),
            message: `"${name}" is one of the cluster's own and stands for more than one team`,
          },
        ]
      : [];
  }
  return [
    {
      path: pointer(scope.path, 'kind'),
      message: `"${kind}" can't be bound`,
      expected: 'ServiceAccount, User or Group',
    },
  ];
}
