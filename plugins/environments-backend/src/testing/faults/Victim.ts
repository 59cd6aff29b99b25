import { Operation } from '@sandlot/plugin-environments-common';
import { ApiCall, ApiEffect } from './ApiServerProxy';
import { ActiveRule, FaultRule } from './FaultRules';
import { PostgresCall, PostgresEffect } from './PostgresProxy';
import { bringToEnd } from './bringToEnd';
import { FaultEngine } from './createFaultEngine';
import { Subject } from './askFor';
import { faultOperation } from './operations';

/** What is asked of a backend; it goes to other processes as JSON. */
export interface Order {
  kind: Operation['kind'];
  subject: Subject;
}

/** A backend, and the wires that it has to others. */
export interface Victim {
  strikeDatabase(rule: FaultRule<PostgresCall, PostgresEffect>): ActiveRule;
  strikeApi(rule: FaultRule<ApiCall, ApiEffect>): ActiveRule;
  /**
   * Asks for the operation and works on it, until it is done or the backend is dead.
   * Rejects with what a client would be told, or the workers' log.
   */
  carryOut(order: Order): Promise<void>;
  /** At once, without a word to anybody. */
  kill(): void;
  /** Lets go of what is left. */
  stop(): Promise<void>;
}

/** In the backend itself. */
export async function carryOut(
  engine: FaultEngine,
  { kind, subject }: Order,
): Promise<void> {
  const operationId = await faultOperation(kind).request(engine, subject);
  await bringToEnd(engine, operationId);
}
