import type { JsonObject } from '@backstage/types';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { Expressions } from '../expressions';
import type { ExpressionContext } from '../expressions';
import { isResolved, partsOf } from '../modules/partsOf';
import { locate } from '../modules/TemplatePart';
import type { ModuleUse, TemplatePart } from '../modules/TemplatePart';
import { validateAddOns } from '../modules/validateAddOns';
import { validateAgainst } from '../parameters/validateAgainst';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';
import type { PlainObject } from '../tree';
import { renderChecksOf } from './renderChecksOf';
import type { FrozenCheck } from '../checks/FrozenCheck';
import type { RenderInput } from './RenderInput';
import { keyOfReads } from './keyOfReads';
import type { Evaluated, Given, RenderMemo } from './RenderMemo';

/** The objects and checks that one part of a template comes to. */
export interface RenderedPart {
  part: TemplatePart;
  /** Not checked yet; at the places where the part has its resources. */
  objects: PlainObject[];
  checks: FrozenCheck[];
}

/** A part with what is wrong with it. */
export interface MadePart {
  rendered: RenderedPart;
  problems: TemplateProblem[];
}

/** Evaluates a template with those of its modules and add-ons that this environment has. */
export function renderParts(
  template: EnvironmentTemplate,
  input: RenderInput,
  memo?: RenderMemo<MadePart>,
): { parts: RenderedPart[]; problems: TemplateProblem[] } {
  const list = () => (isResolved(template) ? partsOf(template) : undefined);
  const all = memo ? memo.parts(list) : list();
  if (!all) {
    const message = 'its modules were not looked up';
    return { parts: [], problems: [{ path: '/spec', message }] };
  }
  const { name, namespace } = template.metadata;
  const { parameters, environment, owner, cluster, revision } = input;
  const { addOns = [] } = input;
  const shared = {
    environment,
    owner,
    cluster,
    template: { name, namespace, revision },
  };
  const expressions = Expressions.create(template.spec.parameters);
  const context = { ...shared, parameters, addOns };

  const parts: RenderedPart[] = [];
  const problems: TemplateProblem[] = [
    ...validateAddOns(template, addOns, parameters),
  ];
  for (const part of all) {
    const { use } = part;
    if (!use) {
      add(makePart(part, expressions, context, memo));
    } else if (isSwitchedOn(use)) {
      const given = valuesFor(part, use);
      if (given) {
        const values = { ...shared, parameters: given };
        const make = () =>
          makePart(
            part,
            Expressions.create(part.parameters, 'module'),
            values,
            memo,
          );
        add(
          memo?.made(`${use.path} ${JSON.stringify(values)}`, make) ?? make(),
        );
      }
    }
  }
  return { parts, problems };

  function isSwitchedOn(use: ModuleUse): boolean {
    if (use.addOn !== undefined) {
      return addOns.includes(use.addOn);
    }
    if (use.when === undefined) {
      return true;
    }
    const decided = expressions.decide(
      use.when,
      pointer(use.path, 'when'),
      context,
    );
    problems.push(...decided.problems);
    return decided.holds;
  }

  /** @returns undefined when they don't come out or don't fit the module */
  function valuesFor(
    part: TemplatePart,
    use: ModuleUse,
  ): JsonObject | undefined {
    const evaluate = () => give(part, use, expressions, context);
    const given = memo
      ? memo.given(`${use.path} ${keyOfReads(use.with, context)}`, evaluate)
      : evaluate();
    problems.push(...given.problems);
    return given.values;
  }

  function add(made: MadePart): void {
    problems.push(...made.problems);
    parts.push(made.rendered);
  }
}

/** Evaluates the values that a template gives to a module, and holds them against its schema. */
function give(
  part: TemplatePart,
  use: ModuleUse,
  expressions: Expressions,
  context: ExpressionContext,
): Given {
  const path = pointer(use.path, 'with');
  const { value, problems } = expressions.evaluate(use.with, path, context);
  if (problems.length > 0) {
    return { problems };
  }
  const fit = validateAgainst(part.parameters, value as JsonObject, path);
  return fit.problems.length > 0 ? { problems: fit.problems } : fit;
}

function makePart(
  part: TemplatePart,
  own: Expressions,
  values: ExpressionContext,
  memo: RenderMemo<MadePart> | undefined,
): MadePart {
  const evaluated = part.resources.map((resource, index): Evaluated => {
    const path = pointer('/spec/resources', index);
    const evaluate = () => own.evaluate(resource, path, values);
    if (!memo) {
      return evaluate();
    }
    const key = keyOfReads(resource, values);
    return key === undefined
      ? { value: resource, problems: [] }
      : memo.evaluated(resource, `${path} ${key}`, evaluate);
  });
  const problems = evaluated.flatMap(one => one.problems);
  const objects = evaluated.map(one => one.value as PlainObject);
  const checks = renderChecksOf(part, objects, own, values);
  return {
    rendered: { part, objects, checks: checks.checks },
    problems: [...problems, ...checks.problems].map(problem =>
      locate(part, problem),
    ),
  };
}
