import type { TemplateGroup } from '@sandlot/plugin-environments-common';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';

/** That the groups of the form name parameters, each once. */
export function checkGroups(
  groups: TemplateGroup[] = [],
  parameters: string[],
): TemplateProblem[] {
  const seen = new Map<string, string>();
  return groups.flatMap((group, index) =>
    group.parameters.flatMap((name, position) => {
      const path = pointer('/spec/groups', index, 'parameters', position);
      const earlier = seen.get(name);
      seen.set(name, earlier ?? path);
      if (!parameters.includes(name)) {
        return [
          {
            path,
            message: `there is no parameter "${name}"`,
            expected: `one of ${parameters.join(', ') || 'none'}`,
          },
        ];
      }
      return earlier === undefined
        ? []
        : [
            {
              path,
              message: `"${name}" stands in a group already, at ${earlier}`,
            },
          ];
    }),
  );
}
