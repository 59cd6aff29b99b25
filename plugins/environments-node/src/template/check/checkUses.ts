import type { JsonObject } from '@backstage/types';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { Expressions } from '../expressions';
import { checkWith } from '../modules/checkWith';
import { moduleRefOf } from '../modules/moduleRefOf';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';

/**
 * How a template uses its modules and add-ons: their names, conditions and the
 * values that they get. Values can be held against modules that were looked up.
 */
export function checkUses(
  { spec, modules: resolved }: EnvironmentTemplate,
  expressions: Expressions,
): TemplateProblem[] {
  // Which add-ons are offered is decided while the form is filled in.
  const inForm = Expressions.create(spec.parameters, 'form');
  return [
    ...(spec.modules ?? []).flatMap((use, index) =>
      checkUse(use, pointer('/spec/modules', index), expressions),
    ),
    ...(spec.addOns ?? []).flatMap((use, index) =>
      checkUse(use, pointer('/spec/addOns', index), inForm),
    ),
  ];

  function checkUse(
    use: { module: string; when?: string; with?: JsonObject },
    path: string,
    conditions: Expressions,
  ): TemplateProblem[] {
    const ref = moduleRefOf(use.module);
    const module = ref === undefined ? undefined : resolved?.[ref];
    const given = pointer(path, 'with');
    return [
      ...(ref === undefined
        ? [
            {
              path: pointer(path, 'module'),
              message: `"${use.module}" names no module`,
              expected: 'the name of an EnvironmentModule, such as "quota"',
            },
          ]
        : []),
      ...(use.when === undefined
        ? []
        : conditions.checkCondition(use.when, pointer(path, 'when'))),
      ...(module
        ? checkWith(use.with ?? {}, module.spec.parameters, expressions, given)
        : expressions.check(use.with ?? {}, given)),
    ];
  }
}
