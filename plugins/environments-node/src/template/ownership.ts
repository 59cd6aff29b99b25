import type { KubernetesObject } from '../KubernetesObject';
import {
  ANNOTATION_OWNER,
  ANNOTATION_REQUEST,
  ANNOTATION_REVISION,
  LABEL_BACKSTAGE_ID,
  LABEL_ENVIRONMENT,
  LABEL_MANAGED_BY,
  LABEL_ORIGIN,
  LABEL_REQUEST,
  LABEL_TEMPLATE,
  MANAGED_BY,
} from '../labels';
import type { EnvironmentTemplate } from './EnvironmentTemplate';
import type { RenderInput } from './render/RenderInput';
import { podPathOf } from './safety';
import { isPlainObject } from './tree';
import type { PlainObject } from './tree';

/** The Pod Security Standard of every environment; no template can lower it. */
const POD_SECURITY = Object.fromEntries(
  ['enforce', 'warn', 'audit'].flatMap(mode => [
    [`pod-security.kubernetes.io/${mode}`, 'restricted'],
    [`pod-security.kubernetes.io/${mode}-version`, 'latest'],
  ]),
);

/** The environment's Namespace: always made by us, never by a template. */
export function toNamespace(
  template: EnvironmentTemplate,
  input: RenderInput,
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: input.environment.namespace,
      labels: {
        ...labelsOf(template, input),
        [LABEL_REQUEST]: input.requestId,
        ...POD_SECURITY,
      },
      annotations: annotationsOf(input),
    },
  };
}

/**
 * An object as part of the environment: in its namespace, marked ours.
 *
 * @param origin - who brought it, as the label says it
 */
export function ownObject(
  object: KubernetesObject,
  origin: string,
  template: EnvironmentTemplate,
  input: RenderInput,
): KubernetesObject {
  const { namespace } = input.environment;
  const labels = labelsOf(template, input);
  const { metadata } = object;
  return withBoundAccounts(
    withPodLabels(
      {
        ...object,
        metadata: {
          ...metadata,
          namespace,
          labels: { ...metadata.labels, ...labels, [LABEL_ORIGIN]: origin },
          annotations: {
            ...metadata.annotations,
            ...annotationsOf(input),
            [ANNOTATION_REQUEST]: input.requestId,
          },
        },
      },
      labels,
    ),
    namespace,
  );
}

function labelsOf(
  template: EnvironmentTemplate,
  { environment }: RenderInput,
): Record<string, string> {
  return {
    [LABEL_MANAGED_BY]: MANAGED_BY,
    [LABEL_ENVIRONMENT]: environment.id,
    [LABEL_TEMPLATE]: template.metadata.name,
    [LABEL_BACKSTAGE_ID]: environment.id,
  };
}

function annotationsOf({ owner, revision }: RenderInput) {
  return { [ANNOTATION_OWNER]: owner.ref, [ANNOTATION_REVISION]: revision };
}

/** Backstage's Kubernetes plugin finds pods by label too, not through their owner. */
function withPodLabels(
  object: KubernetesObject,
  labels: Record<string, string>,
): KubernetesObject {
  const podPath = podPathOf(object);
  return podPath
    ? (setLabels(object, podPath.slice(0, -1), labels) as KubernetesObject)
    : object;
}

function setLabels(
  value: PlainObject,
  [key, ...rest]: string[],
  labels: Record<string, string>,
): PlainObject {
  if (key !== undefined) {
    return {
      ...value,
      [key]: setLabels(value[key] as PlainObject, rest, labels),
    };
  }
  const metadata = isPlainObject(value.metadata) ? value.metadata : {};
  return {
    ...value,
    metadata: {
      ...metadata,
      labels: { ...(metadata.labels ?? {}), ...labels },
    },
  };
}

/** The API server wants to be told where an account lives; here it is always here. */
function withBoundAccounts(
  object: KubernetesObject,
  namespace: string,
): KubernetesObject {
  if (object.kind !== 'RoleBinding') {
    return object;
  }
  const subjects = (object.subjects as PlainObject[]).map(subject =>
    subject.kind === 'ServiceAccount' ? { ...subject, namespace } : subject,
  );
  return { ...object, subjects };
}
