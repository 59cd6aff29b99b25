import type {
  TemplateApproval,
  TemplatePolicy,
} from '@sandlot/plugin-environments-common';
import { at } from '../at';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { Expressions } from '../expressions';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';
import { checkNames } from './checkNames';

/** What is wrong with the approvals, policies and subject of a template. */
export function checkRules({
  approvals = [],
  policies = [],
  addOns = [],
  subject,
  parameters,
}: EnvironmentTemplate['spec']): TemplateProblem[] {
  const expressions = Expressions.create(parameters, 'policy');
  return [
    ...checkConditions(approvals, '/spec/approvals', expressions),
    ...checkConditions(policies, '/spec/policies', expressions),
    ...checkNames(policies, '/spec/policies'),
    ...policies.flatMap((policy, index) =>
      checkPolicy(policy, pointer('/spec/policies', index), {
        addOns: addOns.map(({ name }) => name),
      }),
    ),
    ...(subject === undefined ? [] : checkSubject(subject, parameters)),
  ];
}

/** Faults of the conditions under which rules apply. */
export function checkConditions(
  rules: Pick<TemplateApproval, 'when'>[],
  path: string,
  expressions: Expressions,
): TemplateProblem[] {
  return rules.flatMap(({ when }, index) =>
    when === undefined
      ? []
      : expressions.checkCondition(when, pointer(path, index, 'when')),
  );
}

/** Which fields an effect needs; it has no use for the others. */
const FIELDS: Readonly<
  Record<TemplatePolicy['effect'], (keyof TemplatePolicy)[]>
> = {
  allow: [],
  deny: [],
  requireApproval: ['by', 'count'],
  shortenLease: ['maximum'],
  forceAddOn: ['addOn'],
};
const OF_EFFECTS = Object.values(FIELDS).flat();

/** @param known - names of the add-ons, where they are known */
export function checkPolicy(
  policy: TemplatePolicy,
  path: string,
  known: { addOns?: string[] } = {},
): TemplateProblem[] {
  const { effect, addOn } = policy;
  const needed = FIELDS[effect];
  return [
    ...needed
      .filter(field => field !== 'count' && policy[field] === undefined)
      .map(field => ({
        path: pointer(path, field),
        message: `missing: "${effect}" needs it`,
      })),
    ...OF_EFFECTS.filter(
      field => policy[field] !== undefined && !needed.includes(field),
    ).map(field => ({
      path: pointer(path, field),
      message: `"${effect}" has no use for it`,
      expected: 'left out',
    })),
    ...(addOn !== undefined && known.addOns && !known.addOns.includes(addOn)
      ? [
          {
            path: pointer(path, 'addOn'),
            message: `there is no add-on "${addOn}"`,
            expected: `one of ${known.addOns.join(', ') || 'none'}`,
          },
        ]
      : []),
  ];
}

function checkSubject(
  subject: string,
  parameters: EnvironmentTemplate['spec']['parameters'],
): TemplateProblem[] {
  const parameter = at(at(parameters, 'properties'), subject);
  return at(at(parameter, 'ui'), 'picker') === 'catalog'
    ? []
    : [
        {
          path: '/spec/subject',
          message: `"${subject}" is no parameter that is picked from the catalog`,
          expected: 'the name of a parameter with "ui: { picker: catalog }"',
        },
      ];
}
