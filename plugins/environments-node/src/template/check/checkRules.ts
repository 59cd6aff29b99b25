import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import type { Expressions } from '../expressions';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';

/**
 * Approvals and policies: what is wrong with them, and that nothing enforces
 * them. To publish such a template would promise what does not happen.
 */
export function checkRules(
  { approvals = [], policies = [], addOns = [] }: EnvironmentTemplate['spec'],
  expressions: Expressions,
): TemplateProblem[] {
  const refused = (path: string, what: string) => ({
    path,
    message: `${what} are not enforced yet; a template that needs them can't be published`,
    expected: 'left out',
  });
  const conditions = (list: { when?: string }[], path: string) =>
    list.flatMap(({ when }, index) =>
      when === undefined
        ? []
        : expressions.checkCondition(when, pointer(path, index, 'when')),
    );
  return [
    ...conditions(approvals, '/spec/approvals'),
    ...(approvals.length > 0 ? [refused('/spec/approvals', 'approvals')] : []),
    ...conditions(policies, '/spec/policies'),
    ...policies.flatMap((policy, index) =>
      checkPolicy(
        policy,
        addOns.map(({ name }) => name),
        pointer('/spec/policies', index),
      ),
    ),
    ...(policies.length > 0 ? [refused('/spec/policies', 'policies')] : []),
  ];
}

type Policy = NonNullable<EnvironmentTemplate['spec']['policies']>[number];

/** Which fields an effect needs; it has no use for the others. */
const FIELDS: Readonly<Record<string, (keyof Policy)[]>> = {
  requireApproval: ['by'],
  shortenLease: ['maximum'],
  forceAddOn: ['addOn'],
};

function checkPolicy(
  policy: Policy,
  addOns: string[],
  path: string,
): TemplateProblem[] {
  const { effect, addOn } = policy;
  return [
    ...(FIELDS[effect] ?? [])
      .filter(field => policy[field] === undefined)
      .map(field => ({
        path: pointer(path, field),
        message: `missing: "${effect}" needs it`,
      })),
    ...(addOn !== undefined && !addOns.includes(addOn)
      ? [
          {
            path: pointer(path, 'addOn'),
            message: `there is no add-on "${addOn}"`,
            expected: `one of ${addOns.join(', ') || 'none'}`,
          },
        ]
      : []),
  ];
}
