import { Problem, TemplateDetail } from '@sandlot/plugin-environments-common';
import { pointerSegments } from '../format/pointer';
import { useTranslation } from '../hooks/useTranslation';
import { toSentence } from './problems';

type Translate = ReturnType<typeof useTranslation>;

interface ValueSchema {
  title?: string;
  description?: string;
  default?: unknown;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  oneOf?: ValueSchema[];
  properties?: Record<string, ValueSchema>;
  items?: ValueSchema;
}

const LIMITS = {
  'more than': 'atMost',
  'less than': 'atLeast',
  'not less than': 'below',
  'not more than': 'above',
} as const;

/** By the server's words for them. */
const TYPES = {
  text: 'string',
  'a whole number': 'integer',
  'a number': 'number',
  'true or false': 'boolean',
  'a list': 'array',
  'an object': 'object',
} as const;

/**
 * A problem with a parameter in plain words, with the title of its field, such
 * as `Replicas: at most 5`. What is no fault against the schema stays as the
 * template's own rule says it.
 *
 * @param problem - its path is such as `/parameters/size`
 * @param schema - of the parameters
 */
export function describeProblem(
  t: Translate,
  problem: Problem,
  schema: TemplateDetail['parameters'],
): string {
  const [root, ...segments] = pointerSegments(problem.path);
  if (root !== 'parameters' || segments.length === 0) {
    return toSentence(problem);
  }
  const field = findField(schema, segments);
  const words = inWords(t, problem.message, field.schema);
  return words
    ? t('create.problem.of', { field: field.title, problem: words })
    : toSentence(problem);
}

/** The part of the schema at a place; its title is that of the nearest field with one. */
function findField(schema: ValueSchema, segments: string[]) {
  let found: ValueSchema = schema;
  let title = '';
  for (const segment of segments) {
    const property = found.properties?.[segment];
    title = property
      ? property.title ?? segment
      : [title, Number(segment) + 1 || segment].filter(Boolean).join(' ');
    found = property ?? found.items ?? {};
  }
  return { schema: found, title };
}

/** What the server says, by `faultInWords` of environments-node, as it can be translated. */
function inWords(
  t: Translate,
  message: string,
  schema: ValueSchema,
): string | undefined {
  const limit = /^it is ((?:not )?(?:more|less) than) (\S+)$/.exec(message);
  if (limit) {
    const which = LIMITS[limit[1] as keyof typeof LIMITS];
    return t(`create.problem.limit.${which}`, { limit: limit[2] });
  }
  const length = /^it has (more|fewer) than (\d+) (character|item)s?$/.exec(
    message,
  );
  if (length) {
    const [, which, count, unit] = length;
    const least = which === 'more' ? 'atMost' : 'atLeast';
    const key = unit === 'character' ? 'characters' : 'items';
    return t(`create.problem.${key}.${least}`, { count: Number(count) });
  }
  const multiple = /^it is not a multiple of (\S+)$/.exec(message);
  if (multiple) {
    return t('create.problem.multiple', { number: multiple[1] });
  }
  const format = /^it is not in the format (\S+)$/.exec(message);
  if (format) {
    return t('create.problem.format', { format: format[1] });
  }
  const type = /^it is not (.+)$/.exec(message)?.[1];
  if (type && Object.hasOwn(TYPES, type)) {
    return t(`create.problem.type.${TYPES[type as keyof typeof TYPES]}`);
  }
  switch (message) {
    case 'missing':
      return t('create.problem.required');
    case 'it has something twice':
      return t('create.problem.duplicate');
    case 'it is none of the choices':
      return t('create.problem.choice', {
        choices: choicesOf(schema).join(', '),
      });
    case 'it does not have the form that it must have':
      return formOf(t, schema);
    default:
      return undefined;
  }
}

/** As the form shows them. */
function choicesOf(schema: ValueSchema): string[] {
  const { oneOf = [], const: only } = schema;
  const values = schema.enum ?? (only === undefined ? [] : [only]);
  return [
    ...values.map(String),
    ...oneOf.map(choice => choice.title ?? String(choice.const)),
  ];
}

/**
 * What its author wrote for people, the expression itself where they did not, and the
 * default as an example.
 */
function formOf(
  t: Translate,
  { description, pattern, default: usual }: ValueSchema,
): string {
  const form = description?.replace(/\.$/, '') ?? pattern ?? '';
  return usual === undefined
    ? t('create.problem.form', { form })
    : t('create.problem.formSuchAs', { form, example: String(usual) });
}
