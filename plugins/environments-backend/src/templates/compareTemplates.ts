import {
  ObjectChange,
  RevisionComparison,
} from '@sandlot/plugin-environments-common';
import {
  ANNOTATION_REQUEST,
  EnvironmentTemplate,
  KubernetesObject,
  diffObjects,
  sampleParameters,
} from '@sandlot/plugin-environments-node';
import { renderRequest } from './renderRequest';

interface Side {
  revision: string;
  template: EnvironmentTemplate;
}

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** What changes from one content of a template to another. */
export function compareTemplates(from: Side, to: Side): RevisionComparison {
  const [template] = diffObjects([asObject(from)], [asObject(to)]);
  return {
    from: from.revision,
    to: to.revision,
    template: template?.fields ?? [],
    objects: compareObjects(example(from), example(to)),
  };
}

/** Objects of one environment: its namespace goes without saying. */
export function compareObjects(
  before: KubernetesObject[],
  after: KubernetesObject[],
): ObjectChange[] {
  return diffObjects(before.map(withoutRequest), after.map(withoutRequest)).map(
    ({ namespace, ...change }) => change,
  );
}

/** What was made of an earlier version lacks it; that changes nothing. */
function withoutRequest(object: KubernetesObject): KubernetesObject {
  const { [ANNOTATION_REQUEST]: _, ...annotations } =
    object.metadata.annotations ?? {};
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function asObject({ template }: Side): KubernetesObject {
  return template as unknown as KubernetesObject;
}

/** What it makes with its defaults, under a revision that does not show in them. */
function example({ template }: Side): KubernetesObject[] {
  return renderRequest(template, `sha256:${'0'.repeat(64)}`, {
    name: 'example',
    owner: 'group:default/example',
    cluster: 'example',
    namespace: 'sbx-example',
    environmentId: NO_ID,
    requestId: NO_ID,
    parameters: sampleParameters(template) ?? {},
  }).manifests;
}
