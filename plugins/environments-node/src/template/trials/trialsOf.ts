import type { JsonObject } from '@backstage/types';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { Expressions } from '../expressions';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';
import { choicesToTry } from './choicesToTry';
import type { Choice } from './choicesToTry';

/** One way in which a developer may ask for an environment. */
export interface Trial {
  /** With the defaults. */
  parameters: JsonObject;
  /** Names of those that are switched on. */
  addOns: string[];
  /** Whether the environment has the longest name that it can have. */
  hasLongName?: boolean;
  /** What is particular to it, such as `size=M`; empty for the defaults alone. */
  words: string[];
  /** What shows without rendering it: then it can't be. */
  problems: TemplateProblem[];
}

/**
 * Requests that differ from a fresh form in one thing each: a parameter, an
 * add-on, all add-ons, the environment's name.
 */
export function* trialsOf(template: EnvironmentTemplate): Generator<Trial> {
  const { addOns: all = [] } = template.spec;
  const tried = new Map<string, Choice & { usual: string[]; most: number }>();
  let isFirst = true;
  for (const choice of choicesToTry(template)) {
    const { parameters, words } = choice;
    const { onOffer, problems } = offer(template, parameters);
    const usual = all
      .filter(addOn => addOn.default && onOffer.includes(addOn.name))
      .map(({ name }) => name);
    const trial = {
      parameters,
      addOns: usual,
      words,
      problems: [...choice.problems, ...problems],
    };
    yield trial;
    if (trial.problems.length === 0) {
      if (isFirst) {
        const name = 'the longest name of an environment';
        yield { ...trial, hasLongName: true, words: [...words, name] };
      }
      if (onOffer.length > usual.length) {
        const plural = onOffer.length > 1 ? 's' : '';
        const word = `add-on${plural} ${onOffer.join(', ')}`;
        yield { ...trial, addOns: onOffer, words: [...words, word] };
      }
      onOffer
        .filter(name => !tried.has(name))
        .forEach(name =>
          tried.set(name, { ...choice, usual, most: onOffer.length }),
        );
    }
    isFirst = false;
  }
  for (const [name, { parameters, words, usual, most }] of tried) {
    const isOn = usual.includes(name);
    // All together have been tried.
    if (isOn || usual.length + 1 < most) {
      yield {
        parameters,
        addOns: isOn ? usual.filter(one => one !== name) : [...usual, name],
        words: [...words, `add-on ${name}${isOn ? ' switched off' : ''}`],
        problems: [],
      };
    }
  }
}

function offer(
  { spec: { addOns = [], parameters: schema } }: EnvironmentTemplate,
  parameters: JsonObject,
): { onOffer: string[]; problems: TemplateProblem[] } {
  const expressions = Expressions.create(schema, 'form');
  const context = { parameters };
  const decided = addOns.map(({ name, when }, index) => ({
    name,
    ...(when === undefined
      ? { holds: true, problems: [] }
      : expressions.decide(
          when,
          pointer('/spec/addOns', index, 'when'),
          context,
        )),
  }));
  return {
    onOffer: decided.filter(({ holds }) => holds).map(({ name }) => name),
    problems: decided.flatMap(({ problems }) => problems),
  };
}
