import { Command, InvalidArgumentError } from 'commander';
import { addTemplateCommands } from './commands/template';

/** Builds the command line. Each command's code is loaded when it runs, so that help is instant. */
export function createProgram(): Command {
  const program = new Command('sandlot').description(
    'Sandbox namespaces for developers: runs, tests and measures the whole of it on this machine.',
  );
  addPortalOptions(program.command('start'))
    .description('run the portal with all it needs, on one port')
    .action(async options => {
      const { start } = await load(import('./commands/start'));
      await start(options);
    });
  addPortalOptions(program.command('dev'))
    .description('the same with hot reload')
    .action(async options => {
      const { start } = await load(import('./commands/start'));
      await start({ ...options, dev: true });
    });
  addClusterCommands(program);
  addTemplateCommands(program);
  program
    .command('test [package]')
    .description(
      'types, lint, unit, integration and browser tests; or one package only',
    )
    .action(async name => {
      const { test } = await load(import('./commands/test'));
      await test(name);
    });
  program
    .command('bench')
    .description('measure request to Ready against the raw API calls')
    .action(async () => {
      const { bench } = await load(import('./commands/bench'));
      await bench();
    });
  program
    .command('generate [target]')
    .description(
      'make the generated files: openapi, schemas, template-reference, api-reports, or all without a target',
    )
    .option('--check', 'write nothing, fail if a committed file would change')
    .option('--no-tsc', 'the types in dist-types are up to date')
    .action(async (target, options) => {
      const { generate } = await load(import('./commands/generate'));
      await generate(target, options);
    });
  return program;
}

function addPortalOptions(command: Command): Command {
  return command
    .option('--port <number>', 'port of the portal', parsePort)
    .option('--kubeconfig <file>', 'use a cluster of your own, with --context')
    .option('--context <name>', 'which cluster of that kubeconfig')
    .option('--in-memory', 'no cluster at all: nothing that is made is real')
    .option('--state-dir <folder>', 'where data is kept (default: .sandlot)');
}

function addClusterCommands(program: Command): void {
  const cluster = program
    .command('cluster')
    .description('the local control plane by itself');
  cluster
    .command('up')
    .description('start it and leave it running')
    .action(async () => {
      const { clusterUp } = await load(import('./commands/cluster'));
      await clusterUp();
    });
  cluster
    .command('down')
    .description('stop it, its data stay')
    .action(async () => {
      const { clusterDown } = await load(import('./commands/cluster'));
      await clusterDown();
    });
  cluster
    .command('kubeconfig')
    .description('print the path of a kubeconfig for it')
    .option('--admin', 'may do everything (default)')
    .option('--portal', 'may do what the portal may')
    .action(async options => {
      const { clusterKubeconfig } = await load(import('./commands/cluster'));
      await clusterKubeconfig(options);
    });
}

function parsePort(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new InvalidArgumentError('A port is a number from 1 to 65535.');
  }
  return port;
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
