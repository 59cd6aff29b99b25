import fs from 'fs-extra';
import { parse } from 'yaml';
import { temporaryDirs } from '../testUtils/temporaryDirs';
import { generateConfig, writeGeneratedConfig } from './generatedConfig';

describe('generatedConfig', () => {
  const temporaryDir = temporaryDirs();
  const input = {
    port: 7010,
    postgres: {
      host: '127.0.0.1',
      port: 40123,
      user: 'postgres',
      password: 'secret',
    },
    cluster: {
      name: 'local',
      kubeconfig: { file: '/state/portal.kubeconfig' },
      simulated: true as const,
    },
  };

  it('puts app and backend on one port', () => {
    expect(generateConfig(input)).toMatchObject({
      app: { baseUrl: 'http://localhost:7010' },
      backend: {
        baseUrl: 'http://localhost:7010',
        listen: { host: '127.0.0.1', port: 7010 },
        database: { client: 'pg', connection: input.postgres },
      },
      environments: { clusters: [input.cluster] },
    });
  });

  it('lets the app be elsewhere', () => {
    expect(
      generateConfig({ ...input, appUrl: 'http://localhost:3000' }),
    ).toMatchObject({
      app: { baseUrl: 'http://localhost:3000' },
      backend: {
        baseUrl: 'http://localhost:7010',
        cors: { origin: 'http://localhost:3000' },
      },
    });
  });

  it('is for this user alone, also where a file was before', async () => {
    const dir = await temporaryDir();
    const file = await writeGeneratedConfig(dir, input);
    await fs.chmod(file, 0o644);
    await writeGeneratedConfig(dir, input);
    expect((await fs.stat(file)).mode % 0o1000).toBe(0o600);
    expect(parse(await fs.readFile(file, 'utf8'))).toMatchObject(
      generateConfig(input),
    );
  });

  it('has a log that is signed, by the same key at every start', async () => {
    const dir = await temporaryDir();
    const readLog = async () => {
      const file = await writeGeneratedConfig(dir, input);
      const { audit } = parse(await fs.readFile(file, 'utf8')).environments;
      const [keyFile] = audit.signing.keyFiles;
      expect((await fs.stat(keyFile)).mode % 0o1000).toBe(0o600);
      return { audit, key: await fs.readFile(keyFile, 'utf8') };
    };
    const first = await readLog();
    expect(first.audit.witnesses).toMatchObject([{ kind: 'file' }]);
    expect(await readLog()).toEqual(first);
  });
});
