import { Command, Option } from 'commander';
import { EXIT } from '../template/exitCodes';
import { load, run } from './lazily';

/**
 * The commands for who writes templates. They need neither server nor cluster;
 * what they say of themselves costs nothing, their code is loaded when one runs.
 */
export function addTemplateCommands(program: Command): void {
  const template = program
    .command('template')
    .description('check, render, test and compare templates, without a server')
    // For Commander wrong usage is 1, which here says that faults were found.
    .exitOverride(error => {
      process.exit(error.exitCode === 0 ? EXIT.fine : EXIT.trouble);
    });
  addLint(template);
  addRender(template);
  addTest(template);
  addDiff(template);
  template
    .command('schema [kind]')
    .description(
      'print the JSON Schema of EnvironmentTemplate (or EnvironmentModule)',
    )
    .action(async kind => {
      await run(async io => {
        const { templateSchema } = await load(import('./templateSchema'));
        return templateSchema(kind, io);
      });
    });
}

function addLint(template: Command): void {
  template
    .command('lint <path...>')
    .description('check templates, modules and test cases')
    .addOption(modulesOption())
    .addOption(
      new Option('--format <format>', 'how to say what was found')
        .choices(['text', 'json', 'sarif'])
        .default('text'),
    )
    .option('--json', 'short for --format json')
    .option('--strict', 'warnings are errors')
    .option('--timing', 'say how long it took, and how much of the processor')
    .action(async (paths, options) => {
      await run(async io => {
        const { templateLint } = await load(import('./templateLint'));
        return templateLint(paths, options, io);
      });
    });
}

function addRender(template: Command): void {
  template
    .command('render <path>')
    .description(
      'print what a template would make, with ids that stay the same',
    )
    .addOption(modulesOption())
    .option('--template <name>', 'which, where there are several')
    .addOption(
      listOption('-p, --parameter <key=value>', 'a parameter; may be repeated'),
    )
    .option('--parameters <file>', 'parameters as YAML or JSON; -p wins')
    .addOption(
      listOption(
        '--add-on <name>',
        'switch on exactly these (default: those of a fresh form)',
      ),
    )
    .option('--no-add-ons', 'switch on none')
    .option('--manifests <file>', 'objects that the developer adds')
    .option('--owner <ref>', 'entity reference of the owner')
    .option('--name <name>', 'name of the environment')
    .option('--cluster <name>', 'name of the cluster')
    .addOption(
      new Option('-o, --output <format>', 'how to print it')
        .choices(['yaml', 'json'])
        .default('yaml'),
    )
    .action(async (path, options) => {
      await run(async io => {
        const { templateRender } = await load(import('./templateRender'));
        return templateRender(path, options, io);
      });
    });
}

function addTest(template: Command): void {
  template
    .command('test <path...>')
    .description('run the cases beside templates, <name>.test.yaml')
    .addOption(modulesOption())
    .option('--update', 'write the snapshots anew')
    .option('--json', 'the results as JSON')
    .action(async (paths, options) => {
      await run(async io => {
        const { templateTest } = await load(import('./templateTest'));
        return templateTest(paths, options, io);
      });
    });
}

function addDiff(template: Command): void {
  template
    .command('diff <old> <new> [path...]')
    .description(
      'tell what differs between two Git revisions, files or folders, or a revision and a folder',
    )
    .addOption(modulesOption())
    .option('--json', 'the differences as JSON')
    .action(async (old, now, paths, options) => {
      await run(async io => {
        const { templateDiff } = await load(import('./templateDiff'));
        return templateDiff(old, now, paths, options, io);
      });
    });
}

function modulesOption(): Option {
  return listOption(
    '--modules <path>',
    'where else modules are; may be repeated',
  );
}

function listOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(
    (value: string, all: string[] | undefined) => [...(all ?? []), value],
  );
}
