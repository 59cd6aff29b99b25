import { fromRoot } from '../paths';

/** The command that runs Backstage's CLI, without Yarn in between to swallow signals. */
export function backstageCli(...args: string[]): {
  command: string;
  args: string[];
} {
  return {
    command: process.execPath,
    args: [fromRoot('node_modules/@backstage/cli/bin/backstage-cli'), ...args],
  };
}
