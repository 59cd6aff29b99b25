import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { parse } from 'yaml';
import { KubernetesCluster } from '../clusters/KubernetesCluster';
import { getTestControlPlane } from '../testing/controlPlane';
import { TestEngine, createTestEngine } from '../testing/createTestEngine';
import { shippedTemplates } from '../testing/shippedTemplates';
import { until } from '../testing/until';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const OWNER = 'group:default/team-harbor';

const EXAMPLES = resolve(__dirname, '../../../../docs/examples');
const COMPONENT: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'berths', namespace: 'default' },
  spec: { type: 'service', lifecycle: 'production', owner: OWNER },
};

function example(file: string): Entity {
  const entity = parse(readFileSync(resolve(EXAMPLES, file), 'utf8'));
  return { ...entity, metadata: { ...entity.metadata, namespace: 'default' } };
}

/** What a person would send beside the form's defaults. */
interface Choice {
  parameters?: JsonObject;
  addOns?: string[];
  manifests?: string;
}

const MANIFESTS = `
apiVersion: v1
kind: ConfigMap
metadata: { name: mine }
data: { price: '\${not an expression}' }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec:
  schedule: 0 3 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          securityContext:
            runAsNonRoot: true
            seccompProfile: { type: RuntimeDefault }
          containers:
            - name: nightly
              image: busybox:1.37
              securityContext:
                allowPrivilegeEscalation: false
                capabilities: { drop: [ALL] }
`;

const CHOICES: [string, string, Choice][] = [
  ['as it is', 'team-sandbox', {}],
  ['with a cache', 'team-sandbox', { addOns: ['redis'] }],
  ['with a database', 'team-sandbox', { addOns: ['postgresql'] }],
  ['with an account for CI', 'team-sandbox', { addOns: ['ci'] }],
  [
    'large, with objects of the developer',
    'team-sandbox',
    { parameters: { size: 'L' }, manifests: MANIFESTS },
  ],
  ['as it is', 'service-sandbox', {}],
  ['with a cache', 'service-sandbox', { addOns: ['redis'] }],
  ['with a database', 'service-sandbox', { addOns: ['postgresql'] }],
  [
    'as large as it gets without asking ops',
    'service-sandbox',
    {
      parameters: { replicas: 3, probe: 'tcp' },
      addOns: ['redis', 'postgresql'],
    },
  ],
  ['as it is', 'database-sandbox', {}],
  [
    'at its largest',
    'database-sandbox',
    { parameters: { memory: 'L', storage: 50, version: '16' } },
  ],
  // The example of the documents, with the modules that no template above has.
  [
    'with an address for the office',
    'shop',
    {
      parameters: {
        service: 'component:default/berths',
        audience: 'office',
        size: 'M',
      },
      addOns: ['postgresql'],
    },
  ],
];

/** With the portal's own rights, on a real API server. */
describe('the templates that ship', () => {
  let knex: Knex;
  let cluster: KubernetesCluster;
  let engine: TestEngine;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    const { portalKubeconfig } = await getTestControlPlane();
    cluster = KubernetesCluster.fromKubeconfig({
      // What the example of the documents chooses clusters by.
      info: {
        name: 'local',
        title: 'Local',
        reality: 'simulated',
        labels: { use: 'sandbox' },
      },
      file: portalKubeconfig,
    });
    engine = await createTestEngine({ knex, cluster });
    engine.catalog.put(
      example('shop/template.yaml'),
      example('modules/holding-page/module.yaml'),
      COMPONENT,
    );
  });
  afterAll(async () => {
    await engine.store.jobs.stop();
    await cluster.close();
  });

  it('are all tried, with each of their add-ons', () => {
    const tried = CHOICES.flatMap(([, template, { addOns = [] }]) => [
      template,
      ...addOns.map(addOn => `${template} with ${addOn}`),
    ]);
    const offered = shippedTemplates()
      .filter(({ kind }) => kind === 'EnvironmentTemplate')
      .flatMap(({ metadata, spec }) => [
        metadata.name,
        ...((spec!.addOns ?? []) as { name: string }[]).map(
          ({ name }) => `${metadata.name} with ${name}`,
        ),
      ]);
    expect(tried).toEqual(expect.arrayContaining(offered));
  });

  it.each(CHOICES)(
    '%s, %s becomes Ready, and all that is in it healthy',
    async (title, template, choice) => {
      const caller = engine.newCaller();
      const ref = `environmenttemplate:default/${template}`;
      const { revision } = await engine.service.getTemplate(caller, ref);
      const { environment, operation } = await engine.service.create(
        caller,
        {
          template: ref,
          revision,
          name: `${template}-${title.length}`,
          owner: OWNER,
          parameters: {},
          ...choice,
        },
        uuidv7(),
      );
      expect(await engine.finish(operation.id)).toMatchObject({
        state: 'Succeeded',
        failure: undefined,
      });
      await until(async () => {
        const objects = await engine.service.listObjects(
          caller,
          environment.id,
        );
        const open = objects.filter(({ health }) => health !== 'Healthy');
        expect(open.map(({ health }) => health)).not.toContain('Degraded');
        return open.length === 0;
      });
      const { namespace, namespaceUid } = (await engine.store.environments.get(
        environment.id,
      ))!;
      await cluster.deleteNamespace(namespace, namespaceUid!);
    },
  );
});
