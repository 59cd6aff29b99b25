import { Operation } from '@sandlot/plugin-environments-common';
import {
  askLifecycle,
  findOrAsk,
  makeShop,
  makeUpgradable,
  phaseOf,
  requestCreation,
  requestUpgrade,
} from './askFor';
import { bringToEnd } from './bringToEnd';
import { agreedCases } from './agreedCases';
import { elevationCases } from './elevationCases';
import { FaultCase, FaultOperation, operationCase } from './FaultCase';
import { kindredOperations } from './kindredOperations';

/**
 * The operations that are gone through call by call, each call in a process of its
 * own, in an order in which an environment can live through them.
 */
export const faultOperations: FaultOperation[] = [
  operationCase({
    kind: 'create',
    endsAs: 'Ready',
    replicas: 1,
    prepare: async (_, subject) => subject,
    request: requestCreation,
  }),
  operationCase({
    kind: 'hibernate',
    endsAs: 'Hibernated',
    replicas: 0,
    prepare: makeShop,
    request: (engine, subject) =>
      askLifecycle(engine, subject, { kind: 'hibernate' }),
  }),
  operationCase({
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
  }),
  operationCase({
    kind: 'upgrade',
    endsAs: 'Ready',
    replicas: 2,
    prepare: makeUpgradable,
    request: requestUpgrade,
  }),
  operationCase({
    kind: 'delete',
    endsAs: 'Deleted',
    prepare: makeShop,
    request: (engine, subject) =>
      findOrAsk(engine, subject, 'delete', id =>
        engine.service.delete(engine.newCaller(), id),
      ),
  }),
];

/** What waits for somebody else to agree. */
export const waitingCases: FaultCase[] = [...agreedCases, ...elevationCases];

/** @throws Error that names those there are */
export function faultOperation(kind: Operation['kind']): FaultOperation {
  return find(kind, [...faultOperations, ...kindredOperations]);
}

/** @throws Error that names those there are */
export function faultCase(name: string): FaultCase {
  return find(name, [
    ...faultOperations,
    ...kindredOperations,
    ...waitingCases,
  ]);
}

function find<T extends FaultCase>(name: string, all: T[]): T {
  const found = all.find(one => one.name === name);
  if (found) return found;
  throw new Error(
    `There is no case "${name}" here; there is ${all
      .map(one => one.name)
      .join(', ')}`,
  );
}
