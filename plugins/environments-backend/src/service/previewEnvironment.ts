import { isError } from '@backstage/errors';
import { Preview, PreviewRequest } from '@sandlot/plugin-environments-common';
import {
  KubernetesObject,
  summarize,
  waveOf,
} from '@sandlot/plugin-environments-node';
import { Cluster } from '../clusters/Cluster';
import { namespaceFor, render } from './EnvironmentRequests';
import { ProblemsError } from './ProblemsError';
import { originOf } from './originOf';
import { CurrentTemplate } from './TemplateSource';

const NAME = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;
const NO_ID = '00000000-0000-0000-0000-000000000000';
/** Stands for the end of the namespace's name, which is drawn when it is made. */
const SUFFIX = 'xxxxxx';
const SHOWN_SUFFIX = '…';

/** What a request would make; faults in it are part of the answer. */
export function previewEnvironment(
  current: CurrentTemplate,
  request: PreviewRequest,
  facts: { cluster: Cluster; isOwner: boolean; isNameTaken: boolean },
): Preview {
  const { cluster, isOwner, isNameTaken } = facts;
  const preview: Preview = {
    template: current.ref,
    revision: current.revision,
    cluster: cluster.info,
    summary: [],
    objects: [],
    hidden: [],
    addOns: [],
    problems: [],
  };
  if (!NAME.test(request.name)) {
    preview.problems.push({
      path: '/name',
      message: request.name
        ? 'This is not a name that a namespace can have'
        : 'It needs a name',
      expected:
        'at most 40 lower-case letters, digits and hyphens, a letter first, no hyphen last',
    });
  }
  if (!isOwner) {
    preview.problems.push({
      path: '/owner',
      message: 'You can create environments for yourself and your groups only',
    });
  }
  if (isNameTaken) {
    preview.problems.push({
      path: '/name',
      message: `${request.owner} has an environment of this name already`,
      expected: 'another name, or that one deleted first',
    });
  }
  const name = NAME.test(request.name) ? request.name : 'name';
  const namespace = namespaceFor(name, SUFFIX);
  try {
    const { manifests } = render(
      current,
      {
        ...request,
        name,
        namespace,
        environmentId: NO_ID,
        requestId: NO_ID,
      },
      cluster,
    );
    preview.summary = summarize(manifests);
    if (preview.problems.length === 0) {
      preview.objects = withShownNames(manifests, namespace).map(manifest => ({
        apiVersion: manifest.apiVersion,
        kind: manifest.kind,
        name: manifest.metadata.name,
        wave: waveOf(manifest),
        origin: originOf(manifest),
        manifest,
      }));
    }
  } catch (error) {
    if (error instanceof ProblemsError) {
      preview.problems.push(...error.problems);
    } else if (isError(error) && error.name === 'InputError') {
      preview.problems.push({ path: '/parameters', message: error.message });
    } else {
      throw error;
    }
  }
  return preview;
}

/** The end of the namespace's name is not known yet, and is not made up. */
function withShownNames(
  manifests: KubernetesObject[],
  namespace: string,
): KubernetesObject[] {
  const shown = namespace.slice(0, -SUFFIX.length) + SHOWN_SUFFIX;
  return JSON.parse(JSON.stringify(manifests).replaceAll(namespace, shown));
}
