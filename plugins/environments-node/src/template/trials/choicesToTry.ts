import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@backstage/types';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { Expressions } from '../expressions';
import { propertiesOf } from '../parameters/propertiesOf';
import type { ParameterProperty } from '../parameters/propertiesOf';
import { validateAgainst } from '../parameters/validateAgainst';
import { validateParameters } from '../parameters/validateParameters';
import { pointer } from '../pointer';
import { sampleRequired } from '../sample/sampleParameters';
import type { TemplateProblem } from '../TemplateProblem';
import { toWords } from './toWords';
import { variationsOf } from './variationsOf';

/** Parameters that a developer may choose. */
export interface Choice {
  /** With the defaults. */
  parameters: JsonObject;
  /** Names of those that are not asked for. */
  hidden: string[];
  /** What is particular to them, such as `size=M`; empty for the defaults alone. */
  words: string[];
  /** Conditions that can't be told with them. */
  problems: TemplateProblem[];
}

/**
 * The defaults, and then one parameter after the other at each value that may
 * matter. What is only asked for after another choice is varied with that one.
 */
export function* choicesToTry(
  template: EnvironmentTemplate,
): Generator<Choice> {
  const properties = propertiesOf(template.spec.parameters);
  const sample = sampleRequired(template);
  const usual = toChoice(
    template,
    sample,
    Object.entries(sample).map(([name, value]) => toWords(name, value!)),
  );
  if (!usual) {
    return;
  }
  yield usual;

  const ways = [{ sent: sample, choice: usual, words: [] as string[] }];
  const isConditional = ({ ui }: ParameterProperty) => ui?.when !== undefined;
  for (const property of [
    ...properties.filter(one => !isConditional(one)),
    ...properties.filter(isConditional),
  ]) {
    const { name } = property;
    const way = ways.find(({ choice }) => !choice.hidden.includes(name));
    for (const value of way ? variationsOf(property) : []) {
      if (!isDeepStrictEqual(way!.choice.parameters[name], value)) {
        const sent = { ...way!.sent, [name]: value };
        const words = [...way!.words, toWords(name, value)];
        const choice = toChoice(template, sent, words);
        if (choice) {
          yield choice;
          ways.push({ sent, choice, words });
        }
      }
    }
  }
}

/** @returns undefined when it is refused, which is how it should be */
function toChoice(
  template: EnvironmentTemplate,
  sent: JsonObject,
  words: string[],
): Choice | undefined {
  const { parameters, problems, hidden } = validateParameters(template, sent);
  if (problems.length === 0) {
    return { parameters, hidden, words, problems };
  }
  const undecided = undecidedConditions(template, sent);
  return undecided.length > 0
    ? { parameters, hidden, words, problems: undecided }
    : undefined;
}

/** A form that asks for something or not, but can't tell which, can never be sent. */
function undecidedConditions(
  { spec }: EnvironmentTemplate,
  sent: JsonObject,
): TemplateProblem[] {
  const path = '/spec/parameters';
  const { values, problems } = validateAgainst(spec.parameters, sent, path);
  const expressions = Expressions.create(spec.parameters, 'form');
  return problems.length > 0
    ? []
    : propertiesOf(spec.parameters).flatMap(({ name, ui }) =>
        ui?.when === undefined
          ? []
          : expressions.decide(
              ui.when,
              pointer(path, 'properties', name, 'ui', 'when'),
              { parameters: values },
            ).problems,
      );
}
