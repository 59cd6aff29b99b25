import { parse, parseAllDocuments } from 'yaml';
import { captureIo } from '../testUtils/captureIo';
import { temporaryDirs } from '../testUtils/temporaryDirs';
import { GOOD_FILES, TEMPLATE, writeFiles } from '../testUtils/templateFiles';
import { templateRender } from './templateRender';
import type { RenderOptions } from './templateRender';

jest.setTimeout(60_000);

describe('templateRender', () => {
  const newDir = temporaryDirs();

  async function render(
    options: RenderOptions = {},
    files: Record<string, string> = {},
    source = 'templates',
  ) {
    const cwd = await newDir();
    await writeFiles(cwd, { ...GOOD_FILES, ...files });
    const io = captureIo(cwd);
    const code = await templateRender(source, options, io);
    const objects = parseAllDocuments(io.stdout).map(one => one.toJS());
    return { code, objects, ...io };
  }

  function find(objects: any[], kind: string, name: string) {
    return objects.find(
      object => object.kind === kind && object.metadata.name === name,
    );
  }

  it('prints the objects in the order in which they are made', async () => {
    const { code, objects } = await render();
    expect(code).toBe(0);
    expect(objects.map(({ kind }) => kind)).toEqual([
      'Namespace',
      'ResourceQuota',
      'LimitRange',
      'NetworkPolicy',
      'ServiceAccount',
      'RoleBinding',
      'ConfigMap',
      'ConfigMap',
    ]);
    expect(find(objects, 'ConfigMap', 'cache').metadata.labels).toMatchObject({
      'sandlot.dev/origin': 'add-on.cache',
    });
  });

  it('prints the same every time, and as JSON for kubectl', async () => {
    const [one, other] = [await render(), await render()];
    expect(other.stdout).toBe(one.stdout);
    const { stdout } = await render({ output: 'json' });
    expect(JSON.parse(stdout)).toEqual({
      apiVersion: 'v1',
      kind: 'List',
      items: one.objects,
    });
  });

  it('reads parameters as the schema has them, and lets -p win', async () => {
    const { objects } = await render(
      {
        parameter: ['replicas=3', 'debug=true', 'tags=["a","b"]'],
        parameters: 'values.yaml',
        owner: 'group:default/team-harbor',
        name: 'shop',
      },
      { 'values.yaml': 'size: M\nreplicas: 2\n' },
    );
    expect(find(objects, 'ConfigMap', 'settings').data).toEqual({
      greeting: 'Hello team-harbor',
      replicas: '3',
      debug: 'true',
      tags: 'a+b',
    });
    expect(find(objects, 'ResourceQuota', 'quota').spec.hard.pods).toBe('20');
    expect(objects[0].metadata.name).toMatch(/^sbx-shop-/);
  });

  it('says what it expected of parameters that do not fit', async () => {
    const { code, stdout, stderr } = await render({
      parameter: ['replicas=many', 'size=XL', 'other=1'],
    });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('/parameters/replicas: ');
    expect(stderr).toContain('/parameters/size: ');
    expect(stderr).toContain('/parameters/other: ');
  });

  it('switches on those add-ons that are named, or none', async () => {
    const isOn = ({ objects }: { objects: any[] }) =>
      find(objects, 'ConfigMap', 'cache') !== undefined;
    expect(isOn(await render({ addOn: ['cache'] }))).toBe(true);
    expect(isOn(await render({ addOns: false }))).toBe(false);
    // It is a default, but not offered with these parameters.
    expect(isOn(await render({ parameter: ['replicas=5'] }))).toBe(false);
    const refused = await render({
      addOn: ['cache'],
      parameter: ['replicas=5'],
    });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('/addOns/0: ');
  });

  it('adds what the developer brings along', async () => {
    const files = {
      'mine.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: mine}\ndata: {a: "${b}"}\n',
      'role.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: mine}\n',
    };
    const { objects } = await render({ manifests: 'mine.yaml' }, files);
    expect(find(objects, 'ConfigMap', 'mine').data).toEqual({ a: '${b}' });
    const refused = await render({ manifests: 'role.yaml' }, files);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('role.yaml:2:7: /manifests/0/kind: ');
  });

  it('tells the faults of a template, with their places', async () => {
    const { code, stderr } = await render(
      {},
      {
        'templates/web/template.yaml': TEMPLATE.replace('owner:', 'ower:'),
      },
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^templates\/web\/template\.yaml:6:1 {2}error {2}\/spec\/owner: /,
    );
  });

  it('says where modules are to be told of', async () => {
    const { code, stderr } = await render({}, {}, 'templates/web');
    expect(code).toBe(1);
    expect(stderr).toContain('there is no module "base"');
    expect(stderr.match(/give --modules FOLDER/g)).toHaveLength(1);
  });

  it('wants one template', async () => {
    const two = {
      'templates/shop.yaml': TEMPLATE.replace('name: web', 'name: shop'),
    };
    await expect(render({}, two)).rejects.toThrow(
      'Say --template with one of: shop, web',
    );
    expect((await render({ template: 'shop' }, two)).code).toBe(0);
    await expect(render({}, {}, 'templates/modules')).rejects.toThrow(
      'There is no template in templates/modules.',
    );
  });

  it.each<[string, RenderOptions]>([
    ['is no parameter: expected key=value', { parameter: ['size'] }],
    ['Parameter "size" is there twice', { parameter: ['size=S', 'size=M'] }],
    ['There is no file "nothing.yaml".', { parameters: 'nothing.yaml' }],
    [
      'list.yaml:1:1: this document is no object (expected fields',
      { parameters: 'list.yaml' },
    ],
    ['There is no file "nothing.yaml".', { manifests: 'nothing.yaml' }],
    ['"templates" is a folder, no file.', { manifests: 'templates' }],
    [
      'There is no template "shop" in templates, but: web',
      { template: 'shop' },
    ],
  ])('ends with "%s"', async (message, options) => {
    await expect(render(options, { 'list.yaml': '- a\n' })).rejects.toThrow(
      message,
    );
  });

  it.each<[string, RenderOptions]>([
    ['/owner: "x y" names no owner (expected an entity', { owner: 'x y' }],
    ['/owner: "team-a" names no owner', { owner: 'team-a' }],
    ['/name: "Foo Bar" is no name of an environment', { name: 'Foo Bar' }],
    ['/name: "', { name: 'x'.repeat(41) }],
  ])('refuses as the portal does: %s', async (message, options) => {
    const { code, stderr } = await render(options);
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
  });

  it('takes text as it is, also where it looks like something else', async () => {
    const { objects } = await render(
      { parameter: ['size=007'] },
      {
        'templates/web/template.yaml': TEMPLATE.replace(
          ', enum: [S, M]',
          '',
        ).replace('Hello ${owner.name}', '${parameters.size}'),
      },
    );
    expect(find(objects, 'ConfigMap', 'settings').data.greeting).toBe('007');
    expect(parse('007')).toBe(7);
  });
});
