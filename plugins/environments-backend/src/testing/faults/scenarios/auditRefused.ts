import { newSubject } from '../goThrough';
import { faultOperation, faultOperations } from '../operations';
import { startProxiedBackend } from '../proxiedBackend';
import { Scenario, ScenarioLab } from './Scenario';

/** As PostgreSQL says it: no room, no right, a trigger of somebody’s. */
const REFUSALS = [
  ['53100', 'could not extend file: No space left on device'],
  ['42501', 'permission denied for table audit_records'],
  ['P0001', 'refused by a trigger'],
] as const;

/** No record, no deed: the client is told 503, and nothing has changed anywhere. */
export const auditRefused: Scenario = {
  name: 'audit',
  title: 'the record can’t be written: 503, nothing touched',
  operation: faultOperations.map(({ kind }) => kind).join(', '),
  aside: true,
  async run(lab: ScenarioLab) {
    const { rescuer } = lab;
    const backend = await startProxiedBackend(lab);
    const breaches: string[] = [];
    let points = 0;
    try {
      // What the catalog delivers has records too; that is done before.
      await faultOperation('create').request(backend.engine, newSubject());
      for (const operation of faultOperations) {
        for (const [code, message] of REFUSALS) {
          const subject = await operation.prepare(rescuer, newSubject());
          const before = await stateOf(lab, subject.name);
          const changes = backend.strikeApi({
            effect: { kind: 'cutBefore' },
            matches: ({ method, path }) =>
              method !== 'GET' && !path.includes('dryRun=All'),
            times: 0,
          });
          const refusing = backend.strikeDatabase({
            effect: { kind: 'refuse', code, message },
            matches: ({ sql }) => sql.includes('insert into audit_records'),
            times: Infinity,
          });
          const error = await operation.request(backend.engine, subject).then(
            () => undefined,
            (reason: Error) => reason,
          );
          refusing.end();
          changes.end();
          const what = `${operation.kind}, ${code}`;
          if (error?.name !== 'ServiceUnavailableError') {
            breaches.push(
              `${what}: answered ${error?.name}: ${error?.message}`,
            );
          }
          if ((await stateOf(lab, subject.name)) !== before) {
            breaches.push(`${what}: the database was changed`);
          }
          if (changes.matched > 0) {
            breaches.push(`${what}: the cluster was changed`);
          }
          points += 1;
        }
      }
      return { points, breaches };
    } finally {
      await backend.stop();
    }
  },
};

/** All that the database has of it. */
async function stateOf(
  { rescuer: { knex } }: ScenarioLab,
  name: string,
): Promise<string> {
  const environments = await knex('environments').where({ name });
  const ids = environments.map(({ id }) => id);
  return JSON.stringify([
    environments,
    await knex('operations').whereIn('environment_id', ids).orderBy('id'),
    await knex('audit_records').whereIn('environment_id', ids).orderBy('seq'),
  ]);
}
