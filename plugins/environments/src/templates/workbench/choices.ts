import { getDefaultFormState } from '@rjsf/utils';
import validator from '@rjsf/validator-ajv8';
import {
  TemplateDetail,
  WorkbenchRequest,
} from '@sandlot/plugin-environments-common';
import { GoodCheck } from './useWorkbenchCheck';

/** What was chosen in the form; undefined where nobody touched it. */
export interface Choices {
  parameters?: Record<string, unknown>;
  addOns?: string[];
  manifests?: string;
}

/** Every choice, as a developer's form would have it. */
export function effectiveChoices(template: TemplateDetail, choices: Choices) {
  return {
    parameters: getDefaultFormState(
      validator,
      template.parameters,
      pickKnown(template, choices.parameters ?? {}),
      template.parameters,
    ) as Record<string, unknown>,
    addOns:
      choices.addOns?.filter(name =>
        template.addOns.some(addOn => addOn.name === name),
      ) ??
      template.addOns.filter(addOn => addOn.default).map(({ name }) => name),
    manifests: choices.manifests ?? '',
  };
}

/**
 * What to ask the server; what nobody touched is the server's to fill in.
 *
 * @param known - the last check that found a template
 */
export function toWorkbenchRequest(
  source: string,
  choices: Choices,
  known: Pick<GoodCheck, 'template' | 'preview'> | undefined,
): WorkbenchRequest {
  if (!known) {
    return { source };
  }
  const { template, preview } = known;
  const { addOns, manifests } = effectiveChoices(template, choices);
  const offered = preview?.addOns ?? [];
  return {
    source,
    ...(choices.parameters && {
      parameters: pickKnown(template, choices.parameters),
    }),
    ...(choices.addOns && {
      addOns: addOns.filter(name => offered.includes(name)),
    }),
    ...(template.ownManifests && manifests && { manifests }),
  };
}

/** A parameter may have left the text since somebody chose its value. */
function pickKnown(template: TemplateDetail, values: Record<string, unknown>) {
  const properties = (template.parameters.properties ?? {}) as object;
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => name in properties),
  );
}
