import path from 'node:path';
import fs from 'fs-extra';
import { temporaryDirs } from '../testUtils/temporaryDirs';
import { checkKubeconfig } from './checkKubeconfig';

describe('checkKubeconfig', () => {
  const temporaryDir = temporaryDirs();
  let kubeconfig: string;

  beforeAll(async () => {
    kubeconfig = path.join(await temporaryDir(), 'config');
    await fs.writeFile(
      kubeconfig,
      'current-context: one\ncontexts: [{name: one}, {name: two}]\n',
    );
  });

  it('takes a context that exists', async () => {
    await expect(
      checkKubeconfig({ kubeconfig, context: 'two' }),
    ).resolves.toEqual({ file: kubeconfig, context: 'two' });
  });

  it('names the contexts when none or a wrong one is given', async () => {
    await expect(checkKubeconfig({ kubeconfig })).rejects.toThrow(
      /--context NAME. There are: one, two/,
    );
    await expect(
      checkKubeconfig({ kubeconfig, context: 'three' }),
    ).rejects.toThrow(/no context "three". There are: one, two/);
  });

  it('chooses none by itself', async () => {
    const before = process.env.KUBECONFIG;
    process.env.KUBECONFIG = kubeconfig;
    await expect(checkKubeconfig({})).resolves.toBeUndefined();
    await expect(checkKubeconfig({ context: 'one' })).rejects.toThrow(
      '--kubeconfig FILE',
    );
    process.env.KUBECONFIG = before;
  });

  it('says what is wrong with the file', async () => {
    const dir = await temporaryDir();
    const other = path.join(dir, 'other');
    const check = () => checkKubeconfig({ kubeconfig: other, context: 'one' });
    await expect(check()).rejects.toThrow(`There is no kubeconfig ${other}`);
    await fs.writeFile(other, 'a: [');
    await expect(check()).rejects.toThrow(/not valid YAML/);
    await fs.writeFile(other, 'a: b');
    await expect(check()).rejects.toThrow(/no list of contexts/);
  });
});
