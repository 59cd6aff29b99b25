import { RootConfigService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { parseVerifierKey } from '@sandlot/plugin-environments-common';
import { FileWitness } from './FileWitness';
import { HttpWitness } from './HttpWitness';
import { ObjectStoreWitness } from './ObjectStoreWitness';
import { Witness } from './Witness';

/**
 * Reads `environments.audit.witnesses`.
 *
 * @throws Error that says which one is wrong
 */
export async function readWitnesses(
  config: RootConfigService,
): Promise<Witness[]> {
  const entries =
    config.getOptionalConfigArray('environments.audit.witnesses') ?? [];
  const witnesses = await Promise.all(entries.map(readWitness));
  const names = witnesses.map(({ name }) => name);
  const doubled = names.find((name, place) => names.indexOf(name) < place);
  if (doubled !== undefined) {
    throw new Error(
      `environments.audit.witnesses: two are called ${doubled}; each needs a name of its own`,
    );
  }
  return witnesses;
}

async function readWitness(entry: Config): Promise<Witness> {
  const name = entry.getString('name');
  const kind = entry.getString('kind');
  switch (kind) {
    case 'file':
      return new FileWitness({ name, path: entry.getString('path') });
    case 'http':
      return new HttpWitness({
        name,
        url: requireUrl(name, entry.getString('url')),
        publicKey: await requireWitnessKey(name, entry.getString('publicKey')),
      });
    case 'objectStore':
      return new ObjectStoreWitness({
        name,
        endpoint: requireUrl(name, entry.getString('endpoint')),
        bucket: entry.getString('bucket'),
        prefix: entry.getOptionalString('prefix') ?? '',
        region: entry.getOptionalString('region') ?? 'us-east-1',
        accessKeyId: entry.getString('accessKeyId'),
        secretAccessKey: entry.getString('secretAccessKey'),
        sessionToken: entry.getOptionalString('sessionToken'),
        retainDays: entry.getOptionalNumber('retainDays'),
      });
    default:
      throw new Error(
        `environments.audit.witnesses: ${name} is of the kind ${kind}; there are file, http and objectStore`,
      );
  }
}

function requireUrl(name: string, url: string): string {
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) {
    throw new Error(
      `environments.audit.witnesses: the address of ${name} is no URL with https or http`,
    );
  }
  return url;
}

async function requireWitnessKey(name: string, text: string): Promise<string> {
  const { kind } = await parseVerifierKey(text);
  if (kind !== 'witness') {
    throw new Error(
      `environments.audit.witnesses: publicKey of ${name} is the key of a log; a witness signs with one of its own kind`,
    );
  }
  return text;
}
