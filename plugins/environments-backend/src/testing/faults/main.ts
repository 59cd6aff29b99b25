import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import createKnex from 'knex';
import { KubernetesCluster } from '../../clusters/KubernetesCluster';
import { KubernetesConnection } from '../../clusters/KubernetesConnection';
import { DatabaseConnection, createFaultEngine } from './createFaultEngine';
import {
  Fault,
  apiFaults,
  brokenConnections,
  deadlyFaults,
  struckBy,
} from './faults';
import { goThrough } from './goThrough';
import { FaultCase } from './FaultCase';
import { faultOperations, waitingCases } from './operations';
import { startProxiedBackend } from './proxiedBackend';
import { FaultRow, formatTable, writeTable } from './report';
import { scenarios } from './scenarios';
import { Scenario, ScenarioLab } from './scenarios/Scenario';
import { startVictimProcess } from './victimProcess';

/** So many faults side by side, each with so many lives: while some wait for the end of a namespace, two cores are busy with others. */
const FAULTS_AT_ONCE = 2;
const LIVES_AT_ONCE = 4;
const DATABASE = 'sandlot_faults';
const DOCUMENT = resolve(__dirname, '../../../../../docs/reliability.md');

const cases = [...faultOperations, ...waitingCases];
const faults = [...deadlyFaults, ...brokenConnections, ...apiFaults];

/** As the table lists them. */
const order = [
  ...scenarios.map(({ title, operation }) => ({ case: title, operation })),
  ...faults.flatMap(fault =>
    struckBy(fault, cases).map(({ name }) => ({
      case: fault.title,
      operation: name,
    })),
  ),
];

/**
 * Goes through all faults, or those that `SANDLOT_FAULTS_ONLY` names, at all operations or
 * those that `SANDLOT_FAULTS_AT` names, against a
 * real PostgreSQL that is ours alone and a real control plane. `./sandlot faults`
 * starts both and this.
 *
 * @returns whether all held
 */
export async function run(): Promise<boolean> {
  const only = process.env.SANDLOT_FAULTS_ONLY;
  const isWanted = ({ name }: { name: string }) =>
    !only || only.split(',').includes(name);
  requireKnown(only, [...faults, ...scenarios]);
  const at = process.env.SANDLOT_FAULTS_AT;
  requireKnown(at, cases);
  const struck = at
    ? cases.filter(({ name }) => at.split(',').includes(name))
    : cases;
  const lab = await openLab();
  const date = new Date().toISOString().slice(0, 10);
  const stamp = `${date}, ${await readCommit()}`;
  const rows: FaultRow[] = [];
  let written = Promise.resolve();
  const add = async (...added: Omit<FaultRow, 'run'>[]) => {
    rows.push(...added.map(row => ({ ...row, run: stamp })));
    for (const row of added) {
      const mark = row.failed ? '✗' : '✓';
      say(`${mark} ${row.case}, ${row.operation}: ${row.points}`);
      for (const breach of row.breaches) say(`    ${breach}`);
    }
    if (!process.env.SANDLOT_FAULTS_WRITE) return;
    // As they come, one after the other: a run that is broken off leaves what it has shown.
    written = written.then(() => writeTable(DOCUMENT, rows, order));
    await written;
  };
  // Each of them has operations of its own.
  const wanted = at ? [] : scenarios.filter(isWanted);
  const inOrder = async (some: Scenario[]) => {
    for (const scenario of some) await add(await runScenario(lab, scenario));
  };
  await inOrder(wanted.filter(({ alone }) => alone));
  const aside = wanted
    .filter(scenario => scenario.aside)
    .map(scenario => inOrder([scenario]));
  await inOrder(wanted.filter(({ alone, aside: a }) => !alone && !a));
  const left = faults.filter(isWanted);
  const goOn = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const of = struckBy(next, struck);
      await add(...(await runFault(lab, next, of).catch(stopped(next, of))));
    }
  };
  await Promise.all([
    ...aside,
    ...Array.from({ length: FAULTS_AT_ONCE }, goOn),
  ]);
  await lab.rescuer.stop();
  await lab.admin.close();
  console.log(
    process.env.SANDLOT_FAULTS_JSON
      ? JSON.stringify(rows, undefined, 2)
      : `\n${formatTable(rows)}`,
  );
  return rows.every(({ failed }) => failed === 0);
}

function requireKnown(
  wanted: string | undefined,
  all: { name: string }[],
): void {
  const names = all.map(({ name }) => name);
  for (const name of wanted?.split(',') ?? []) {
    if (names.includes(name)) continue;
    throw new Error(`There is no "${name}"; there is ${names.join(', ')}`);
  }
}

async function openLab(): Promise<ScenarioLab> {
  const server = new URL(read('SANDLOT_DATABASE_URL'));
  const connection: DatabaseConnection = {
    host: server.hostname,
    port: Number(server.port),
    user: server.username,
    password: server.password,
    database: DATABASE,
  };
  const knex = createKnex({ client: 'pg', connection: server.href });
  await knex.raw(`drop database if exists ${DATABASE} with (force)`);
  await knex.raw(`create database ${DATABASE}`);
  await knex.destroy();
  const kubeconfig = read('SANDLOT_TEST_PORTAL_KUBECONFIG');
  return {
    connection,
    kubeconfig,
    admin: KubernetesConnection.fromKubeconfig({
      file: read('SANDLOT_TEST_ADMIN_KUBECONFIG'),
    }),
    rescuer: await createFaultEngine({
      connection,
      cluster: KubernetesCluster.fromKubeconfig({
        info: { name: 'local', title: 'Local', reality: 'simulated' },
        file: kubeconfig,
      }),
    }),
  };
}

/** A row for each case. */
async function runFault(
  lab: ScenarioLab,
  fault: Fault,
  struck: FaultCase[],
): Promise<Omit<FaultRow, 'run'>[]> {
  const all = await goThrough(
    {
      rescuer: lab.rescuer,
      startVictim: ({ kills }) =>
        kills ? startVictimProcess(lab) : startProxiedBackend(lab),
    },
    struck,
    fault,
    LIVES_AT_ONCE,
  );
  return all.map((results, index) => {
    const failed = results.filter(({ breaches }) => breaches.length > 0);
    return {
      case: fault.title,
      operation: struck[index].name,
      points: results.length,
      failed: failed.length,
      note: '',
      breaches: failed.map(
        ({ call, breaches }) => `at call ${call}: ${breaches.join('; ')}`,
      ),
    };
  });
}

/** What is to be done for a fault could not be done to its end. */
function stopped(fault: Fault, struck: FaultCase[]) {
  return (error: Error): Omit<FaultRow, 'run'>[] =>
    struck.map(({ name }) => ({
      case: fault.title,
      operation: name,
      points: 1,
      failed: 1,
      note: 'broken off',
      breaches: [String(error)],
    }));
}

async function runScenario(
  lab: ScenarioLab,
  { title, operation, run: runIt }: Scenario,
): Promise<Omit<FaultRow, 'run'>> {
  const row = { case: title, operation };
  try {
    const { points, breaches, note = '' } = await runIt(lab);
    const failed = Math.min(points, breaches.length);
    return { ...row, points, failed, note, breaches };
  } catch (error) {
    const breaches = [String(error)];
    return { ...row, points: 1, failed: 1, note: '', breaches };
  }
}

async function readCommit(): Promise<string> {
  const git = ['rev-parse', '--short', 'HEAD'];
  return (await promisify(execFile)('git', git)).stdout.trim();
}

function read(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run ./sandlot faults`);
  return value;
}

/** Progress; results go to standard output. */
function say(text: string): void {
  console.error(text);
}
