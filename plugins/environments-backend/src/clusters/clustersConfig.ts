import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

const PATH = 'environments.clusters';

const httpsUrl = () =>
  z.url({ protocol: /^https$/, error: 'expected an https:// address' });

/** It becomes an argument of a command on people's machines. */
const argument = () =>
  z
    .string()
    .regex(/^[^\s-]\S*$/, 'expected no spaces, and no "-" at the beginning');

const accessSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('serviceAccount') }),
  z.strictObject({
    type: z.literal('oidc'),
    issuerUrl: httpsUrl(),
    clientId: argument(),
    extraScopes: z.array(argument()).optional(),
    usernameAnnotation: z.string().min(1).optional(),
    // There is no safe guess: without it somebody else's name may be bound.
    usernamePrefix: z
      .string(
        'expected what the API server puts before the names of people, "" if nothing',
      )
      .regex(
        /^(?!system:)\S*$/,
        'expected no spaces, and not "system:" at the beginning',
      ),
  }),
]);

const clusterSchema = z
  .strictObject({
    name: z
      .string()
      .regex(
        /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
        'expected a DNS label: lower-case letters, digits and "-", at most 63',
      ),
    title: z.string().min(1).optional(),
    kubeconfig: z
      .strictObject({
        file: z.string().min(1),
        context: z.string().min(1).optional(),
      })
      .optional(),
    publicServer: httpsUrl().optional(),
    access: accessSchema.optional(),
    simulated: z.boolean().optional(),
    inMemory: z.boolean().optional(),
    labels: z.record(z.string().min(1), z.string()).optional(),
    /** Read and checked with the policies of the portal. */
    policies: z.unknown().optional(),
    limits: z
      .strictObject({
        environments: z.int().min(0).optional(),
        whenFull: z.enum(['wait', 'refuse']).optional(),
      })
      .optional(),
  })
  .superRefine((cluster, context) => {
    if (cluster.inMemory === true && cluster.kubeconfig) {
      context.addIssue(
        'expected either "kubeconfig" or "inMemory: true", and not both',
      );
    }
    if (cluster.inMemory !== true && !cluster.kubeconfig) {
      context.addIssue(
        'expected "kubeconfig" with the file of the portal\'s credential, or "inMemory: true"',
      );
    }
  });

const clustersSchema = z
  .array(clusterSchema)
  .min(1, 'expected at least one cluster')
  .superRefine((clusters, context) => {
    clusters.forEach(({ name }, index) => {
      if (clusters.findIndex(other => other.name === name) < index) {
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: `expected another name, "${name}" is taken by an earlier cluster`,
        });
      }
    });
  });

/** One entry of `environments.clusters`. */
export type ClusterConfig = z.infer<typeof clusterSchema>;

/** @throws InputError that names the path of each fault and what was expected there */
export function readClustersConfig(config: Config): ClusterConfig[] {
  const value = config.getOptional(PATH);
  if (value === undefined) {
    throw new InputError(
      `${PATH} is missing in the configuration: expected a list of clusters, each with "name" and "kubeconfig"`,
    );
  }
  const result = clustersSchema.safeParse(value);
  if (!result.success) {
    throw new InputError(
      result.error.issues
        .map(({ path, message }) => `${formatPath(path)}: ${message}`)
        .join('\n'),
    );
  }
  return result.data;
}

function formatPath(path: PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`,
    PATH,
  );
}
