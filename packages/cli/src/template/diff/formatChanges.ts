import type { ObjectChange } from '@sandlot/plugin-environments-node';
import chalk from 'chalk';
import { stringify } from 'yaml';

const SIGNS = {
  added: chalk.green('+'),
  removed: chalk.red('-'),
  changed: chalk.yellow('~'),
};

/** What differs, a field below the other: what goes with `-`, what comes with `+`. */
export function formatChanges(changes: ObjectChange[], indent = ''): string[] {
  return changes.flatMap(({ change, kind, name, fields }) => [
    `${indent}${SIGNS[change]} ${kind} ${name}`,
    ...fields.flatMap(field => [
      `${indent}    ${field.path || '/'}`,
      ...('before' in field
        ? shown(field.before, line => chalk.red(`- ${line}`), indent)
        : []),
      ...('after' in field
        ? shown(field.after, line => chalk.green(`+ ${line}`), indent)
        : []),
    ]),
  ]);
}

function shown(
  value: unknown,
  line: (text: string) => string,
  indent: string,
): string[] {
  return stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 })
    .trimEnd()
    .split('\n')
    .map(text => `${indent}      ${line(text)}`);
}
