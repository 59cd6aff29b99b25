import { PEOPLE } from './support/people';
import { expect, test } from './support/test';

test('an environment is a resource of its owner in the catalog', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const name = newName('listed');
  const dana = await portalAs('Dana');
  const { id, namespace } = await dana.create(name);
  const path = `/api/catalog/entities/by-name/resource/default/${namespace}`;

  await test.step('with what the Kubernetes plugin of Backstage reads', async () => {
    await expect
      .poll(async () => (await dana.send('GET', path)).status(), {
        message: `${path} in the catalog`,
        timeout: 60_000,
      })
      .toBe(200);
    const entity = await dana.get(path);
    expect(entity.spec).toMatchObject({
      type: 'kubernetes-environment',
      owner: PEOPLE.Dana.group,
    });
    expect(entity.metadata.title).toBe(name);
    expect(entity.metadata.annotations).toMatchObject({
      'backstage.io/kubernetes-namespace': namespace,
      'backstage.io/kubernetes-cluster': 'local',
      'backstage.io/kubernetes-id': id,
    });
    expect(entity.relations).toContainEqual({
      type: 'ownedBy',
      targetRef: PEOPLE.Dana.group,
    });
  });

  await test.step('not for another team', async () => {
    const milo = await portalAs('Milo');
    expect((await milo.send('GET', path)).status()).toBe(404);
  });

  await test.step('on the page of the group', async () => {
    const page = await pageAs('Dana');
    await page.goto('/catalog/default/group/team-harbor');
    const link = page.getByRole('link', { name, exact: true });
    await expect(link.first()).toBeVisible();
    await page.goto(`/catalog/default/resource/${namespace}`);
    await page.getByRole('link', { name: 'Open environment' }).click();
    await expect(page).toHaveURL(new RegExp(id));
  });

  await test.step('and gone when the environment is', async () => {
    await dana.send('DELETE', `/api/environments/environments/${id}`);
    await dana.waitFor(id, 'Deleted');
    await expect
      .poll(async () => (await dana.send('GET', path)).status(), {
        timeout: 60_000,
      })
      .toBe(404);
  });
});
