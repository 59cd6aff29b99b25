import { Command, Option } from 'commander';
import { EXIT } from '../template/exitCodes';
import { load, run } from './lazily';

const GUIDE =
  'docs/templates.md teaches how to write templates and their cases.';
const EXIT_CODES =
  "Exit codes: 0 no faults, 1 faults, 2 wrong usage, or something can't be read";
const EXIT_CODES_OF_TEST =
  "Exit codes: 0 no faults, 1 faults or a case failed, 2 wrong usage, or something can't be read";
const EXIT_CODES_OF_DIFF =
  "Exit codes: 0 no difference, 1 something differs, 2 wrong usage, or a side can't be read or has faults";

/**
 * The commands for who writes templates. They need neither server nor cluster;
 * what they say of themselves costs nothing, their code is loaded when one runs.
 */
export function addTemplateCommands(program: Command): void {
  const template = program
    .command('template')
    .description('check, render, test and compare templates, without a server')
    .addHelpText('after', `\n${GUIDE}`)
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
    .addHelpText(
      'after',
      help(EXIT_CODES, 'sandlot template lint templates --modules modules'),
    )
    .description(
      'check templates, modules and test cases: files, or all .yaml and .yml files below folders',
    )
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
    .addHelpText(
      'after',
      help(
        EXIT_CODES,
        'sandlot template render template.yaml --modules modules -p size=S',
      ),
    )
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
        'an add-on to switch on, and only these; may be repeated (default: those of a fresh form)',
      ),
    )
    .option('--no-add-ons', 'switch on none')
    .option('--manifests <file>', 'objects that the developer adds')
    .option(
      '--owner <ref>',
      'entity reference of the owner, such as group:default/team',
    )
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
    .addHelpText(
      'after',
      help(
        `${EXIT_CODES_OF_TEST}\n${GUIDE}`,
        'sandlot template test templates --modules modules',
      ),
    )
    .description(
      'run the cases beside templates, in <name>.test.yaml beside <name>.yaml',
    )
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
    .addHelpText(
      'after',
      help(EXIT_CODES_OF_DIFF, 'sandlot template diff main HEAD templates'),
    )
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

function help(words: string, example: string): string {
  return `\nExample: ${example}\n${words}`;
}

function modulesOption(): Option {
  return listOption(
    '--modules <path>',
    'a file or folder with modules that templates name; may be repeated',
  );
}

function listOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(
    (value: string, all: string[] | undefined) => [...(all ?? []), value],
  );
}
