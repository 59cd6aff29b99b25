import { TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { CreateEnvironmentRequest } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { refusal } from '../testing/startTemplatesPortal';
import { shopTemplate } from '../testing/shopTemplate';
import {
  Person,
  TestPortal,
  startTestPortal,
} from '../testing/startTestPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const SHOP = 'environmenttemplate:default/shop';
const HARBOR = 'group:default/team-harbor';
const OPS = 'group:default/platform-ops';
const BERTHS = 'component:default/berths';

const CATALOG: Entity[] = [
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'berths',
      namespace: 'default',
      labels: { customer: 'port-of-kiel' },
      tags: ['critical'],
    },
    spec: {
      type: 'service',
      lifecycle: 'production',
      owner: 'team-harbor',
      system: 'harbor',
    },
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'System',
    metadata: { name: 'harbor', namespace: 'default' },
    spec: { owner: 'team-harbor', domain: 'logistics' },
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: 'dana', namespace: 'default' },
    spec: {},
    relations: [{ type: 'memberOf', targetRef: HARBOR }],
  },
];

/** With a parameter that is picked from the catalog. */
const ABOUT_A_SERVICE = {
  subject: 'service',
  parameters: {
    type: 'object',
    properties: {
      tier: { type: 'string', default: 'small', enum: ['small', 'large'] },
      service: { type: 'string', default: '', ui: { picker: 'catalog' } },
    },
  },
};

