import { spec } from '../schema/openapi.generated';

/** As much of JSON Schema as the contract has. */
export interface ContractSchema {
  $ref?: string;
  properties?: Record<string, ContractSchema>;
  additionalProperties?: boolean | ContractSchema;
  items?: ContractSchema;
  oneOf?: ContractSchema[];
  anyOf?: ContractSchema[];
  allOf?: ContractSchema[];
  [keyword: string]: unknown;
}

/** An operation of the contract. */
export interface ContractOperation {
  parameters?: { $ref?: string; in?: string; name?: string; schema?: object }[];
  requestBody?: {
    content?: Record<string, { schema?: object } | undefined>;
  };
}

const PLACES: Readonly<Record<string, string>> = {
  query: 'query',
  params: 'path',
  headers: 'header',
};

/**
 * What the contract has at a place of a request; several where that has alternatives.
 *
 * @param place - segments such as `body` and `reason`, or `query` and `limit`
 */
export function schemasAt(
  operation: ContractOperation,
  [root, ...segments]: string[],
): ContractSchema[] {
  if (root === 'body') {
    const { schema } =
      operation.requestBody?.content?.['application/json'] ?? {};
    return schema ? descend([schema as ContractSchema], segments) : [];
  }
  const [name, ...rest] = segments;
  const parameter = operation.parameters
    ?.map(resolve)
    .find(
      one =>
        one.in === PLACES[root] &&
        one.name?.toLocaleLowerCase('en') === name?.toLocaleLowerCase('en'),
    );
  return parameter?.schema
    ? descend([parameter.schema as ContractSchema], rest)
    : [];
}

function descend(
  schemas: ContractSchema[],
  segments: string[],
): ContractSchema[] {
  const all = schemas.flatMap(alternatives);
  if (segments.length === 0) return all;
  const [segment, ...rest] = segments;
  const inner = all.flatMap(({ properties, items, additionalProperties }) => {
    if (properties && Object.hasOwn(properties, segment)) {
      return [properties[segment]];
    }
    if (items) return [items];
    return typeof additionalProperties === 'object'
      ? [additionalProperties]
      : [];
  });
  return inner.length > 0 ? descend(inner, rest) : [];
}

/** The schema itself and each that it is made of. */
function alternatives(schema: ContractSchema): ContractSchema[] {
  const resolved = resolve(schema);
  const { oneOf = [], anyOf = [], allOf = [] } = resolved;
  return [resolved, ...[...oneOf, ...anyOf, ...allOf].flatMap(alternatives)];
}

function resolve<T extends { $ref?: string }>(value: T): T {
  if (value.$ref === undefined) return value;
  return value.$ref
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (at, part) => (at as Record<string, unknown>)[part],
      spec,
    ) as T;
}
