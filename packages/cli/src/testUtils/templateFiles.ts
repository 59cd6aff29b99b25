import path from 'node:path';
import fs from 'fs-extra';

/** A module that makes all that every environment must have. */
export const BASE_MODULE = `apiVersion: sandlot.dev/v1alpha1
kind: EnvironmentModule
metadata:
  name: base
  title: Base
spec:
  owner: group:default/platform-ops
  parameters:
    type: object
    properties:
      pods: { type: integer, default: 10 }
  resources:
    - apiVersion: v1
      kind: ResourceQuota
      metadata: { name: quota }
      spec: { hard: { pods: '\${string(parameters.pods)}', limits.cpu: '4' } }
    - apiVersion: v1
      kind: LimitRange
      metadata: { name: limits }
      spec: { limits: [{ type: Container, default: { cpu: 500m } }] }
    - apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: { name: isolation }
      spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
    - apiVersion: v1
      kind: ServiceAccount
      metadata: { name: sandlot-owner }
    - apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: { name: sandlot-owner }
      roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: sandlot-owner }
      subjects: [{ kind: ServiceAccount, name: sandlot-owner }]
`;

/** A module that an add-on switches on. */
const CACHE_MODULE = `apiVersion: sandlot.dev/v1alpha1
kind: EnvironmentModule
metadata:
  name: cache
spec:
  owner: group:default/platform-ops
  resources:
    - apiVersion: v1
      kind: ConfigMap
      metadata: { name: cache }
      data: { size: small }
`;

/** A template of both. */
export const TEMPLATE = `apiVersion: sandlot.dev/v1alpha1
kind: EnvironmentTemplate
metadata:
  name: web
  title: Web
spec:
  owner: group:default/platform-ops
  parameters:
    type: object
    required: [size, replicas]
    properties:
      size: { type: string, default: S, enum: [S, M] }
      replicas: { type: integer, default: 1, maximum: 5 }
      debug: { type: boolean, default: false }
      tags: { type: array, default: [], items: { type: string } }
  modules:
    - module: base
      with: { pods: '\${parameters.size == "S" ? 10 : 20}' }
  addOns:
    - name: cache
      module: cache
      default: true
      when: parameters.replicas < 5
  ownManifests:
    kinds: [ConfigMap]
  resources:
    - apiVersion: v1
      kind: ConfigMap
      metadata: { name: settings }
      data:
        greeting: Hello \${owner.name}
        replicas: '\${string(parameters.replicas)}'
        debug: '\${string(parameters.debug)}'
        tags: '\${parameters.tags.join("+")}'
`;

/** A repository of templates that has nothing to complain of. */
export const GOOD_FILES: Readonly<Record<string, string>> = {
  'templates/web/template.yaml': TEMPLATE,
  'templates/modules/base.yaml': BASE_MODULE,
  'templates/modules/cache.yaml': CACHE_MODULE,
};

/** Writes files below a folder. */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await fs.outputFile(path.join(folder, name), text);
  }
}
