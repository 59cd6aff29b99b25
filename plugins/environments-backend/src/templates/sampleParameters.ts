import { JsonObject, JsonValue } from '@backstage/types';
import { EnvironmentTemplate } from '@sandlot/plugin-environments-node';

interface Schema {
  type?: string | string[];
  enum?: JsonValue[];
  const?: JsonValue;
  oneOf?: { const?: JsonValue }[];
  minimum?: number;
  minLength?: number;
}

/**
 * The defaults of a template, and for what must be chosen something that may
 * do as an example.
 */
export function sampleParameters({ spec }: EnvironmentTemplate): JsonObject {
  const { required = [], properties = {} } = (spec.parameters ?? {}) as {
    required?: string[];
    properties?: Record<string, Schema & { default?: JsonValue }>;
  };
  return Object.fromEntries(
    required
      .filter(
        name => properties[name] && properties[name].default === undefined,
      )
      .map(name => [name, sampleOf(properties[name])]),
  );
}

function sampleOf(schema: Schema): JsonValue {
  const [choice] = schema.enum ?? schema.oneOf?.map(one => one.const) ?? [];
  if (schema.const !== undefined) return schema.const;
  if (choice !== undefined) return choice;
  switch ([schema.type].flat()[0]) {
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return 'example'.padEnd(schema.minLength ?? 0, 'x');
  }
}
