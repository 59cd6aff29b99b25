import { Command, Option } from 'commander';
import { EXIT, EXIT_MEANS } from '../audit/exitCodes';
import type { TemplateIo } from '../template/TemplateIo';
import { load } from './lazily';

/**
 * The commands for auditors. They need neither server nor network; their code
 * is loaded when one runs.
 */
export function addAuditCommands(program: Command): void {
  const audit = program
    .command('audit')
    .description('verify exports and proofs of the audit log, offline');
  audit
    .command('verify <file>')
    .description('verify an export (NDJSON) or a .tlog-proof')
    .addOption(
      listOption(
        '--key <vkey>',
        'verifier key of the log or of a witness, as you were given it; may be repeated',
      ),
    )
    .addOption(
      listOption(
        '--checkpoint <file>',
        'a checkpoint that you kept, to which the export must lead; may be repeated',
      ),
    )
    .option('--json', 'the result as JSON')
    .addHelpText('after', `\n${describeExitCodes()}`)
    .action(async (file, options) => {
      await run(async io => {
        const { verify } = await load(import('../audit/verify'));
        return verify(file, options, io);
      });
    });
  audit
    .command('keygen <file>')
    .description('make a signing key and print its verifier key')
    .requiredOption(
      '--origin <name>',
      'name of the log, the same as environments.audit.origin',
    )
    .action(async (file, options) => {
      await run(async io => {
        const { keygen } = await load(import('../audit/keygen'));
        return keygen(file, options, io);
      });
    });
}

function listOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(
    (value: string, all: string[] | undefined) => [...(all ?? []), value],
  );
}

function describeExitCodes(): string {
  const names = Object.keys(EXIT) as (keyof typeof EXIT)[];
  return [
    'Exit codes (of several problems the first of these decides)',
    ...names.map(name => `  ${EXIT[name]}  ${EXIT_MEANS[name]}`),
  ].join('\n');
}

/** Any error means that nothing was verified. */
async function run(action: (io: TemplateIo) => Promise<number>): Promise<void> {
  try {
    const { processIo } = await load(import('../template/TemplateIo'));
    process.exitCode = await action(processIo());
  } catch (error) {
    const { reportError } = await load(import('../ui/reportError'));
    reportError(error);
    process.exitCode = EXIT.trouble;
  }
}
