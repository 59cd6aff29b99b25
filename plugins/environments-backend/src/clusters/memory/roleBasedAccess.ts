import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { AccessQuestion } from '../Cluster';
import { ENVIRONMENT_ROLES } from './environmentRoles';

interface Subject {
  kind: string;
  name: string;
  namespace?: string;
}

/** What Kubernetes' RBAC authorizer answers, knowing the ClusterRoles of `deploy/` alone. */
export function isAllowedByBindings(
  question: AccessQuestion,
  roleBindings: KubernetesObject[],
): boolean {
  const resource = question.subresource
    ? `${question.resource}/${question.subresource}`
    : question.resource;
  return roleBindings
    .filter(binding =>
      (binding.subjects as Subject[] | undefined)?.some(subject =>
        isSubject(question, subject),
      ),
    )
    .map(binding => binding.roleRef as { kind: string; name: string })
    .flatMap(({ kind, name }) =>
      kind === 'ClusterRole' ? ENVIRONMENT_ROLES[name] ?? [] : [],
    )
    .some(
      rule =>
        rule.apiGroups.includes(question.group) &&
        rule.resources.includes(resource) &&
        rule.verbs.includes(question.verb),
    );
}

function isSubject(question: AccessQuestion, subject: Subject): boolean {
  switch (subject.kind) {
    case 'ServiceAccount':
      return (
        question.user ===
        `system:serviceaccount:${subject.namespace}:${subject.name}`
      );
    case 'User':
      return question.user === subject.name;
    case 'Group':
      return question.groups.includes(subject.name);
    default:
      return false;
  }
}
