import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { TemplateState } from '@sandlot/plugin-environments-common';
import { EnvironmentTemplate } from '@sandlot/plugin-environments-node';
import { Caller } from '../service/Caller';

/** Whoever looks at templates. */
export type Viewer = Pick<Caller, 'ownership' | 'managesTemplates'>;

interface Admittable {
  title: string;
  state: TemplateState;
  template: EnvironmentTemplate;
}

/**
 * Why a template is not for this caller, in words; undefined when it is. Those
 * who manage templates may use each.
 */
export async function whyNotAdmitted(
  current: Admittable,
  viewer: Viewer,
): Promise<string | undefined> {
  const reason = whyNotForAll(current, viewer);
  return reason && (await viewer.managesTemplates?.()) ? undefined : reason;
}

function whyNotForAll(current: Admittable, viewer: Viewer): string | undefined {
  const { title, state, template } = current;
  const { requesters } = template.spec.access ?? {};
  if (state === 'draft' && !isTesterOf(current, viewer)) {
    return `${title} is a draft: only ops and those whom it names as testers may use it`;
  }
  return requesters && !namesAny(requesters, template, viewer)
    ? `${title} is only for ${requesters.join(', ')}`
    : undefined;
}

/** Whether the catalog has the template, and it names the caller or a group of theirs as tester. */
export function isTesterOf(
  { state, template }: Pick<Admittable, 'state' | 'template'>,
  viewer: Pick<Viewer, 'ownership'>,
): boolean {
  const { testers = [] } = template.spec.access ?? {};
  return state !== 'withdrawn' && namesAny(testers, template, viewer);
}

function namesAny(
  refs: string[],
  { metadata }: EnvironmentTemplate,
  { ownership }: Pick<Viewer, 'ownership'>,
): boolean {
  const own = ownership.map(ref => ref.toLocaleLowerCase('en-US'));
  return refs.some(ref =>
    own.includes(
      stringifyEntityRef(
        parseEntityRef(ref, {
          defaultKind: 'group',
          defaultNamespace: metadata.namespace,
        }),
      ),
    ),
  );
}

/** Why a tester may see or try drafts, in words for the log. */
export function basisOfTester(known: { ref: string; revision: string }) {
  return `${known.ref} in the catalog, at revision ${known.revision}, names the caller or one of the caller’s groups as tester`;
}
