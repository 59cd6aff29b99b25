import { Command } from 'commander';
import { EXIT } from '../template/exitCodes';
import { load, run } from './lazily';

/** The commands for who writes policies; they need no server. */
export function addPolicyCommands(program: Command): void {
  program
    .command('policy')
    .description('test policies, without a server')
    // For Commander wrong usage is 1, which here says that a case failed.
    .exitOverride(error => {
      process.exit(error.exitCode === 0 ? EXIT.fine : EXIT.trouble);
    })
    .command('test <path...>')
    .description('run the cases of files that end with .policies.test.yaml')
    .option('--json', 'the results as JSON')
    .addHelpText(
      'after',
      [
        '',
        'Example: sandlot policy test policies',
        "Exit codes: 0 all passed, 1 a case failed or has faults, 2 wrong usage, or something can't be read",
        'docs/templates.md teaches how to write policies and their cases.',
      ].join('\n'),
    )
    .action(async (paths, options) => {
      await run(async io => {
        const { policyTest } = await load(import('./policyTest'));
        return policyTest(paths, options, io);
      });
    });
}
