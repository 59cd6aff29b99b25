import { Operation, Phase } from '@sandlot/plugin-environments-common';
import { Subject } from './askFor';
import { bringToEnd } from './bringToEnd';
import { FaultEngine } from './createFaultEngine';
import { findBreaches } from './findBreaches';

/** What is gone through call by call. */
export interface FaultCase {
  /** As the table lists it, and by which other processes know it. */
  name: string;
  /** It is all in the database: what it may ask the cluster for changes nothing, and is not struck. */
  leavesClusterAlone?: boolean;
  /** Makes what it needs, while nothing fails. */
  prepare(engine: FaultEngine, subject: Subject): Promise<Subject>;
  /**
   * Does it, to its end. Done again it goes on from what the first try has led to, as a
   * client does whose answer was lost.
   *
   * @returns id of the environment
   */
  carryOut(engine: FaultEngine, subject: Subject): Promise<string>;
  /** @returns one sentence for each that does not hold; empty when all is well */
  findBreaches(engine: FaultEngine, subject: Subject): Promise<string[]>;
}

/** One that workers do, once a client has asked for it. */
export interface FaultOperation extends FaultCase {
  kind: Operation['kind'];
  /** Of the environment, once all is well again. */
  endsAs: Phase;
  /** Of the Deployment of the shop, once all is well again. */
  replicas?: number;
  /** How many others must agree before it is done; nobody if absent. */
  approvals?: number;
  /**
   * Asks for it; asked again it finds what the first try has led to.
   *
   * @returns the operation's id
   */
  request(engine: FaultEngine, subject: Subject): Promise<string>;
}

/** @param operation - its kind names it unless it has a name of its own; `findMore` looks for what is its own */
export function operationCase(
  operation: Omit<FaultOperation, 'name' | 'carryOut' | 'findBreaches'> & {
    name?: string;
    findMore?: (engine: FaultEngine, operationId: string) => Promise<string[]>;
  },
): FaultOperation {
  const { kind, request, findMore = async () => [] } = operation;
  return {
    name: kind,
    ...operation,
    async carryOut(engine, subject) {
      const operationId = await request(engine, subject);
      await bringToEnd(engine, operationId);
      return (await engine.store.operations.get(operationId))!.environmentId;
    },
    async findBreaches(engine, subject) {
      const operationId = await request(engine, subject);
      return [
        ...(await findBreaches(engine, operation, operationId)),
        ...(await findMore(engine, operationId)),
      ];
    },
  };
}
