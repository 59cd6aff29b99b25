import { TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import {
  AcceptedOperation,
  CreateEnvironmentRequest,
} from '@sandlot/plugin-environments-common';
import { JsonObject } from '@backstage/types';
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
const ORCHARD = 'group:default/team-orchard';
const TWIN = { name: 'twin', title: 'Twin', inMemory: true };
const REQUESTS = 100;
const MAXIMUM = 10;

const orchard: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'team-orchard', namespace: 'default' },
  spec: { type: 'team', children: [] },
};

describe('limits', () => {
  let knex: Knex;
  let portals: TestPortal[];

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_18');
  });
  afterEach(async () => {
    await settle();
    await Promise.all(portals.map(portal => portal.stop()));
  });

  /** Backends on one database, as they stand behind one address. */
  async function start(
    count: number,
    clusters: JsonObject[],
    config: JsonObject,
    spec: JsonObject,
  ) {
    portals = [];
    for (let index = 0; index < count; index++) {
      portals.push(
        await startTestPortal({
          knex,
          clusters,
          config,
          templates: [shopTemplate({ spec }), orchard],
        }),
      );
    }
  }

  async function settle() {
    const unfinished = await knex('operations').whereNull('finished_at');
    await Promise.all(unfinished.map(({ id }) => portals[0].finished(id)));
  }

  async function requestOf(
    person: Person,
    change: Partial<CreateEnvironmentRequest> = {},
  ): Promise<CreateEnvironmentRequest> {
    const { revision } = await portals[0]
      .as(person)
      .getTemplate({ namespace: 'default', name: 'shop' });
    return {
      template: SHOP,
      revision,
      name: `e-${uuid().slice(0, 8)}`,
      owner: person === 'milo' ? ORCHARD : HARBOR,
      parameters: {},
      ...change,
    };
  }

  const ask = async (person: Person = 'dana') =>
    portals[0].as(person).createEnvironment(await requestOf(person), uuid());

  async function previewOf(person: Person, owner: string) {
    const { revision, ...request } = await requestOf(person, { owner });
    return portals[0].as(person).createPreview(request);
  }

  async function endOf({ environment }: AcceptedOperation) {
    const { operation } = await portals[0]
      .as('olu')
      .deleteEnvironment(environment.id);
    await portals[0].finished(operation.id);
  }

  it.each<{
    scope: string;
    people: Person[];
    limits?: JsonObject;
    ofTemplate?: JsonObject;
    ofCluster?: JsonObject;
    says: string;
  }>([
    {
      scope: 'owner',
      people: ['dana'],
      limits: { perOwner: MAXIMUM },
      says: "409 request/body/owner: Environments of team-harbor: 10 of 10 are used. The limit is this portal's (environments.limits.perOwner): delete one of them, or ask ops to raise it",
    },
    {
      scope: 'ownerOfTemplate',
      people: ['dana'],
      ofTemplate: { perOwner: MAXIMUM },
      says: "409 request/body/owner: Environments of team-harbor made from Shop: 10 of 10 are used. The limit is the template's (limits.perOwner): delete one of them, or ask group:default/platform-ops to raise it",
    },
    {
      scope: 'template',
      people: ['dana', 'milo'],
      ofTemplate: { total: MAXIMUM },
      says: "409 request/body/template: Environments made from Shop: 10 of 10 are used. The limit is the template's (limits.total): ask group:default/platform-ops to raise it, or wait until somebody deletes one",
    },
    {
      scope: 'all',
      people: ['dana', 'milo'],
      limits: { total: MAXIMUM },
      says: "409 request/body/template: Environments of everybody: 10 of 10 are used. The limit is this portal's (environments.limits.total): ask ops to raise it, or wait until somebody deletes one",
    },
    {
      scope: 'cluster',
      people: ['dana', 'milo'],
      ofCluster: { environments: MAXIMUM, whenFull: 'refuse' },
      says: "409 request/body/template: Environments on Twin: 10 of 10 are used. The limit is this portal's (environments.clusters[].limits): ask ops to raise it, or wait until somebody deletes one",
    },
  ])(
    'lets 10 of 100 simultaneous requests on two backends through, by the limit of $scope',
    async ({ scope, people, limits, ofTemplate, ofCluster, says }) => {
      await start(
        2,
        [{ ...TWIN, ...(ofCluster && { limits: ofCluster }) }],
        limits ? { limits } : {},
        ofTemplate ? { limits: ofTemplate } : {},
      );
      const requests = await Promise.all(
        Array.from({ length: REQUESTS }, async (_, index) => {
          const person = people[index % people.length];
          const client = portals[index % 2].as(person);
          const request = await requestOf(person, { name: `e-${index}` });
          const key = uuid();
          return () => client.createEnvironment(request, key);
        }),
      );
      const answers = await Promise.all(requests.map(send => refusal(send())));

      const refusals = answers.filter(answer => answer !== 'accepted');
      expect(refusals).toHaveLength(REQUESTS - MAXIMUM);
      expect(new Set(refusals)).toEqual(new Set([says]));
      expect(await knex('environments')).toHaveLength(MAXIMUM);
      expect(await knex('operations')).toHaveLength(MAXIMUM);
      expect(await knex('idempotency_keys')).toHaveLength(MAXIMUM);
      const denials = await knex('audit_records').where({ stage: 'denied' });
      expect(denials).toHaveLength(REQUESTS - MAXIMUM);
      const [record] = (
        await portals[0].as('ada').listAuditRecords({ stage: 'denied' })
      ).items;
      expect(record).toMatchObject({
        action: 'environment.create',
        outcome: 'denied',
        reason: says.slice('409 '.length),
        authorization: { decision: 'DENY' },
        template: { ref: SHOP },
      });
      expect(await knex('audit_records').where({ stage: 'failed' })).toEqual(
        [],
      );

      // Who was let through is answered the same again, and not counted again.
      const accepted = requests[answers.indexOf('accepted')];
      expect((await accepted()).operation.kind).toBe('create');
      expect(await knex('environments')).toHaveLength(MAXIMUM);

      const preview = await previewOf('dana', HARBOR);
      expect(preview.limits).toEqual([
        expect.objectContaining({ scope, used: MAXIMUM, maximum: MAXIMUM }),
      ]);
      expect(preview.problems.map(({ message }) => message)).toEqual([
        says.slice(says.indexOf(': ') + 2),
      ]);
    },
  );

  it('counts what is being deleted until it is gone, and nothing that is', async () => {
    await start(1, [TWIN], { limits: { perOwner: 1 } }, {});
    const first = await ask();
    await portals[0].finished(first.operation.id);
    expect(await refusal(ask())).toMatch('1 of 1 are used');
    // Another owner has as many.
    await ask('milo');
    await endOf(first);
    expect(await refusal(ask())).toBe('accepted');
  });

  it('keeps the limits of whom an environment is given to', async () => {
    await start(1, [TWIN], {}, { limits: { perOwner: 1 } });
    const [harbors, orchards] = [await ask('dana'), await ask('milo')];
    await settle();
    const give = () =>
      portals[0]
        .as('dana')
        .createOperation(
          harbors.environment.id,
          { kind: 'transfer', owner: ORCHARD },
          uuid(),
        );
    const reason =
      'request/body/owner: Environments of team-orchard made from Shop: 1 of 1 are used';
    expect(await refusal(give())).toMatch(`409 ${reason}`);
    const { items } = await portals[0]
      .as('ada')
      .listAuditRecords({ environment: harbors.environment.id });
    expect(items[0]).toMatchObject({
      action: 'environment.transfer',
      stage: 'denied',
      reason: expect.stringContaining(reason),
    });
    await endOf(orchards);
    expect(await refusal(give())).toBe('accepted');
  });

  it('says what is left of each limit, and nothing of other owners', async () => {
    await start(
      1,
      [{ ...TWIN, limits: { environments: 7 } }],
      { limits: { perOwner: 3, total: 9 } },
      { limits: { perOwner: 2, total: 5 } },
    );
    await ask();
    await settle();
    expect(await previewOf('dana', HARBOR)).toMatchObject({
      waits: false,
      problems: [],
      limits: [
        {
          scope: 'all',
          title: 'Environments of everybody',
          used: 1,
          maximum: 9,
        },
        {
          scope: 'template',
          title: 'Environments made from Shop',
          used: 1,
          maximum: 5,
        },
        {
          scope: 'owner',
          title: 'Environments of team-harbor',
          used: 1,
          maximum: 3,
        },
        {
          scope: 'ownerOfTemplate',
          title: 'Environments of team-harbor made from Shop',
          used: 1,
          maximum: 2,
        },
        {
          scope: 'cluster',
          title: 'Environments on Twin',
          used: 1,
          maximum: 7,
        },
      ],
    });
    const others = await previewOf('milo', HARBOR);
    expect(others.limits.map(({ scope }) => scope)).toEqual([
      'all',
      'template',
      'cluster',
    ]);
    expect((await portals[0].as('milo').listClusters()).items).toEqual([
      expect.objectContaining({
        name: 'twin',
        limit: { used: 1, maximum: 7 },
      }),
    ]);
  });
});
