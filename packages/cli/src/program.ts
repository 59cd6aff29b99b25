import { Command } from 'commander';

/** Builds the command line. Each command's code is loaded when it runs, so that help is instant. */
export function createProgram(): Command {
  const program = new Command('sandlot').description(
    'Sandbox namespaces for developers: runs, tests and measures the whole of it on this machine.',
  );

  program
    .command('generate [target]')
    .description(
      'make the generated files: openapi, api-reports, or both without a target',
    )
    .option('--check', 'write nothing, fail if a committed file would change')
    .action(async (target, options) => {
      const { generate } = await load(import('./commands/generate'));
      await generate(target, options);
    });

  return program;
}

/**
 * Node's `import()` of a CommonJS module shows the exports that our transform makes only as
 * `default`.
 */
async function load<TModule extends object>(
  loading: Promise<TModule>,
): Promise<TModule> {
  const module = await loading;
  return 'default' in module ? (module.default as TModule) : module;
}
