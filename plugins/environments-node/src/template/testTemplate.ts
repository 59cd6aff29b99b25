import type { JsonObject } from '@backstage/types';
import type {
  EnvironmentModuleEntityV1alpha1,
  EnvironmentTemplateEntityV1alpha1,
  TemplateResource,
} from '@sandlot/plugin-environments-common';
import type { Entity } from '@backstage/catalog-model';
import { toContent } from './check/toContent';
import type { EnvironmentTemplate } from './EnvironmentTemplate';
import { resolveModules } from './modules/resolveModules';
import type { RenderInput } from './render/RenderInput';

/** What every template must have, and nothing else. */
export function requiredResources(): TemplateResource[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'quota' },
      spec: { hard: { pods: '10', 'limits.cpu': '4' } },
    },
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'limits' },
      spec: { limits: [{ type: 'Container', default: { cpu: '500m' } }] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'isolation' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    },
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'sandlot-owner' },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'sandlot-owner' },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'sandlot-owner',
      },
      subjects: [{ kind: 'ServiceAccount', name: 'sandlot-owner' }],
    },
  ];
}

/** A template with the required objects and then these, at index 5 and on. */
export function testEntity(
  more: unknown[] = [],
  properties: JsonObject = {},
  required: string[] = [],
): EnvironmentTemplateEntityV1alpha1 {
  return {
    apiVersion: 'sandlot.dev/v1alpha1',
    kind: 'EnvironmentTemplate',
    metadata: { name: 'test', title: 'Test' },
    spec: {
      owner: 'group:default/platform-ops',
      parameters: {
        type: 'object',
        properties,
        ...(required.length > 0 && { required }),
      },
      resources: [...requiredResources(), ...(more as TemplateResource[])],
    },
  };
}

/** Other fields of the specification than those of {@link testEntity}; undefined takes one away. */
export function testEntityWith(
  spec: Partial<EnvironmentTemplateEntityV1alpha1['spec']>,
): EnvironmentTemplateEntityV1alpha1 {
  const entity = testEntity();
  const fields = Object.entries({ ...entity.spec, ...spec }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...entity, spec: Object.fromEntries(fields) as typeof entity.spec };
}

export function testModule(
  name: string,
  spec: Partial<EnvironmentModuleEntityV1alpha1['spec']> = {},
): EnvironmentModuleEntityV1alpha1 {
  return {
    apiVersion: 'sandlot.dev/v1alpha1',
    kind: 'EnvironmentModule',
    metadata: { name, title: `Module ${name}` },
    spec: {
      owner: 'group:default/platform-ops',
      resources: [configMap({}, { name })],
      ...spec,
    },
  };
}

/** A catalog of these modules. */
export function findIn(...modules: EnvironmentModuleEntityV1alpha1[]) {
  return (ref: string) =>
    modules.find(
      ({ metadata }) => `environmentmodule:default/${metadata.name}` === ref,
    );
}

/** A revision as it may be stored: nobody has checked it by the rules of today. */
export function storedTemplate(
  entity: EnvironmentTemplateEntityV1alpha1,
  find: (ref: string) => Entity | undefined = () => undefined,
): EnvironmentTemplate {
  const content = toContent<EnvironmentTemplate>(entity);
  return { ...content, modules: resolveModules(content.spec, find).modules };
}

/** A Deployment that the profile `restricted` admits. */
export function deployment(
  pod: object = {},
  container: object = {},
): TemplateResource {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'app' },
    spec: {
      template: {
        spec: {
          securityContext: {
            runAsNonRoot: true,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'app',
              image: 'app:1',
              ...container,
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
                ...(container as any).securityContext,
              },
            },
          ],
          ...pod,
        },
      },
    },
  };
}

export function configMap(
  data: unknown,
  metadata: object = {},
): TemplateResource {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', ...metadata },
    data: data as JsonObject,
  };
}

export function testInput(parameters: JsonObject = {}): RenderInput {
  return {
    parameters,
    environment: {
      id: '0198f0c2-0000-7000-8000-000000000001',
      name: 'checkout',
      namespace: 'env-checkout-1',
    },
    owner: { ref: 'group:default/team-harbor', name: 'team-harbor' },
    cluster: { name: 'local' },
    revision: `sha256:${'0'.repeat(64)}`,
    requestId: '0198f0c2-0000-7000-8000-000000000002',
  };
}
