import { ApiCall, ApiEffect } from './ApiServerProxy';
import { ActiveRule, FaultRule } from './FaultRules';
import { PostgresCall, PostgresEffect } from './PostgresProxy';
import { FaultEngine } from './createFaultEngine';
import { Subject } from './askFor';
import { faultCase } from './operations';

/** What is asked of a backend; it goes to other processes as JSON. */
export interface Order {
  /** Of the case. */
  name: string;
  subject: Subject;
}

/** A backend, and the wires that it has to others. */
export interface Victim {
  strikeDatabase(rule: FaultRule<PostgresCall, PostgresEffect>): ActiveRule;
  strikeApi(rule: FaultRule<ApiCall, ApiEffect>): ActiveRule;
  /**
   * Does it, to its end, unless the backend dies of something before.
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
  { name, subject }: Order,
): Promise<void> {
  await faultCase(name).carryOut(engine, subject);
}
