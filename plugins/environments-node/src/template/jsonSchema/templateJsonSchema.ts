import type { JsonObject } from '@backstage/types';
import {
  environmentModuleEntitySchema,
  environmentTemplateEntitySchema,
  parameterUiSchema,
} from '@sandlot/plugin-environments-common';
import { z } from 'zod/v4';
import { isPlainObject } from '../tree';

/** The kinds that this language consists of. @public */
export type TemplateKind = 'EnvironmentTemplate' | 'EnvironmentModule';

const GRAMMARS: Readonly<Record<TemplateKind, z.ZodType>> = {
  EnvironmentTemplate: environmentTemplateEntitySchema,
  EnvironmentModule: environmentModuleEntitySchema,
};
const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';

/**
 * JSON Schema (draft-07) of a kind, made from the grammar that templates are
 * read with, so that an editor completes and checks while one writes. What
 * expressions and objects may be is only checked where templates are parsed.
 *
 * @public
 */
export function templateJsonSchema(kind: TemplateKind): JsonObject {
  const rest = toSchema(GRAMMARS[kind]);
  const properties = { ...(rest.properties as JsonObject) };
  // The catalog adds them; nobody writes them.
  delete properties.relations;
  delete properties.status;
  return {
    $schema: DRAFT_07,
    title: kind,
    ...rest,
    properties: withParameters(properties),
  };
}

/** `spec.parameters` is a schema itself, so the draft says what it may be. */
function withParameters(properties: JsonObject): JsonObject {
  const { spec } = properties;
  if (!isPlainObject(spec) || !isPlainObject(spec.properties)) {
    return properties;
  }
  const { parameters } = spec.properties;
  if (!isPlainObject(parameters)) {
    return properties;
  }
  return {
    ...properties,
    spec: {
      ...spec,
      properties: {
        ...spec.properties,
        parameters: {
          ...parameters,
          allOf: [{ $ref: DRAFT_07 }],
          properties: {
            ...(parameters.properties as JsonObject),
            properties: {
              description: 'What the developer chooses, by name.',
              type: 'object',
              additionalProperties: {
                allOf: [{ $ref: DRAFT_07 }],
                properties: { ui: toSchema(parameterUiSchema) },
              },
            },
          },
        },
      },
    },
  } as JsonObject;
}

function toSchema(grammar: z.ZodType): JsonObject {
  const { $schema: _, ...schema } = z.toJSONSchema(grammar, {
    target: 'draft-7',
    unrepresentable: 'any',
    // What ops write, before defaults are filled in.
    io: 'input',
  }) as JsonObject;
  return schema;
}
