import { Operation, Phase } from '@sandlot/plugin-environments-common';
import {
  Subject,
  askLifecycle,
  findOrAsk,
  makeShop,
  makeUpgradable,
  phaseOf,
  requestCreation,
  requestUpgrade,
} from './askFor';
import { bringToEnd } from './bringToEnd';
import { FaultEngine } from './createFaultEngine';
import { kindredOperations } from './kindredOperations';

/** An operation as a client asks for it. */
export interface FaultOperation {
  kind: Operation['kind'];
  /** Of the environment, once all is well again. */
  endsAs: Phase;
  /** Of the Deployment of the shop, once all is well again. */
  replicas?: number;
  /** Makes what it needs, while nothing fails. */
  prepare(engine: FaultEngine, subject: Subject): Promise<Subject>;
  /**
   * Asks for it; asked again it finds what the first try has led to, as a client
   * does whose answer was lost.
   *
   * @returns the operation's id
   */
  request(engine: FaultEngine, subject: Subject): Promise<string>;
}

/**
 * The operations that are gone through call by call, each call in a process of its
 * own, in an order in which an environment can live through them.
 */
export const faultOperations: FaultOperation[] = [
  {
    kind: 'create',
    endsAs: 'Ready',
    replicas: 1,
    prepare: async (_, subject) => subject,
    request: requestCreation,
  },
  {
    kind: 'hibernate',
    endsAs: 'Hibernated',
    replicas: 0,
    prepare: makeShop,
    request: (engine, subject) =>
      askLifecycle(engine, subject, { kind: 'hibernate' }),
  },
  {
    kind: 'resume',
    endsAs: 'Ready',
    replicas: 1,
    async prepare(engine, subject) {
      const made = await makeShop(engine, subject);
      if ((await phaseOf(engine, made)) === 'Hibernated') return made;
      const hibernation = await askLifecycle(engine, made, {
        kind: 'hibernate',
      });
      await bringToEnd(engine, hibernation);
      return made;
    },
    request: (engine, subject) =>
      askLifecycle(engine, subject, { kind: 'resume' }),
  },
  {
    kind: 'upgrade',
    endsAs: 'Ready',
    replicas: 2,
    prepare: makeUpgradable,
    request: requestUpgrade,
  },
  {
    kind: 'delete',
    endsAs: 'Deleted',
    prepare: makeShop,
    request: (engine, subject) =>
      findOrAsk(engine, subject, 'delete', id =>
        engine.service.delete(engine.newCaller(), id),
      ),
  },
];

/** @throws Error that names those there are */
export function faultOperation(kind: Operation['kind']): FaultOperation {
  const all = [...faultOperations, ...kindredOperations];
  const found = all.find(operation => operation.kind === kind);
  if (found) return found;
  throw new Error(
    `There is no operation "${kind}" here; there is ${all
      .map(operation => operation.kind)
      .join(', ')}`,
  );
}
