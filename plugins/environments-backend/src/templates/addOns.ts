import { JsonObject } from '@backstage/types';
import {
  EnvironmentTemplate,
  validateAddOns,
} from '@sandlot/plugin-environments-node';

/** Names of the add-ons that may be switched on with these parameters. */
export function addOnsOnOffer(
  template: EnvironmentTemplate,
  parameters: JsonObject,
): string[] {
  return (template.spec.addOns ?? [])
    .map(({ name }) => name)
    .filter(name => validateAddOns(template, [name], parameters).length === 0);
}

/** Of those on offer, the ones that are on in a fresh form. */
export function defaultAddOns(
  { spec }: EnvironmentTemplate,
  onOffer: string[],
): string[] {
  return (spec.addOns ?? []).flatMap(addOn =>
    addOn.default && onOffer.includes(addOn.name) ? [addOn.name] : [],
  );
}
