/** What is looked at; a finding names its rule. */
export const RULES = {
  yaml: 'The file is YAML in which nothing is lost or read in two ways.',
  kind: 'Files that are named hold templates or modules, and of no kind that there is not.',
  duplicate: 'No two templates, and no two modules, have the same name.',
  template: 'Fields are known, and what they say fits together.',
  parameters: 'The form is a JSON Schema (draft-07) that can be shown.',
  modules: 'Modules and add-ons are there and get the parameters they need.',
  resources: 'Objects are of admitted kinds, safe, and complete.',
  expressions: 'Expressions can be read and only speak of what there is.',
  checks: 'Checks look at objects that the template makes.',
  cases: 'Test cases are written as they should be.',
} as const;

/** Name of a rule. */
export type RuleId = keyof typeof RULES;

const BY_FIELD: Readonly<Record<string, RuleId>> = {
  parameters: 'parameters',
  groups: 'parameters',
  modules: 'modules',
  addOns: 'modules',
  resources: 'resources',
  checks: 'checks',
};

/** The rule that a fault of a template or module is against. */
export function ruleOf(problem: { path: string; offset?: number }): RuleId {
  if (problem.offset !== undefined) {
    return 'expressions';
  }
  const [, spec, field] = problem.path.split('/');
  return (spec === 'spec' && BY_FIELD[field]) || 'template';
}
