import { setTimeout as wait } from 'node:timers/promises';
import { KubernetesConnection } from '../../../clusters/KubernetesConnection';
import { DatabaseConnection, FaultEngine } from '../createFaultEngine';

/** What a scenario works with: a real PostgreSQL and a real control plane. */
export interface ScenarioLab {
  connection: DatabaseConnection;
  /** The portal's account. */
  kubeconfig: string;
  /** May do everything on the cluster: for what others than the portal do. */
  admin: KubernetesConnection;
  /** A backend that is well. */
  rescuer: FaultEngine;
}

/** A fault that is not one call's. */
export interface Scenario {
  /** For `--only`. */
  name: string;
  /** As in the table. */
  title: string;
  /** What it is shown with. */
  operation: string;
  /** Nothing else can go on meanwhile, or all else can. */
  alone?: boolean;
  aside?: boolean;
  run(lab: ScenarioLab): Promise<ScenarioResult>;
}

export interface ScenarioResult {
  /** So many operations, or times that it struck. */
  points: number;
  /** One for each point at fault at least; empty when all is well. */
  breaches: string[];
  /** What was measured. */
  note?: string;
}

/** Asks every tenth of a second, until it is so or the time is over. */
export async function waitUntil(
  what: string,
  seconds: number,
  isSo: () => Promise<boolean>,
): Promise<void> {
  const giveUpAt = performance.now() + seconds * 1000;
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) {
      throw new Error(`Not within ${seconds} s: ${what}`);
    }
    await wait(100);
  }
}
