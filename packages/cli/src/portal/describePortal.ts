import path from 'node:path';
import chalk from 'chalk';
import type { Person } from './readPeople';
import type { Portal } from './startPortal';

/** Tells a person where everything is, in one block. */
export function describePortal(portal: Portal, people: Person[]): string {
  const rows = [
    ['Portal', chalk.cyan(portal.url)],
    ...people.map(({ name, role }, index) => [
      index === 0 ? 'Sign in as' : '',
      `${name.padEnd(6)}${role}`,
    ]),
    ...clusterRows(portal),
    ['Stop', 'Ctrl-C'],
  ];
  const lines = rows.map(([name, text]) => `  ${name.padEnd(12)}${text}`);
  return `\nSandlot is ready.\n\n${lines.join('\n')}\n`;
}

function clusterRows({ cluster }: Portal): string[][] {
  if (cluster.inMemoryBecause) {
    return [
      [
        'Cluster',
        chalk.yellow(
          `in memory (${cluster.inMemoryBecause}): these environments are not real`,
        ),
      ],
    ];
  }
  const { config, adminKubeconfig } = cluster;
  if (adminKubeconfig) {
    const file = path.relative(process.cwd(), adminKubeconfig);
    return [
      ['Cluster', 'a real control plane on this machine, its nodes simulated'],
      [
        'Kubeconfig',
        file.startsWith('..') || file.includes(' ') ? adminKubeconfig : file,
      ],
    ];
  }
  return 'kubeconfig' in config
    ? [['Cluster', `${config.kubeconfig.context} of ${config.kubeconfig.file}`]]
    : [];
}
