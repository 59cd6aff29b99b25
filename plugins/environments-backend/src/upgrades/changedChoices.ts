import { FieldChange } from '@sandlot/plugin-environments-common';
import { JsonObject } from '@backstage/types';
import { canonicalBytes } from '../audit/canonical';

interface Choices {
  parameters: JsonObject;
  /** Names. */
  addOns: string[];
}

/** Parameters and add-ons that would be others, for those who must agree to it. */
export function changedChoices(from: Choices, to: Choices): FieldChange[] {
  const names = new Set([
    ...Object.keys(from.parameters),
    ...Object.keys(to.parameters),
  ]);
  return [
    ...[...names].map(name => ({
      path: `/parameters/${name}`,
      before: from.parameters[name],
      after: to.parameters[name],
    })),
    {
      path: '/addOns',
      before: [...from.addOns].sort(),
      after: [...to.addOns].sort(),
    },
  ].filter(({ before, after }) => asText(before) !== asText(after));
}

function asText(value: unknown): string {
  return canonicalBytes({ value }).toString();
}
