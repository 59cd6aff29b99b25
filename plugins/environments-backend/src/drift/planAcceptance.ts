import { ConflictError } from '@backstage/errors';
import {
  FrozenCheck,
  KubernetesObject,
  checkObjects,
} from '@sandlot/plugin-environments-node';
import { canonicalBytes, formatDigest, sha256 } from '../audit/canonical';
import { Cluster } from '../clusters/Cluster';
import { DriftRow } from '../database/DriftsTable';
import { EnvironmentRow } from '../database/rows';
import { findDrift } from '../domain/drift';
import { ObjectIdentity, isSameObject } from '../domain/objectIdentity';
import { ProblemsError } from '../service/ProblemsError';
import { answeredByCluster } from '../service/answeredByCluster';
import { acceptDrift, isSameDrift } from './acceptDrift';

export interface Acceptance {
  manifests: KubernetesObject[];
  /** Those that still have an object to look at. */
  checks: FrozenCheck[];
  /** Names of the others, for the record. */
  droppedChecks: string[];
  /** For the record: each object by the digests of its manifest. */
  changes: { kind: string; name: string; before: string; after?: string }[];
}

/** The objects as they are now, those that are there. */
export async function readLive(
  cluster: Cluster,
  { namespace }: EnvironmentRow,
  objects: ObjectIdentity[],
): Promise<KubernetesObject[]> {
  const found = await answeredByCluster(
    Promise.all(
      objects.map(({ apiVersion, kind, name }) =>
        cluster.get(
          kind === 'Namespace'
            ? { apiVersion, kind, name }
            : { apiVersion, kind, name, namespace },
        ),
      ),
    ),
  );
  return found.flatMap(object => object ?? []);
}

/**
 * What the environment is made of when drift is made right: the values of the
 * cluster for fields that differ, and without the objects that are missing and
 * the template's checks of them.
 *
 * @param live - the objects in question as they are now
 * @throws ConflictError when it is not what was found and decided on any more
 * @throws ProblemsError when the rules for objects refuse the outcome
 */
export function planAcceptance(
  environment: EnvironmentRow,
  chosen: DriftRow[],
  live: KubernetesObject[],
): Acceptance {
  const outcomes = chosen.map((drift, index) => {
    const before = environment.manifests.find(isSameObject(drift))!;
    const after = outcomeOf(before, drift, live.find(isSameObject(drift)));
    requireOwnMarks(before, after, index);
    return { before, after };
  });
  const manifests = environment.manifests.flatMap(manifest => {
    const outcome = outcomes.find(({ before }) => before === manifest);
    return outcome ? outcome.after ?? [] : manifest;
  });
  const problems = checkObjects(manifests);
  if (problems.length > 0) {
    throw new ProblemsError(
      problems.map(({ message, path, expected }) => ({
        path: '/objects',
        message: `An environment can't be made of that: ${path}: ${message}`,
        expected,
      })),
    );
  }
  const gone = outcomes.filter(({ after }) => !after);
  const isLeft = ({ object }: FrozenCheck) =>
    !gone.some(({ before }) => isSameObject(before)(object));
  return {
    manifests,
    checks: environment.checks.filter(isLeft),
    droppedChecks: environment.checks
      .filter(check => !isLeft(check))
      .map(({ name }) => name),
    changes: outcomes.map(({ before, after }) => ({
      kind: before.kind,
      name: before.metadata.name,
      before: digestOf(before),
      ...(after && { after: digestOf(after) }),
    })),
  };
}

/** @returns undefined if it is to be no part of the environment any more */
function outcomeOf(
  before: KubernetesObject,
  drift: DriftRow,
  live: KubernetesObject | undefined,
): KubernetesObject | undefined {
  const now = findDrift(before, live);
  if (!now || !isSameDrift(now, drift)) {
    throw new ConflictError(
      `${drift.kind} ${drift.name} is not as it was found any more: wait for the next comparison and look again`,
    );
  }
  if (drift.missing) return undefined;
  const after = acceptDrift(before, live!);
  if (!after) {
    throw new ConflictError(
      `What differs in ${drift.kind} ${drift.name} can't be taken over field by field: revert it, or change the template`,
    );
  }
  return after;
}

/** The Namespace and the marks on objects are how the portal finds and confines what is its own. */
function requireOwnMarks(
  before: KubernetesObject,
  after: KubernetesObject | undefined,
  index: number,
): void {
  if (before.kind === 'Namespace') {
    throw new ProblemsError([
      {
        path: `/objects/${index}`,
        message: 'The namespace stays as the portal made it: revert this',
      },
    ]);
  }
  if (!after) return;
  const marks = [...marksIn(before)].sort().join();
  if (marks !== [...marksIn(after)].sort().join()) {
    throw new ProblemsError([
      {
        path: `/objects/${index}`,
        message: `Only the portal sets its own labels and annotations: revert ${before.kind} ${before.metadata.name}`,
      },
    ]);
  }
}

const OWN =
  /^(sandlot\.dev|pod-security\.kubernetes\.io)\/|^app\.kubernetes\.io\/managed-by$|^backstage\.io\/kubernetes-id$/;

/** Each mark with its place and value. */
function marksIn(value: unknown, path: string = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    OWN.test(key)
      ? [`${path}/${key}=${inner}`]
      : marksIn(inner, `${path}/${key}`),
  );
}

function digestOf(manifest: KubernetesObject): string {
  return formatDigest(sha256(canonicalBytes(manifest)));
}
