import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Entity } from '@backstage/catalog-model';
import { generateSigningKey } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { permissionMatrix } from '../router/permissionMatrix';
import { spec } from '../schema/openapi.generated';
import { TEST_ORIGIN } from './createTestLog';
import { shopTemplate, sourceOfShop } from './shopTemplate';
import { TestPortal, startTestPortal } from './startTestPortal';

const SHOP = 'environmenttemplate:default/shop';
const HARBOR = 'group:default/team-harbor';
const OPS = 'group:default/platform-ops';
const NOTHING = uuid();
const DIGEST = `sha256:${'0'.repeat(64)}`;
const REASON = { reason: 'Because of the test' };

export type OperationId = keyof typeof permissionMatrix;

/** What there is to ask about. */
export interface World {
  /** Of the owner's, under legal hold, with a member. */
  environment: string;
  operation: string;
  revision: string;
  approval: string;
  share: string;
  digest: string;
  delegation: string;
  rollout: string;
  /** Of the owner's, undecided. */
  elevation: string;
  /** Of the ops'. */
  view: string;
  record: string;
}

const USERS: Entity[] = ['dana', 'milo', 'sten', 'olu', 'ada'].map(name => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name, namespace: 'default' },
  spec: {},
}));

/** A request of each operation, complete but without effect where it could have one. */
export function bodies(world: World): Partial<Record<OperationId, object>> {
  const { revision } = world;
  const wanted = { name: 'other', owner: HARBOR };
  const source = sourceOfShop();
  return {
    createPreview: { template: SHOP, ...wanted, parameters: {} },
    // The revision is an old one: whoever gets so far is told so.
    createEnvironment: {
      template: SHOP,
      revision: DIGEST,
      ...wanted,
      parameters: {},
    },
    createOperation: { kind: 'restore' },
    createTransferPreview: { owner: OPS },
    cloneEnvironment: { name: 'shop', owner: HARBOR },
    planHibernation: {},
    holdLegally: REASON,
    createKubeconfig: {},
    requestElevation: { minutes: 30, ...REASON },
    decideElevation: { decision: 'reject', ...REASON },
    createShare: { label: 'A client' },
    redeemShare: { code: 'of no link' },
    cancelOperation: {},
    decideApproval: { decision: 'approve', digest: DIGEST },
    delegateApprovals: {
      to: 'user:default/sten',
      until: new Date(Date.now() - 1000).toISOString(),
    },
    simulatePolicies: {
      person: 'user:default/dana',
      template: SHOP,
      owner: HARBOR,
      parameters: {},
    },
    haltTemplateRevision: REASON,
    resumeTemplateRevision: REASON,
    checkWorkbench: { source },
    dryRunWorkbench: { source },
    createWorkbenchTry: {
      source: 'kind: Nothing',
      ...wanted,
      owner: OPS,
      parameters: {},
    },
    createUpgradePreview: { revision },
    createUpgrade: { revision, agreement: DIGEST },
    createRollback: { agreement: DIGEST },
    holdEnvironment: REASON,
    decideDrift: {
      decision: 'revert',
      objects: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'nothing' }],
      ...REASON,
    },
    createRollout: {
      template: SHOP,
      revision: DIGEST,
      cohorts: [{ name: 'All', percent: 100 }],
      pauseAfterFailures: 1,
      waitBetweenCohorts: false,
    },
    pauseRollout: REASON,
    resumeRollout: REASON,
    cancelRollout: REASON,
    resumeAuditSink: REASON,
    saveAuditView: { name: 'mine', query: {} },
    erasePerson: { person: 'user:default/no-one', ...REASON },
    previewErasure: { person: 'user:default/no-one' },
  };
}

const QUERIES: Partial<Record<OperationId, string>> = {
  listApprovals: '?scope=all',
  revokeAccess: '?person=user%3Adefault%2Fdana',
  endLegalHold: '?reason=Because',
  exportAuditRecords: '?format=csv',
  getAuditReport: '?from=2026-01-01T00%3A00%3A00Z&to=2026-02-01T00%3A00%3A00Z',
};

function queryOf(id: OperationId, { revision }: World): string {
  return id === 'compareTemplateRevisions'
    ? `?from=${encodeURIComponent(revision)}`
    : QUERIES[id] ?? '';
}

