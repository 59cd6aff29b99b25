import type { Problem } from '@sandlot/plugin-environments-common';
import { at, listAt } from '../at';
import { pointer } from '../pointer';
import type { PlainObject } from '../tree';
import type { CheckScope } from './CheckScope';
import { podPathOf } from './podPathOf';

/** Fields of a specification, with what they would do. */
type Forbidden = Readonly<Record<string, string>>;

const SERVICE: Forbidden = {
  externalIPs: "would catch other people's traffic",
  externalName: 'would lead out of the cluster',
  loadBalancerIP: 'belongs to a load balancer',
};
const CLAIM: Forbidden = {
  volumeName: "could take a volume that is someone else's",
  dataSource: "could copy another environment's data",
  dataSourceRef: "could copy another environment's data",
  selector: "could take a volume that is someone else's",
};

/** Fields by which an object would reach out of its namespace. */
export function checkForbidden(
  object: PlainObject,
  { path }: CheckScope,
): Problem[] {
  switch (object.kind) {
    case 'Service':
      return [
        ...checkSpec(object, SERVICE, path),
        ...checkAddress(object, path),
      ];
    case 'PersistentVolumeClaim':
      return checkSpec(object, CLAIM, path);
    default:
      return [
        ...checkClaims(object, ['spec', 'volumeClaimTemplates'], [], path),
        ...checkClaims(
          object,
          [...(podPathOf(object) ?? []), 'volumes'],
          ['ephemeral', 'volumeClaimTemplate'],
          path,
        ),
      ];
  }
}

/** Addresses are few and shared; the cluster hands them out. */
function checkAddress(object: PlainObject, path: string): Problem[] {
  const address = at(object, 'spec', 'clusterIP') ?? 'None';
  const addresses = at(object, 'spec', 'clusterIPs') ?? ['None'];
  return [
    { field: 'clusterIP', isFit: address === 'None' },
    {
      field: 'clusterIPs',
      isFit:
        Array.isArray(addresses) && addresses.every(item => item === 'None'),
    },
  ]
    .filter(({ isFit }) => !isFit)
    .map(({ field }) => ({
      path: pointer(path, 'spec', field),
      message: "not admitted: it could take another service's address",
      expected: 'None, or left out',
    }));
}

/** Claims that a workload makes for its pods. */
function checkClaims(
  object: PlainObject,
  list: string[],
  inner: string[],
  path: string,
): Problem[] {
  return listAt(object, ...list).flatMap((item, index) =>
    checkSpec(
      at(item, ...inner),
      CLAIM,
      pointer(path, ...list, index, ...inner),
    ),
  );
}

function checkSpec(
  object: unknown,
  forbidden: Forbidden,
  path: string,
): Problem[] {
  return Object.entries(forbidden)
    .filter(([field]) => at(object, 'spec', field) !== undefined)
    .map(([field, reason]) => ({
      path: pointer(path, 'spec', field),
      message: `not admitted: it ${reason}`,
    }));
}