describe('policies', () => {
  let knex: Knex;
  let portal: TestPortal;
  let revision: string;

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_18');
  });
  afterEach(async () => portal?.stop());

  async function start(
    spec: JsonObject,
    config: JsonObject = {},
    cluster: JsonObject = {},
  ) {
    portal = await startTestPortal({
      knex,
      clusters: [
        {
          name: 'twin',
          inMemory: true,
          labels: { use: 'sandbox' },
          ...cluster,
        },
      ],
      templates: [
        shopTemplate({ spec: { ...ABOUT_A_SERVICE, ...spec } }),
        ...CATALOG,
      ],
      config,
    });
    ({ revision } = await portal
      .as('dana')
      .getTemplate({ namespace: 'default', name: 'shop' }));
  }

  function asked(
    parameters: JsonObject = {},
    more: Partial<CreateEnvironmentRequest> = {},
  ) {
    return {
      template: SHOP,
      revision,
      name: 'shop-1',
      owner: HARBOR,
      parameters: { service: BERTHS, ...parameters },
      ...more,
    };
  }

  const create = (person: Person, ...request: Parameters<typeof asked>) =>
    portal.as(person).createEnvironment(asked(...request), uuid());
  const preview = (person: Person, ...request: Parameters<typeof asked>) => {
    const { revision: _, ...rest } = asked(...request);
    return portal.as(person).createPreview(rest);
  };
  const lastRecord = async (action: string, stage: string) =>
    (
      await knex('audit_log')
        .whereRaw("record ->> 'action' = ? and record ->> 'stage' = ?", [
          action,
          stage,
        ])
        .orderBy('seq', 'desc')
        .first()
    )?.record;

  it('refuses with the owner’s message, before one clicks and after, and records each result', async () => {
    await start({
      policies: [
        {
          name: 'production',
          when: `entity.lifecycle == "production" && entity.domain == "domain:default/logistics"
            && entity.labels["customer"] == "port-of-kiel" && "critical" in entity.tags
            && !("${OPS}" in requester.groups)`,
          effect: 'deny',
          message: 'Ask platform-ops for copies of what is in production',
        },
        {
          name: 'many',
          when: 'usage.owner >= 5',
          effect: 'deny',
          message: 'Five are enough',
        },
      ],
    });
    const { problems, policies } = await preview('dana');
    expect(problems).toEqual([
      {
        path: '/template',
        message:
          'Policy production of the template: Ask platform-ops for copies of what is in production',
      },
    ]);
    expect(policies.map(({ name, applied }) => [name, applied])).toEqual([
      ['production', true],
      ['many', false],
    ]);
    expect(await refusal(create('dana'))).toMatch(
      /^403 .*Policy production of the template: Ask platform-ops/,
    );
    const denied = await lastRecord('environment.create', 'denied');
    expect(denied).toMatchObject({
      authorization: {
        decision: 'DENY',
        basis: expect.stringContaining('a policy refuses it'),
      },
      policies: [
        {
          name: 'production',
          source: 'template',
          effect: 'deny',
          applied: true,
        },
        { name: 'many', applied: false },
      ],
    });
    expect(await knex('environments')).toEqual([]);

    await create('dana', { service: '' });
    expect(await lastRecord('environment.create', 'authorized')).toMatchObject({
      policies: [{ applied: false }, { applied: false }],
    });
  });

  it('refuses what can’t be decided', async () => {
    await start({
      policies: [
        {
          name: 'customer',
          when: 'entity.labels["contract"] == "none"',
          effect: 'deny',
          message: 'Without a contract nothing is made',
        },
      ],
    });
    expect(await refusal(create('dana'))).toMatch(
      /^403 .*Without a contract nothing is made \(this could not be decided: No such key: contract/,
    );
  });

  it('asks template, cluster and portal, and none opens what another closes', async () => {
    const allow = (name: string, when: string) => ({
      name,
      when,
      effect: 'allow',
      message: `Not what ${name} allows`,
    });
    await start(
      { policies: [allow('all', 'true')] },
      {
        policies: [
          allow('small', 'has(parameters.tier) && parameters.tier == "small"'),
        ],
      },
      {
        policies: [
          allow(
            'harbor',
            `owner.ref == "${HARBOR}" && cluster.labels["use"] == "sandbox"`,
          ),
        ],
      },
    );
    await create('dana');
    expect(
      await refusal(create('dana', { tier: 'large' }, { name: 'shop-2' })),
    ).toMatch(/^403 .*Policy small of this portal: Not what small allows/);
    expect(
      await refusal(
        create(
          'milo',
          {},
          { name: 'shop-2', owner: 'group:default/team-orchard' },
        ),
      ),
    ).toMatch(
      /^403 .*Policy harbor of the cluster twin: Not what harbor allows/,
    );
  });

  it('shortens the lease, and says why no longer one is to be had', async () => {
    await start({
      lease: { default: '7d', maximum: '30d' },
      policies: [
        {
          name: 'short',
          when: 'parameters.tier == "large"',
          effect: 'shortenLease',
          maximum: '12h',
          message: 'Large ones live for half a day',
        },
      ],
    });
    const { environment } = await create('dana', { tier: 'large' });
    const hours = (at: string) =>
      (Date.parse(at) - Date.parse(environment.createdAt)) / 3_600_000;
    expect(hours(environment.lease!.expiresAt)).toBeCloseTo(12, 1);
    const { lease, problems } = await preview(
      'dana',
      { tier: 'large' },
      {
        name: 'shop-2',
        expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      },
    );
    expect(lease).toBeUndefined();
    expect(problems).toEqual([
      {
        path: '/expiresAt',
        message: expect.stringMatching(
          /^It can be had until .* at most\. Large ones live for half a day$/,
        ),
      },
    ]);
  });

  it('judges other choices and other owners of what is there', async () => {
    await start({
      policies: [
        {
          name: 'large',
          when: 'parameters.tier == "large"',
          effect: 'requireApproval',
          by: OPS,
          message: 'Large ones cost money',
        },
        {
          name: 'only-harbor',
          when: `owner.ref != "${HARBOR}"`,
          effect: 'deny',
          message: 'This is for team-harbor',
        },
        {
          name: 'one',
          when: 'usage.owner >= 1',
          effect: 'deny',
          message: 'One is enough',
        },
      ],
    });
    const { environment, operation } = await create('dana');
    await portal.finished(operation.id);
    const dana = portal.as('dana');
    const changed = await dana.createUpgradePreview(environment.id, {
      revision,
      parameters: { tier: 'large', service: BERTHS },
    });
    expect(changed).toMatchObject({
      problems: [],
      agreement: expect.any(String),
      approvals: [
        {
          by: OPS,
          count: 1,
          policy: 'large',
          message: 'Large ones cost money',
        },
      ],
    });
    expect(
      await refusal(
        dana.createOperation(
          environment.id,
          { kind: 'transfer', owner: 'user:default/dana' },
          uuid(),
        ),
      ),
    ).toMatch(/^400 .*This is for team-harbor/);
  });

  it('tells ops what it would say to somebody else, at another time', async () => {
    await start({
      policies: [
        {
          name: 'night',
          when: 'time.hour >= 22 && time.weekday == 1',
          effect: 'requireApproval',
          by: OPS,
          count: 2,
          message: 'At night somebody must know of it',
        },
      ],
    });
    const simulate = (person: Person, at: string) =>
      portal.as(person).simulatePolicies({
        person: 'user:default/dana',
        template: SHOP,
        owner: HARBOR,
        parameters: {},
        at,
      });
    expect(await simulate('olu', '2026-11-30T12:00:00Z')).toMatchObject({
      verdict: 'allowed',
    });
    expect(await simulate('ada', '2026-11-30T23:00:00Z')).toMatchObject({
      verdict: 'needsApproval',
      approvals: [{ by: OPS, count: 2, policy: 'night' }],
      facts: {
        requester: { ref: 'user:default/dana', groups: [HARBOR] },
        time: { hour: 23, weekday: 1 },
      },
    });
    expect(await lastRecord('policy.simulate', 'observed')).toMatchObject({
      reason: 'It came out as needsApproval',
    });
    expect(await refusal(simulate('dana', '2026-11-30T23:00:00Z'))).toMatch(
      /^403 /,
    );
    expect(await knex('environments')).toEqual([]);
  });

  it.each([
    [
      [{ name: 'a', effect: 'deny', message: 'm', when: 'tier == "x"' }],
      /policies\.0\.when: Unknown variable: tier/,
    ],
    [
      [{ name: 'a', effect: 'requireApproval', message: 'm' }],
      /policies\.0\.by: missing/,
    ],
    [
      [{ name: 'a', effect: 'requireApproval', message: 'm', by: 'ops' }],
      /policies\.0\.by: "ops" names no user or group/,
    ],
    [[{ name: 'a', effect: 'ban', message: 'm' }], /policies\.0\.effect/],
  ])('does not start with faulty ones: %j', async (faulty, message) => {
    await expect(start({}, { policies: faulty })).rejects.toThrow(message);
  });
});
