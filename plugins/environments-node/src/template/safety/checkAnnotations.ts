import type { Problem } from '@sandlot/plugin-environments-common';
import { pointer } from '../pointer';
import { isPlainObject } from '../tree';
import type { PlainObject } from '../tree';

/** Annotations by which something in the cluster acts beyond the environment. */
const REFUSED: { kinds?: string[]; key: RegExp; message: string }[] = [
  {
    // `server-snippet` of ingress-nginx, `server-snippets` of NGINX's own,
    // `config-backend` of HAProxy's.
    kinds: ['Ingress', 'Service'],
    key: /(snippets?|\/config-[a-z-]+)$/,
    message: 'would put configuration into the shared ingress controller',
  },
  {
    key: /^external-dns\./,
    message: 'would write names into the DNS zones of the cluster',
  },
  {
    kinds: ['ServiceAccount'],
    key: /^(eks\.amazonaws\.com\/|iam\.gke\.io\/|azure\.workload\.identity\/)/,
    message: 'would give the account rights at the cloud provider',
  },
];

/** @param path - of the object */
export function checkAnnotations(object: PlainObject, path: string): Problem[] {
  const { kind, metadata } = object;
  const annotations = isPlainObject(metadata) ? metadata.annotations : {};
  return Object.keys(isPlainObject(annotations) ? annotations : {}).flatMap(
    key =>
      REFUSED.filter(
        refused =>
          (refused.kinds?.includes(String(kind)) ?? true) &&
          refused.key.test(key),
      ).map(({ message }) => ({
        path: pointer(path, 'metadata', 'annotations', key),
        message,
      })),
  );
}
