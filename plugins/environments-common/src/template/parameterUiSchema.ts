import { z } from 'zod/v4';
import { celText, message, oneLine } from './fieldSchemas';
import type { ParameterUi } from './TemplateParts';

/**
 * The grammar of `ui` in the schema of a parameter. Only the properties at
 * the top of `spec.parameters` may have it.
 *
 * @public
 */
export const parameterUiSchema: z.ZodType<ParameterUi> = z.strictObject({
  widget: z
    .enum(['text', 'textarea', 'radio', 'select'])
    .optional()
    .describe('How it is asked for; radio and select need choices.'),
  placeholder: oneLine.optional().describe('Shown in the empty field.'),
  help: message.optional().describe('Shown below the field.'),
  picker: z
    .enum(['catalog', 'cluster'])
    .optional()
    .describe(
      'catalog: an entity, as a full entity reference; cluster: the name of a configured cluster.',
    ),
  filter: z
    .record(z.string(), z.array(z.string()).min(1))
    .optional()
    .describe(
      'With picker: catalog, fields of entities and the values that are offered, such as kind: [Component].',
    ),
  when: celText
    .optional()
    .describe(
      'CEL over the other parameters; it is only asked for where this is true. Needs a default, which is the value where it is false.',
    ),
});
