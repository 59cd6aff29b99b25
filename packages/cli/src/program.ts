import { Command, InvalidArgumentError, Option } from 'commander';
import { addAuditCommands } from './commands/audit';
import { BENCH_PARTS } from './commands/benchParts';
import { load } from './commands/lazily';
import { addPolicyCommands } from './commands/policy';
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
  addLoginCommands(program);
  addClusterCommands(program);
  addTemplateCommands(program);
  addPolicyCommands(program);
  addAuditCommands(program);
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
    .description(
      'measure the portal and its log, each against the same done bare in the same run',
    )
    .addOption(new Option('--only <part>', 'one part').choices(BENCH_PARTS))
    .option(
      '--rows <sizes>',
      'records in the log that is queried, smallest first; 100000,10000000 takes an hour and 30 GB',
      parseCounts,
      [100_000, 300_000],
    )
    .option(
      '--records <count>',
      'records in the export that is verified',
      parseCount,
      1_000_000,
    )
    .action(async options => {
      const { bench } = await load(import('./commands/bench'));
      await bench(options);
    });
  program
    .command('faults')
    .description(
      'break connections, calls and backends at every point, and see that nothing is lost or done twice',
    )
    .option('--only <name>', 'one case; a wrong name lists all')
    .option('--at <name>', 'one operation; a wrong name lists all')
    .option('--json', 'print the results as JSON')
    .option('--write', 'put the table into docs/reliability.md')
    .action(async options => {
      const { faults } = await load(import('./commands/faults'));
      await faults(options);
    });
  program
    .command('generate [target]')
    .description(
      'make the generated files: openapi, schemas, template-reference, lifecycle, metrics, audit-events, permissions, rbac, api-reports, or all without a target',
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

function addLoginCommands(program: Command): void {
  program
    .command('login')
    .description('sign in to a portal, so that kubectl gets into environments')
    .requiredOption('--portal <url>', 'address of the portal')
    .option('--no-browser', 'only print where to sign in')
    .action(async options => {
      const { login } = await load(import('./commands/login'));
      await login(options);
    });
  program
    .command('logout')
    .description('forget the login, here and at the portal')
    .option('--portal <url>', 'address of the portal, where there are several')
    .action(async options => {
      const { logout } = await load(import('./commands/login'));
      await logout(options);
    });
  program
    .command('kube-token')
    .description('print a token of an environment, for kubectl')
    .requiredOption('--environment <id>', 'id of the environment')
    .addOption(
      new Option('--role <role>', 'as what')
        .choices(['owner', 'viewer', 'elevated'])
        .default('owner'),
    )
    .option('--portal <url>', 'address of the portal, where there are several')
    .action(async options => {
      const { kubeToken } = await load(import('./commands/login'));
      await kubeToken(options);
    });
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

function parseCounts(value: string): number[] {
  return value.split(',').map(parseCount);
}

function parseCount(value: string): number {
  const count = Number(value);
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new InvalidArgumentError('A count is a whole number from 1 on.');
  }
  return count;
}
