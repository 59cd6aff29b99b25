import { parseEntityRef } from '@backstage/catalog-model';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';

export function checkOwner(owner: string): TemplateProblem[] {
  try {
    parseEntityRef(owner, { defaultKind: 'group' });
    return [];
  } catch {
    return [
      {
        path: '/spec/owner',
        message: `"${owner}" names no owner`,
        expected: 'an entity reference such as "group:default/platform-ops"',
      },
    ];
  }
}

/** People whom a template names. With the kind, so that nobody guesses who may do what. */
export function checkPeople({
  access,
  approvals,
  policies,
}: EnvironmentTemplate['spec']): TemplateProblem[] {
  const named: [string, string | undefined][] = [
    ...(access?.requesters ?? []).map((ref, index): [string, string] => [
      pointer('/spec/access/requesters', index),
      ref,
    ]),
    ...(access?.testers ?? []).map((ref, index): [string, string] => [
      pointer('/spec/access/testers', index),
      ref,
    ]),
    ...(approvals ?? []).map(({ by }, index): [string, string] => [
      pointer('/spec/approvals', index, 'by'),
      by,
    ]),
    ...(policies ?? []).map(({ by }, index): [string, string | undefined] => [
      pointer('/spec/policies', index, 'by'),
      by,
    ]),
  ];
  return named
    .filter(([, ref]) => ref !== undefined && !isPerson(ref))
    .map(([path, ref]) => ({
      path,
      message: `"${ref}" names no user or group`,
      expected: 'an entity reference such as "group:default/team-harbor"',
    }));
}

export function isPerson(ref: string): boolean {
  try {
    return ['user', 'group'].includes(parseEntityRef(ref).kind.toLowerCase());
  } catch {
    return false;
  }
}
