import { findWorkspace, listWorkspaces, withDependencies } from './workspaces';

describe('workspaces', () => {
  it('finds a package by name, short name or folder', async () => {
    const workspaces = await listWorkspaces();
    for (const wanted of [
      '@sandlot/cli',
      'cli',
      'packages/cli',
      './packages/cli/',
    ]) {
      expect(findWorkspace(workspaces, wanted).name).toBe('@sandlot/cli');
    }
    expect(() => findWorkspace(workspaces, 'absent')).toThrow(
      /no package "absent". There are: .*cli/,
    );
  });

  it('follows dependencies within the checkout', async () => {
    const names = withDependencies(await listWorkspaces(), 'app').map(
      ({ name }) => name,
    );
    expect(names).toEqual(
      expect.arrayContaining(['app', '@sandlot/plugin-environments']),
    );
    expect(names).not.toContain('backend');
  });

  it('knows what runs without servers', async () => {
    const workspaces = await listWorkspaces();
    expect(findWorkspace(workspaces, 'environments').needsServices).toBe(false);
    expect(
      findWorkspace(workspaces, 'environments-backend').needsServices,
    ).toBe(true);
  });
});