export interface ApiOperation {
  id: OperationId;
  method: string;
  path: string;
}

/** Every operation of the contract: its method and path. */
export const operations: ApiOperation[] = Object.entries(spec.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods as Record<string, { operationId: string }>).map(
      ([method, { operationId }]) => ({
        id: operationId as OperationId,
        method: method.toUpperCase(),
        path,
      }),
    ),
);

/** A portal in which there is something of everything that can be asked about. */
export async function startWorld(
  knex: Knex,
): Promise<{ portal: TestPortal; world: World }> {
  const keyFile = join(await mkdtemp(join(tmpdir(), 'sandlot-')), 'key.pem');
  await writeFile(keyFile, generateSigningKey().pem);
  const portal = await startTestPortal({
    knex,
    clusters: [{ name: 'twin', inMemory: true }],
    config: {
      audit: { origin: TEST_ORIGIN, signing: { keyFiles: [keyFile] } },
    },
    templates: [
      shopTemplate({
        spec: {
          approvals: [{ by: OPS, when: 'parameters.tier == "large"' }],
        },
      }),
      ...USERS,
    ],
  });

  return { portal, world: await makeWorld(portal) };
}

async function makeWorld(portal: TestPortal): Promise<World> {
  const [dana, olu] = [portal.as('dana'), portal.as('olu')];
  const { revision } = await dana.getTemplate({
    namespace: 'default',
    name: 'shop',
  });
  const make = (name: string, tier: string) =>
    dana.createEnvironment(
      { template: SHOP, revision, name, owner: HARBOR, parameters: { tier } },
      uuid(),
    );
  const { environment, operation } = await make('shop', 'small');
  await portal.finished(operation.id);
  await dana.createOperation(
    environment.id,
    { kind: 'addMember', member: 'user:default/milo' },
    uuid(),
  );
  const { share } = await dana.createShare(environment.id, {
    label: 'A client',
  });
  await olu.holdLegally(environment.id, 'For the test');
  const awaiting = await make('large', 'large');
  const [approval] = awaiting.environment.approvals!;
  const { digest } = await dana.getApproval(approval.id);
  const delegation = await dana.delegateApprovals({
    to: 'user:default/sten',
    until: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const { id: view } = await olu.saveAuditView({ name: 'ops', query: {} });
  const extra = await make('extra', 'small');
  await portal.finished(extra.operation.id);
  await dana.holdEnvironment(environment.id, REASON);
  await portal.runTask('environments-sealing');
  const { items } = await olu.listAuditRecords({
    environment: extra.environment.id,
  });
  portal.catalog.put(shopTemplate({ greeting: 'Hello again' }));
  await portal.readCatalog();
  const { revision: next } = await dana.getTemplate({
    namespace: 'default',
    name: 'shop',
  });
  const { rollout } = await olu.createRollout(
    {
      template: SHOP,
      revision: next,
      cohorts: [{ name: 'All', percent: 100 }],
      pauseAfterFailures: 1,
      waitBetweenCohorts: false,
    },
    uuid(),
  );
  const elevation = await dana.requestElevation(environment.id, {
    minutes: 30,
    ...REASON,
  });
  return {
    view,
    environment: environment.id,
    operation: operation.id,
    revision,
    approval: approval.id,
    share: share.id,
    digest,
    delegation: delegation.id,
    rollout: rollout.id,
    elevation: elevation.id,
    record: items[0].eventId,
  };
}

/** Path and query. */
export function addressOf({ id, path }: ApiOperation, world: World): string {
  const ids: Record<string, string> = {
    '/environments/{id}': world.environment,
    '/operations/{id}': world.operation,
  };
  const [root] = Object.keys(ids).filter(prefix => path.startsWith(prefix));
  return (
    path
      .replace('{id}', ids[root] ?? NOTHING)
      .replace('{namespace}', 'default')
      .replace('{name}', 'shop')
      .replace('{digest}', world.revision)
      .replace('{shareId}', world.share)
      .replace('{approvalId}', world.approval)
      .replace('{delegationId}', world.delegation)
      .replace('{rolloutId}', world.rollout)
      .replace('{elevationId}', world.elevation)
      .replace('{eventId}', world.record)
      .replace('{viewId}', world.view)
      .replace('{sinkId}', 'none')
      .replace('{receipt}', 'creation') + queryOf(id, world)
  );
}
