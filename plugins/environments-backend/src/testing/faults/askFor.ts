import {
  Operation,
  OperationRequest,
  Phase,
} from '@sandlot/plugin-environments-common';
import { JsonObject } from '@backstage/types';
import { deliverRevision } from '../deliverRevision';
import { ShopRevision, shopTemplate } from '../shopTemplate';
import { bringToEnd } from './bringToEnd';
import { FaultEngine } from './createFaultEngine';

const OWNER = 'group:default/team-harbor';
/** They may choose revisions that the catalog does not deliver now. */
const ops = { managesTemplates: true };

/** Changes, adds and removes something. */
const NEXT: ShopRevision = {
  greeting: 'Ahoy',
  replicas: 2,
  storage: false,
  more: [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    },
  ],
};

/** What an operation is asked for; it goes to other processes as JSON. */
export interface Subject {
  name: string;
  /** The client's, the same for each try. */
  idempotencyKey: string;
  /** Absent while there is none yet. */
  environmentId?: string;
  /** To which it is upgraded. */
  revision?: string;
  /** With which it is upgraded, where they are others. */
  parameters?: JsonObject;
}

export async function requestCreation(
  { service, newCaller }: FaultEngine,
  { name, idempotencyKey }: Subject,
): Promise<string> {
  const caller = newCaller();
  const { ref, revision } = await service.getTemplate(
    caller,
    'environmenttemplate:default/shop',
  );
  const { operation } = await service.create(
    caller,
    { template: ref, revision, name, owner: OWNER, parameters: {} },
    idempotencyKey,
  );
  return operation.id;
}

/** Unless there is one already. */
export async function makeShop(
  engine: FaultEngine,
  subject: Subject,
): Promise<Subject> {
  if (subject.environmentId) return subject;
  const operationId = await requestCreation(engine, subject);
  const { environmentId } = await engine.finish(operationId);
  return { ...subject, environmentId };
}

export async function makeUpgradable(
  engine: FaultEngine,
  subject: Subject,
): Promise<Subject> {
  const made = await makeShop(engine, subject);
  if ((await phaseOf(engine, made)) === 'Hibernated') {
    await bringToEnd(
      engine,
      await askLifecycle(engine, made, { kind: 'resume' }),
    );
  }
  const revision = await deliverRevision(engine.knex, shopTemplate(NEXT));
  return { ...made, revision };
}

export async function phaseOf(
  { store }: FaultEngine,
  { environmentId }: Subject,
): Promise<Phase> {
  return (await store.environments.get(environmentId!))!.phase;
}

export function requestUpgrade(
  engine: FaultEngine,
  subject: Subject,
): Promise<string> {
  return findOrAsk(engine, subject, 'upgrade', async (id, asked) => {
    const caller = engine.newCaller();
    const { parameters } = asked;
    const change = {
      revision: asked.revision!,
      ...(parameters && { parameters }),
    };
    const { upgrades } = engine;
    const preview = await upgrades.previewUpgrade(caller, id, change, ops);
    const request = { ...change, agreement: preview.agreement! };
    return upgrades.upgrade(caller, id, request, ops);
  });
}

export function askLifecycle(
  engine: FaultEngine,
  subject: Subject,
  request: OperationRequest,
): Promise<string> {
  const { kind } = request;
  return findOrAsk(engine, subject, kind, (id, { idempotencyKey }) =>
    engine.lifecycle.request(
      engine.newCaller(),
      id,
      request,
      `${kind}-${idempotencyKey}`,
    ),
  );
}

export async function findOrAsk(
  engine: FaultEngine,
  subject: Subject,
  kind: Operation['kind'],
  ask: (
    environmentId: string,
    subject: Subject,
  ) => Promise<{ operation: Pick<Operation, 'id'> }>,
): Promise<string> {
  const environmentId = subject.environmentId!;
  const earlier = await engine.store.operations.listOf(environmentId);
  const same = earlier.find(operation => operation.kind === kind);
  return same?.id ?? (await ask(environmentId, subject)).operation.id;
}
