import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';

/** That no two parts of a list have one name. */
export function checkNames(
  parts: { name: string }[] = [],
  path: string,
): TemplateProblem[] {
  const names = parts.map(({ name }) => name);
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [
          {
            path: pointer(path, index, 'name'),
            message: `there is a "${name}" already, at ${pointer(
              path,
              names.indexOf(name),
            )}`,
          },
        ],
  );
}
