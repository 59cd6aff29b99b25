import {
  Preview,
  PreviewRequest,
  Problem,
} from '@sandlot/plugin-environments-common';
import {
  KubernetesObject,
  summarize,
  waveOf,
} from '@sandlot/plugin-environments-node';
import { LeaseEnds } from '../domain/lease';
import { Outlook } from '../limits/Limits';
import { RenderedRequest, renderRequest } from '../templates/renderRequest';
import { Judgement } from '../policies/judgeRequest';
import { leaseUnder } from '../policies/leaseUnder';
import { namespaceFor } from './namespaceFor';
import { originOf } from './originOf';
import { CurrentTemplate } from './TemplateSource';

const NAME = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;
const NO_ID = '00000000-0000-0000-0000-000000000000';
/** Stands for the end of the namespace's name, which is drawn when it is made. */
const SUFFIX = 'xxxxxx';
const SHOWN_SUFFIX = '…';

/** While the parameters have faults there is nothing to judge. */
const NOT_JUDGED: Pick<
  Judgement,
  'results' | 'verdict' | 'forcedAddOns' | 'problems'
> = {
  results: [],
  verdict: { refusals: [], approvals: [], forcedAddOns: [], maximums: [] },
  forcedAddOns: [],
  problems: [],
};

export interface PreviewFacts {
  /** Where it would be made, and what limits have to say. */
  outlook: Outlook;
  /** Absent while the parameters have faults. */
  judgement?: Judgement;
  isOwner: boolean;
  isNameTaken: boolean;
  now: Date;
  /** Whether there is what was picked; only asked when all else fits. */
  checkPicks: (rendered: RenderedRequest) => Promise<Problem[]>;
}

/** What a request would make; faults in it are part of the answer. */
export async function previewEnvironment(
  current: Pick<CurrentTemplate, 'ref' | 'revision' | 'template'>,
  request: Omit<PreviewRequest, 'template'>,
  facts: PreviewFacts,
): Promise<Preview> {
  const { cluster, limits, waits } = facts.outlook;
  const { judgement = NOT_JUDGED } = facts;
  const name = NAME.test(request.name) ? request.name : 'name';
  const namespace = namespaceFor(name, SUFFIX);
  const rendered = renderRequest(current.template, current.revision, {
    ...request,
    addOns: facts.judgement?.addOns ?? request.addOns,
    name,
    namespace,
    cluster: cluster.name,
    environmentId: NO_ID,
    requestId: NO_ID,
  });
  const lease = leaseUnder(
    { lease: current.template.spec.lease, ...judgement },
    facts.now,
    request.expiresAt,
  );
  const problems = [
    ...checkHead(request, facts),
    ...facts.outlook.problems,
    ...judgement.problems,
    ...(typeof lease === 'string'
      ? [{ path: '/expiresAt', message: lease }]
      : []),
    ...(rendered.problems.length > 0
      ? rendered.problems
      : await facts.checkPicks(rendered)),
  ];
  return {
    template: current.ref,
    revision: current.revision,
    cluster,
    policies: judgement.results,
    approvals: judgement.verdict.approvals,
    forcedAddOns: judgement.forcedAddOns,
    summary: rendered.manifests.length > 0 ? summarize(rendered.manifests) : [],
    objects:
      problems.length > 0
        ? []
        : withShownNames(rendered.manifests, namespace).map(manifest => ({
            apiVersion: manifest.apiVersion,
            kind: manifest.kind,
            name: manifest.metadata.name,
            wave: waveOf(manifest),
            origin: originOf(manifest),
            manifest,
          })),
    hidden: rendered.hidden,
    addOns: rendered.addOnsOnOffer,
    lease: typeof lease === 'string' ? undefined : toPreviewLease(lease),
    limits,
    waits,
    problems,
  };
}

function toPreviewLease({ expiresAt, latestEnd }: LeaseEnds): Preview['lease'] {
  return (
    expiresAt && {
      expiresAt: expiresAt.toISOString(),
      latest: latestEnd?.toISOString(),
    }
  );
}

function checkHead(
  { name, owner }: Pick<PreviewRequest, 'name' | 'owner'>,
  { isOwner, isNameTaken }: PreviewFacts,
): Problem[] {
  const problems: Problem[] = [];
  if (!NAME.test(name)) {
    problems.push({
      path: '/name',
      message: name
        ? 'This is not a name that a namespace can have'
        : 'It needs a name',
      expected:
        'at most 40 lower-case letters, digits and hyphens, a letter first, no hyphen last',
    });
  }
  if (!isOwner) {
    problems.push({
      path: '/owner',
      message: 'You can create environments for yourself and your groups only',
    });
  }
  if (isNameTaken) {
    problems.push({
      path: '/name',
      message: `${owner} has an environment of this name already`,
      expected: 'another name, or that one deleted first',
    });
  }
  return problems;
}

/** The end of the namespace's name is not known yet, and is not made up. */
function withShownNames(
  manifests: KubernetesObject[],
  namespace: string,
): KubernetesObject[] {
  const shown = namespace.slice(0, -SUFFIX.length) + SHOWN_SUFFIX;
  return JSON.parse(JSON.stringify(manifests).replaceAll(namespace, shown));
}
