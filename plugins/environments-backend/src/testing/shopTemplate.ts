import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { parse, stringify } from 'yaml';

const BARE = resolve(__dirname, '../../../../docs/examples/bare/template.yaml');

/** What one revision of the shop has; what is absent is as in the first. */
export interface ShopRevision {
  replicas?: number;
  image?: string;
  greeting?: string;
  /** Size of the claim; false leaves it out. */
  storage?: string | false;
  /** More objects. */
  more?: JsonObject[];
  spec?: JsonObject;
}

/** A template with a web server, its settings and a claim, of one revision or another. */
export function shopTemplate(revision: ShopRevision = {}): Entity {
  const {
    replicas = 1,
    image = 'registry.example.com/web:1',
    greeting = 'Hello',
    storage = '1Gi',
    more = [],
    spec = {},
  } = revision;
  const bare: Entity = parse(readFileSync(BARE, 'utf8'));
  return {
    ...bare,
    metadata: { name: 'shop', title: 'Shop', namespace: 'default' },
    spec: {
      ...bare.spec,
      parameters: {
        type: 'object',
        properties: {
          tier: {
            type: 'string',
            default: 'small',
            enum: ['small', 'large'],
          },
        },
      },
      ...spec,
      resources: [
        ...(bare.spec!.resources as JsonObject[]),
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'settings' },
          data: { greeting, tier: '${parameters.tier}' },
        },
        webServer(replicas, image),
        ...(storage ? [claim(storage)] : []),
        ...more,
      ],
    },
  };
}

function webServer(replicas: number, image: string): JsonObject {
  const labels = { app: 'web' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          // Half of it is what Kubernetes waits for before it looks at a deleted namespace again.
          terminationGracePeriodSeconds: 1,
          securityContext: {
            runAsNonRoot: true,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'web',
              image,
              env: [{ name: 'MODE', value: 'shop' }],
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
              },
            },
          ],
        },
      },
    },
  };
}

function claim(storage: string): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'none',
      resources: { requests: { storage } },
    },
  };
}

/** The shop as somebody would paste it. */
export function sourceOfShop(): string {
  return stringify(shopTemplate());
}
